"""What `mizalla setup` was told, and doing it: the token in a file of its own, the rest into the settings."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.bot_api import NoAnswer, ask
from bot.config import Config, OrganisationConfig, load_config
from bot.config_problems import variable_of
from bot.failures import NotDone
from bot.kept_secrets import keep
from bot.settings_writing import with_settings
from bot.storage import Standing, bring_up_to_date, open_house, standing

NUMBER = re.compile(r"\+?[0-9]{2,20}")
CODE = re.compile(r"[a-z][a-z0-9_-]{0,59}")
TOKEN = re.compile(r"[0-9]+:\S+")
SHIPPED = Path(__file__).parents[1] / "config.yaml"
"""The settings that come along, with a line on each: what a deployment begins with."""


class TokenRefused(Exception):
    """The Bot API does not know this token, or it does not look like one."""


@dataclass(slots=True)
class Answers:
    """What is to change; None and empty: as it is."""

    token: str | None = None
    organisation: OrganisationConfig | None = None
    zone: str | None = None
    emergency: list[dict[str, str]] | None = None
    rung: bool = False
    areas: Path | None = None


def is_zone(name: str) -> bool:
    try:
        return bool(ZoneInfo(name).key)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False


async def name_of_bot(api_url: str, token: str) -> str:
    """The username of the bot this token speaks for. Raises TokenRefused, and NoAnswer where it cannot be asked."""
    if not TOKEN.fullmatch(token):
        raise TokenRefused()
    (me,) = await ask(api_url, token, "getMe")
    if me.code >= 500:
        raise NoAnswer(str(me.code))
    if not me.ok:
        raise TokenRefused()
    return str(me.result.get("username", ""))


def write(config: Config, path: Path, answers: Answers) -> None:
    """Write what was told; every comment of the file stays. Refuses with ConfigError and changes nothing."""
    changes = dict(_changes(config, answers))
    if answers.token is not None:
        _refuse_other_places()
        keep("telegram.token", path, answers.token)
    if not changes:
        return
    before = path.read_text("utf-8") if path.is_file() else SHIPPED.read_text("utf-8") if SHIPPED.is_file() else ""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_text(with_settings(before, changes), "utf-8")
        load_config(part)
        if path.is_file():
            part.chmod(path.stat().st_mode & 0o777)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _refuse_other_places() -> None:
    """A token in a file of ours would not be looked at."""
    variable = variable_of("telegram.token")
    for name in (variable, f"{variable}_FILE"):
        if os.environ.get(name):
            raise NotDone(f"{name} is set here and wins over what is kept: change the token there, or unset it.")


def _changes(config: Config, answers: Answers) -> Mapping[str, Any]:
    changes: dict[str, Any] = {}
    if answers.organisation is not None:
        kept = [one for one in config.organisations if one.code != answers.organisation.code]
        changes["organisations"] = [one.model_dump(mode="json") for one in (*kept, answers.organisation)]
    if answers.zone is not None and answers.zone != config.areas.zone:
        changes["areas.zone"] = answers.zone
    told = [line.model_dump(mode="json", include={"area", "number"}) for line in config.areas.emergency]
    if answers.emergency is not None and answers.emergency != told:
        changes |= {"areas.emergency": answers.emergency, "areas.emergency_confirmed": False}
    if answers.rung:
        changes["areas.emergency_confirmed"] = True
    return {name: value for name, value in changes.items() if value != _present(config, name)}


def _present(config: Config, name: str) -> Any:
    section, _, key = name.partition(".")
    return getattr(getattr(config, section), key) if key else None


async def prepare(config: Config, path: Path, *, now: datetime) -> list[str]:
    """Bring the database up to date with these settings, on a key of its own if nothing depends on another yet.

    Returns areas that organisations name and nobody has imported.
    """
    if await _is_new(config) and not config.privacy.secret_key.get_secret_value():
        config = _with_key(path)
    async with open_house(config) as house:
        return await bring_up_to_date(house, config, now=now)


def _with_key(path: Path) -> Config:
    keep("privacy.secret_key", path, secrets.token_hex(32))
    return load_config(path if path.is_file() else None)


async def _is_new(config: Config) -> bool:
    async with open_house(config) as house:
        return await standing(house.db, config) in {Standing.ABSENT, Standing.EMPTY}


def token_from(file: Path) -> str:
    """The token in a file."""
    try:
        return file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise NotDone(f"{file} cannot be read.") from error
