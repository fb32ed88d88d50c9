"""What the page of phones is told of the demo: whose phones, which pictures, the town's map, the scenarios."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.demo.inside import Hood
from bot.demo.landmarks import landmarks, outlines
from bot.demo.playbill import Playbill
from bot.demo.settling import Persona
from language.catalogues import Catalogues
from models.rules import Rules
from pictures import demo
from sandbox.content import PageContent, PhoneOnPage, PictureToSend, Scenario
from sandbox.gatherings import Gathering
from sandbox.people import Person

JSON = dict[str, Any]
Words = dict[str, str]

PICTURES: Mapping[str, Callable[[], bytes]] = {
    "street-light": demo.dark_street_light,
    "pothole": demo.pothole,
    "girl": demo.child_in_blue_dress,
}
"""What somebody who tries the page may send; the second half of the key of its name."""


def content(
    catalogues: Catalogues,
    rules: Rules,
    *,
    phones: Mapping[str, Person],
    cast: tuple[Persona, ...],
    group: Gathering,
    language: str,
    story: Playbill,
    hood: Hood,
    anew: Callable[[str], None],
) -> PageContent:
    """Everything the page shows besides Telegram; `phones` by the cast's keys, in the cast's order."""

    def said(key: str) -> Words:
        return {code: voice.plain(key) for code, voice in catalogues.voices.items()}

    return PageContent(
        title=said("demo-title"),
        tagline=said("demo-tagline"),
        zone=rules.areas.zone,
        language=language,
        phones=[_phone(persona, phones[persona.key], said, group) for persona in cast],
        pictures=[PictureToSend(name, said(f"demo-picture-{name}"), read) for name, read in PICTURES.items()],
        outlines=_districts(),
        landmarks=[_landmark(each) for each in landmarks()],
        story=story,
        scenarios=[_scenario(name, len(steps), said) for name, steps in story.steps.items()],
        anew=anew,
        inside=hood.tables,
        agenda=hood.agenda,
    )


def _scenario(name: str, steps: int, said: Callable[[str], Words]) -> Scenario:
    return Scenario(name, said(f"scenario-{name}"), said(f"scenario-{name}-lesson"), steps)


def _phone(persona: Persona, person: Person, said: Callable[[str], Words], group: Gathering) -> PhoneOnPage:
    name = {"ar": persona.name_ar, "en": persona.name_en}
    seen = group.id if persona.key == "host" else None
    return PhoneOnPage(person.id, name, said(f"demo-role-{persona.key}"), seen)


def _districts() -> JSON:
    found = [each for each in outlines()["features"] if each["properties"]["kind"] == "district"]
    return {"type": "FeatureCollection", "features": [_named(each) for each in found]}


def _named(feature: JSON) -> JSON:
    properties = feature["properties"]
    about = {"kind": properties["kind"], "name": _names(properties)}
    return {"type": "Feature", "properties": about, "geometry": feature["geometry"]}


def _landmark(place: JSON) -> JSON:
    area = next(each["properties"] for each in outlines()["features"] if each["properties"]["id"] == place["area"])
    where = {"lat": place["lat"], "lon": place["lon"], "kind": place["kind"]}
    return where | {"name": _names(place), "address": _names(area)}


def _names(about: JSON) -> Words:
    return {"ar": about["name_ar"], "en": about["name_en"]}
