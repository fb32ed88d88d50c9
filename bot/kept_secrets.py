"""Secrets in files beside the settings: `secrets/telegram-token` holds what MIZALLA_TELEGRAM__TOKEN would."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from bot.config_problems import ConfigError

FOLDER = "secrets"


def file_of(name: str, settings: Path) -> Path:
    """Where a setting such as `telegram.token` is kept, beside this settings file."""
    return settings.parent / FOLDER / name.replace(".", "-").replace("_", "-")


def kept(names: Iterable[str], settings: Path) -> dict[str, Path]:
    """Those of these settings that have a file, each with its file."""
    files = {name: file_of(name, settings) for name in names}
    return {name: file for name, file in files.items() if file.is_file()}


def with_kept(written: Mapping[str, Any], files: Mapping[str, Path]) -> dict[str, Any]:
    """The settings as written, and with them what the files hold; a file that cannot be read is a ConfigError."""
    together = dict(written)
    for name, file in files.items():
        section, key = name.split(".")
        if isinstance(together.get(section, {}), dict):
            together[section] = together.get(section, {}) | {key: _read(file)}
    return together


def keep(name: str, settings: Path, value: str) -> Path:
    """Write a secret for its owner only; returns its file."""
    file = file_of(name, settings)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = file.with_name(f".{file.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    part.write_text(f"{value}\n", "utf-8")
    part.replace(file)
    return file


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError([f"{file} cannot be read: it must be a text of whoever runs Mizalla."]) from error
