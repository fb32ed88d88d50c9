"""Fifty districts in a grid and a thousand volunteers over them, imported as an operator would."""

import json
from dataclasses import dataclass
from pathlib import Path

from formats.members_csv import read_members
from formats.search_drafts import read_search_drafts
from places.imports import read_areas
from sandbox.people import Person
from services import areas, member_imports, search_imports, search_operator
from services.audit import Actor
from tests.story.town import Town

SOUTH, WEST, SIDE = 22.0, 51.0, 0.05
"""Degrees; a district is about 5.5 by 5.2 km."""
HEADER = (
    "channel,address,name,language,roles,subscription,area_id,lat,lon,radius_km,kinds,frequency,quiet_from,quiet_to\n"
)


@dataclass(frozen=True)
class Publication:
    search_id: int
    alert_id: int
    recipients: int


def district(number: int) -> dict[str, object]:
    row, column = divmod(number, 10)
    south, west = SOUTH + row * SIDE, WEST + column * SIDE
    corners = [(west, south), (west + SIDE, south), (west + SIDE, south + SIDE), (west, south + SIDE), (west, south)]
    names = {"id": f"d{number}", "kind": "district", "name_ar": f"الحي {number}", "name_en": f"District {number}"}
    return {"type": "Feature", "properties": names, "geometry": {"type": "Polygon", "coordinates": [corners]}}


def middle(number: int) -> tuple[float, float]:
    """The point in the middle of a district: lat, lon."""
    row, column = divmod(number, 10)
    return SOUTH + (row + 0.5) * SIDE, WEST + (column + 0.5) * SIDE


async def build(town: Town, folder: Path) -> None:
    file = folder / "wide.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [district(n) for n in range(50)]}))
    read = read_areas(file)
    assert not read.bad, read.bad[0]
    await areas.import_areas(town.house, read.drafts, by=Actor.operator(), now=town.clock())


async def members(town: Town, rows: list[str]) -> None:
    """Import rows of the members' file; none of them is bad."""
    read = read_members((HEADER + "\n".join(rows)).encode(), kinds=["searches", "lighting"])
    assert not read.bad, read.bad[0]
    bot = town.telegram.bot.id
    done = await member_imports.import_members(town.house, read.rows, bot_id=bot, by=Actor.operator(), now=town.clock())
    assert done.bad == []


def by_area(
    person: Person, area: str, kinds: str = "searches", often: str = "instant", roles: str = "volunteer"
) -> str:
    return f"telegram,{person.id},عضو,ar,{roles},area,{area},,,,{kinds},{often},,"


def by_circle(person: Person, place: tuple[float, float], radius_km: float, kinds: str = "searches") -> str:
    return f"telegram,{person.id},عضو,ar,volunteer,circle,,{place[0]},{place[1]},{radius_km},{kinds},instant,,"


async def publish(
    town: Town,
    place: tuple[float, float],
    *,
    audience: dict[str, object] | None = None,
    photo: bytes | None = None,
    police: bool = True,
) -> Publication:
    """A six-year-old girl is missing there; published by the operator."""
    subject = {"name": "ريم", "age": 6, "sex": "female", "kind": "child", "clothing": "فستان أزرق"}
    draft = {
        "subject": subject | ({"photo": "girl.jpg"} if photo else {}),
        "last_seen": {"lat": place[0], "lon": place[1], "at": town.clock().isoformat(), "place": "الحديقة"},
        "reporter": {"name": "أمها", "relation": "أم"},
        "gates": {"custody": False, "protection_order": False, "left_by_choice": False},
        "consent": {"by": "أمها", "at": town.clock().isoformat()},
        "audience": audience or {"radius_km": 1},
    }
    if police:
        draft["police_report"] = {"number": "77/1448", "station": "مركز الشرق"}
    read = read_search_drafts(json.dumps([draft]).encode())
    assert not read.bad, read.bad[0]
    photos = {"girl.jpg": photo} if photo else {}
    [made] = await search_imports.import_drafts(town.house, read.drafts, photos=photos, now=town.clock())
    assert made.refused is None
    number = made.search_id or 0
    out = await search_operator.publish_as_operator(town.house, search_id=number, now=town.clock())
    return Publication(number, out.alert_id or 0, out.recipients)
