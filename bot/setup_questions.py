"""The questions of `mizalla setup`, one at a time, in Arabic or English; a wrong answer is said and asked again."""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

import typer

from bot.bot_api import NoAnswer
from bot.commands.printing import bare, say_line
from bot.config import Config, OrganisationConfig
from bot.emergency_numbers import COUNTRIES, rules_for
from bot.setup_answers import CODE, NUMBER, Answers, TokenRefused, is_zone, name_of_bot
from language.catalogues import Catalogues
from language.voices import Voice

OTHER = "other"


def language_of_terminal() -> str:
    """Arabic where the terminal is in Arabic, English otherwise."""
    said = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "ar" if said.lower().startswith("ar") else "en"


def choose_language(catalogues: Catalogues) -> Voice:
    """Asked in both, since nobody knows yet which one is read."""
    usual = language_of_terminal()
    for language in ("ar", "en"):
        say_line(catalogues.voice(language).plain("setup-language"))
    while (said := typer.prompt("ar / en", default=usual).strip().lower()) not in {"ar", "en"}:
        continue
    return catalogues.voice(said)


class Questions:
    """Asks everything that a deployment needs to begin; Enter keeps what is there."""

    def __init__(self, voice: Voice, config: Config, areas: set[str]) -> None:
        self.voice, self.config, self.areas = voice, config, areas

    def all(self) -> Answers:
        """From the token to the areas."""
        self._say("setup-welcome")
        answers = Answers(token=self._token(), organisation=self._organisation())
        answers.zone, answers.emergency = self._country()
        shown = answers.emergency or [line.model_dump() for line in self.config.areas.emergency]
        same = answers.emergency == [{"area": one.area, "number": one.number} for one in self.config.areas.emergency]
        if self.config.areas.emergency_confirmed and (same or answers.emergency is None):
            self._say("setup-rung-before")
        else:
            answers.rung = self._rung(shown)
        answers.areas = self._areas()
        return answers

    def _say(self, key: str, **facts: str) -> None:
        say_line(bare(self.voice.plain(key, **facts)))

    def _ask(self, key: str, default: str = "", *, hidden: bool = False, **facts: str) -> str:
        question = bare(self.voice.plain(key, **facts))
        return str(typer.prompt(question, default=default, show_default=bool(default), hide_input=hidden)).strip()

    def _until(self, good: Callable[[str], object], wrong: str, key: str, default: str = "", **facts: str) -> str:
        while not good(said := self._ask(key, default, hidden=False, **facts)):
            self._say(wrong)
        return said

    def _token(self) -> str | None:
        """The name of the bot is shown, so that one sees which one it is; None keeps what there is."""
        api_url, there = self.config.telegram.api_url, self.config.telegram.token.get_secret_value()
        if there:
            self._say("setup-token-there", number=str(self.config.telegram.bot_id))
        while True:
            said = self._ask("setup-token", hidden=True)
            if not said:
                self._say("setup-token-kept" if there else "setup-token-later")
                return None
            try:
                name = asyncio.run(name_of_bot(api_url, said))
            except TokenRefused:
                self._say("setup-token-refused")
            except NoAnswer:
                self._say("setup-token-unchecked", server=api_url)
            else:
                self._say("setup-token-good", name=f"@{name}")
                return said

    def _organisation(self) -> OrganisationConfig | None:
        if self.config.organisations:
            for one in self.config.organisations:
                name = one.ar if self.voice.language == "ar" else one.en or one.ar
                self._say("setup-organisation-there", name=name, code=one.code)
            return None
        code = self._until(CODE.fullmatch, "setup-code-wrong", "setup-code", "team")
        name = self._until(bool, "setup-name-wrong", "setup-name-ar")
        return OrganisationConfig(code=code, ar=name[:200], en=self._ask("setup-name-en")[:200])

    def _country(self) -> tuple[str | None, list[dict[str, str]] | None]:
        """Time zone and numbers of a country of the table, or of another; numbers are proposals until rung."""
        names = ", ".join(f"{code} {self._country_name(code)}" for code in COUNTRIES)
        good = {code.lower() for code in COUNTRIES} | {OTHER, ""}
        asked = self._until(lambda said: said.lower() in good, "setup-country-wrong", "setup-country", countries=names)
        if not asked:
            return None, None
        told = COUNTRIES.get(asked.upper())
        zone = told.zone if told else self.config.areas.zone
        zone = self._until(is_zone, "setup-zone-wrong", "setup-zone", zone)
        lines = rules_for(asked.upper(), self.areas) if told else [{"area": "", "number": ""}]
        return zone, [{"area": line["area"], "number": self._number(line)} for line in lines]

    def _country_name(self, code: str) -> str:
        return COUNTRIES[code].ar if self.voice.language == "ar" else COUNTRIES[code].en

    def _number(self, line: dict[str, str]) -> str:
        if line["area"]:
            return self._until(
                NUMBER.fullmatch, "setup-number-wrong", "setup-number", line["number"], area=line["area"]
            )
        return self._until(NUMBER.fullmatch, "setup-number-wrong", "setup-number-rest", line["number"])

    def _rung(self, lines: list[dict[str, str]]) -> bool:
        """Never taken for granted: whoever has rung them types them again."""
        if not typer.confirm(bare(self.voice.plain("setup-rung")), default=False):
            self._say("setup-not-rung")
            return False
        if set(self._ask("setup-rung-again").split()) == {line["number"] for line in lines}:
            return True
        self._say("setup-not-rung")
        return False

    def _areas(self) -> Path | None:
        if self.areas:
            self._say("setup-areas-there", count=str(len(self.areas)))
        said = self._until(lambda path: not path or Path(path).is_file(), "setup-areas-wrong", "setup-areas")
        return Path(said) if said else None
