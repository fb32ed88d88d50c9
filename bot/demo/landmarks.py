"""Places of the demo town that have a name."""

import functools
import json
from typing import Any

from bot.demo.settling import FOLDER

JSON = dict[str, Any]


@functools.cache
def landmarks() -> list[JSON]:
    """Each with id, kind, name_ar, name_en, area (a code), lat and lon in degrees."""
    found: list[JSON] = json.loads((FOLDER / "landmarks.json").read_text("utf-8"))
    return found


def landmark(name: str) -> JSON:
    return next(each for each in landmarks() if each["id"] == name)


@functools.cache
def outlines() -> JSON:
    """The town's areas as GeoJSON."""
    found: JSON = json.loads((FOLDER / "town.geojson").read_text("utf-8"))
    return found


def area_name(code: str, language: str) -> str:
    """As the town's map calls an area."""
    about = next(each["properties"] for each in outlines()["features"] if each["properties"]["id"] == code)
    return str(about["name_ar" if language == "ar" else "name_en"])
