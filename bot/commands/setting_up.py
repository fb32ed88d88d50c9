"""`mizalla setup`: from nothing to a bot with a token, an organisation and its first admin."""

from __future__ import annotations

import asyncio
import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.printing import bare, note, say_line
from bot.failures import NotDone

if TYPE_CHECKING:
    from bot.config import Config
    from bot.setup_answers import Answers
    from language.voices import Voice

GeoFile = Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="Areas to import: GeoJSON or CSV.")]
TokenFile = Annotated[
    Path | None, typer.Option(exists=True, dir_okay=False, help="A file with the bot's token; it is copied.")
]


def setup(
    context: typer.Context,
    token_file: TokenFile = None,
    organisation: Annotated[str, typer.Option(metavar="CODE", help="The organisation's code; it stays.")] = "",
    name_ar: Annotated[str, typer.Option(help="Its name in Arabic.")] = "",
    name_en: Annotated[str, typer.Option(help="Its name in English.")] = "",
    serves: Annotated[str, typer.Option(metavar="CODES", help="Ids of the areas it serves, with commas.")] = "",
    country: Annotated[str, typer.Option(help="SA, AE, KW, QA, OM or BH: its time zone and its numbers.")] = "",
    zone: Annotated[str, typer.Option(help="The time zone, such as Asia/Riyadh.")] = "",
    emergency_confirmed: Annotated[
        bool, typer.Option("--emergency-confirmed", help="Somebody has rung every emergency number of the settings.")
    ] = False,
    areas: GeoFile = None,
    admin: Annotated[
        bool, typer.Option("--admin", help="Make a link for the first admin of the organisation.")
    ] = False,
    language: Annotated[str, typer.Option(help="ar or en; otherwise as the terminal is.")] = "",
) -> None:
    """Set up a bot: its token, the organisation, emergency numbers, areas, the first admin. Safe to run again.

    In a terminal it asks, one thing at a time; with options it asks nothing and does what they say.
    """
    from bot.config import config_path, load_config
    from language.catalogues import load_catalogues

    gc.enable()
    path = config_path(context.obj)
    config = load_config(context.obj)
    catalogues = load_catalogues()
    typed = [token_file, organisation, country, zone, emergency_confirmed, areas, admin]
    if any(typed):
        voice = catalogues.voice(language if language in catalogues.languages else "en")
        answers = _told(config, token_file, _charter(config, organisation, name_ar, name_en, serves), country, zone)
        answers.rung, answers.areas = emergency_confirmed, areas
    else:
        voice, answers = _asked(config, language)
    _carry_out(context, path, config, answers, voice)
    _first_admin(context, organisation, voice, anyhow=admin, asked=not any(typed))
    say_line(bare(voice.plain("setup-doctor")))
    _doctor(context)


def _asked(config: Config, language: str) -> tuple[Voice, Answers]:
    from bot.setup_questions import Questions, choose_language
    from language.catalogues import load_catalogues

    if not sys.stdin.isatty():
        raise NotDone(
            "There is nobody to ask here (no terminal): say it with options; `mizalla setup --help` names them."
        )
    catalogues = load_catalogues()
    voice = catalogues.voice(language) if language in catalogues.languages else choose_language(catalogues)
    try:
        return voice, Questions(voice, config, asyncio.run(_area_codes(config))).all()
    except typer.Abort:
        raise NotDone(bare(voice.plain("setup-left"))) from None


async def _area_codes(config: Config) -> set[str]:
    from bot.storage import Standing, open_house, standing
    from services.areas import known_areas

    async with open_house(config) as house:
        return set(await known_areas(house)) if await standing(house.db, config) is Standing.CURRENT else set()


def _charter(config: Config, code: str, ar: str, en: str, serves: str) -> dict[str, object] | None:
    """The organisation as the options name it; what they do not say stays as it is."""
    if not code:
        return None
    there = next((one for one in config.organisations if one.code == code), None)
    areas = [area.strip() for area in serves.split(",") if area.strip()] or list(there.areas if there else ())
    return {
        "code": code,
        "ar": ar or (there.ar if there else ""),
        "en": en or (there.en if there else ""),
        "areas": areas,
    }


def _told(
    config: Config, token_file: Path | None, charter: dict[str, object] | None, country: str, zone: str
) -> Answers:
    from bot.bot_api import NoAnswer
    from bot.config import OrganisationConfig
    from bot.emergency_numbers import COUNTRIES, rules_for
    from bot.setup_answers import Answers, TokenRefused, is_zone, name_of_bot, token_from

    answers = Answers(zone=zone or None)
    if zone and not is_zone(zone):
        raise NotDone(f"{zone!r} is not a time zone; one is written like Asia/Riyadh.")
    if charter is not None:
        try:
            answers.organisation = OrganisationConfig.model_validate(charter)
        except ValueError:
            raise NotDone(
                "An organisation needs a code in small Latin letters (--organisation) and an Arabic name (--name-ar)."
            ) from None
    if country:
        told = COUNTRIES.get(country.upper())
        if told is None:
            raise NotDone(f"{country!r} is not one of {', '.join(COUNTRIES)}: write areas.emergency in config.yaml.")
        answers.zone = zone or told.zone
        answers.emergency = rules_for(country.upper(), asyncio.run(_area_codes(config)))
    if token_file is not None:
        answers.token = token_from(token_file)
        try:
            name = asyncio.run(name_of_bot(config.telegram.api_url, answers.token))
        except TokenRefused:
            raise NotDone(f"Telegram does not know the token in {token_file}: it is not kept.") from None
        except NoAnswer as no:
            raise NotDone(f"{config.telegram.api_url} does not answer ({no.why}): the token is not kept.") from None
        say_line(f"The bot is @{name}.")
    return answers


def _carry_out(context: typer.Context, path: Path, config: Config, answers: Answers, voice: Voice) -> None:
    """Write, prepare the database, import areas; a file that cannot be used does not undo what came before."""
    from bot.commands.areas import import_file
    from bot.config import load_config
    from bot.setup_answers import prepare, write
    from clock.clocks import system_now

    write(config, path, answers)
    missing = asyncio.run(prepare(load_config(context.obj), path, now=system_now()))
    if answers.areas is not None:
        try:
            import_file(context, answers.areas)
        except NotDone as error:
            note(str(error))
            say_line(bare(voice.plain("setup-areas-later")))
    elif missing:
        say_line(bare(voice.plain("setup-areas-later")))


def _first_admin(context: typer.Context, code: str, voice: Voice, *, anyhow: bool, asked: bool) -> None:
    """A link when it was wished for, or, after the questions, when the organisation has no admin yet."""
    from bot.commands.acting import in_house
    from bot.config import load_config
    from bot.invitation_links import link_for
    from models.organisations import Role
    from services.invitations import has_admin

    config = load_config(context.obj)
    codes = [one.code for one in config.organisations]
    code = code or (codes[0] if codes else "")
    if not code or not (anyhow or asked):
        return
    if not anyhow and in_house(context, lambda house, _config, _now: has_admin(house, code)):
        return
    if not config.telegram.bot_id:
        say_line(bare(voice.plain("setup-link-later", command=f"mizalla staff invite admin --organisation {code}")))
        return
    link = link_for(context, role=Role.ADMIN, code=code)
    say_line(bare(voice.plain("setup-link", organisation=code, link=link)))


def _doctor(context: typer.Context) -> None:
    from bot.commands.checking import show
    from bot.doctor import examine
    from clock.clocks import system_now

    show(asyncio.run(examine(context.obj, system_now())))
