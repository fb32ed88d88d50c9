"""config.yaml holds every setting, each with its default and a line that says what it does."""

import re
from pathlib import Path

from bot.config import SECRETS, Config, load_config
from bot.config_problems import setting_names
from bot.settings_file import read_settings

FILE = Path(__file__).parents[2] / "config.yaml"
KEY = re.compile(r"^(  )?([a-z_]+):")


def keys_with_the_line_above() -> dict[str, str]:
    """Each `section.key` of the file, and the line just above it."""
    found, section, above = {}, "", ""
    for line in FILE.read_text("utf-8").splitlines():
        key = KEY.match(line)
        if key and key[1]:
            found[f"{section}.{key[2]}"] = above
        elif key:
            section = key[2]
            found[section] = above
        above = line
    return found


def test_the_file_and_the_settings_are_the_same_key_by_key():
    sections = set(Config.model_fields)
    assert keys_with_the_line_above().keys() | sections == set(setting_names(Config)) | sections


def test_every_setting_has_a_line_that_says_what_it_does():
    above = keys_with_the_line_above()
    silent = [name for name in setting_names(Config) if not re.match(r" *# \S.{10,}", above[name])]
    assert silent == []


def test_the_file_says_the_defaults_exactly():
    written = read_settings(FILE)
    told = Config().model_dump(mode="json")
    for name in SECRETS:
        section, key = name.split(".")
        told[section][key] = ""
    assert written == told


def test_the_shipped_file_loads(monkeypatch):
    monkeypatch.delenv("MIZALLA_CONFIG", raising=False)
    assert load_config(FILE) == Config()
