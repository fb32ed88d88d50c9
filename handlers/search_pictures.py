"""Maps of a search as pictures: one segment for the pair that searches it, everything for its coordinators."""

import asyncio
from dataclasses import replace

import shapely

from language.digits import decimal
from language.voices import Voice
from models.segments import SegmentState as State
from models.sightings import SightingState as Told
from pictures.fonts import NoArabicShaping
from pictures.lands import lands_around, middle_and_reach
from pictures.map_layers import (
    Land,
    NothingToDraw,
    Ring,
    SearchMap,
    Segment,
    SegmentState,
    Sighting,
    SightingState,
    Track,
    map_words,
)
from pictures.maps import map_picture
from places.points import Point
from services.house import House
from services.search_maps import Seen
from services.segment_searches import Given

DRAWN_AS = {State.FREE: SegmentState.FREE, State.TAKEN: SegmentState.TAKEN, State.SEARCHED: SegmentState.SEARCHED}
"""What is barred is not drawn: nobody is sent there."""
TOLD_AS = {
    Told.NEW: SightingState.WAITING,
    Told.CONFIRMED: SightingState.CONFIRMED,
    Told.DOUBTED: SightingState.DOUBTED,
    Told.DISMISSED: SightingState.DISMISSED,
}
LEAST_REACH_M = 500.0
MARGIN = 1.5
RINGS_SHOWN = (0.4, 1.5)
"""Parts of the radius of the divided ground."""

Corners = tuple[tuple[float, float], ...]


async def picture_of_segment(house: House, voice: Voice, given: Given) -> bytes | None:
    """The segment alone: neither the last known point nor anybody else; None where nothing can be drawn here."""
    corners = _corners(given.outline)
    shown = SearchMap(segments=(Segment(str(given.number), corners, SegmentState.TAKEN),))
    return await _drawn(house, voice, shown, voice.plain("segment-name", number=given.number), corners)


async def picture_of_search(house: House, voice: Voice, seen: Seen) -> bytes | None:
    """Rings, segments with their state, tracks and sightings; None where nothing is known or can be drawn."""
    ended = seen.in_state(State.FROZEN)
    shown = SearchMap(
        last_seen=_pair(seen.last_seen) if seen.last_seen is not None else None,
        rings=tuple(Ring(metres, voice.plain("alerts-km", km=decimal(metres / 1000, 1))) for metres in _rings(seen)),
        segments=tuple(
            Segment(str(each.number), _corners(each.outline), DRAWN_AS[each.state], each.pod)
            for each in seen.in_state(*DRAWN_AS)
        )
        + tuple(
            Segment(str(each.number), _corners(each.outline), SegmentState.SEARCHED, each.pod)
            for each in ended
            if each.searches
        ),
        tracks=tuple(Track(tuple(_pair(fix.point) for fix in part)) for each in seen.tracks for part in each.stretches),
        sightings=tuple(Sighting(each.number, _pair(each.at), TOLD_AS[each.state]) for each in seen.sightings),
        drill=seen.drill,
    )
    places = (*(corner for each in shown.segments for corner in each.corners), *filter(None, [shown.last_seen]))
    title = voice.plain("search-map-title", number=seen.search_id)
    return await _drawn(house, voice, shown, title, places, least_m=max(_rings(seen), default=LEAST_REACH_M))


def _rings(seen: Seen) -> list[float]:
    """Where ground is divided, only those about its size: a wide one makes segments too small to read."""
    least, most = RINGS_SHOWN
    around = [metres for metres in seen.rings if least * seen.ground_m <= metres <= most * seen.ground_m]
    return around if seen.segments else list(seen.rings)


async def _drawn(
    house: House, voice: Voice, shown: SearchMap, title: str, places: Corners, *, least_m: float = LEAST_REACH_M
) -> bytes | None:
    areas = await house.areas()

    def draw() -> bytes:
        lands: tuple[Land, ...] = ()
        if places:
            middle, reach = middle_and_reach(places)
            lands = lands_around(areas, middle, max(reach, least_m) * MARGIN, voice.language)
        return map_picture(replace(shown, lands=lands), map_words(voice, title=title)).jpeg

    try:
        return await asyncio.to_thread(draw)
    except (NothingToDraw, NoArabicShaping):
        return None


def _corners(outline: shapely.Polygon) -> Corners:
    return tuple((lat, (lon + 180) % 360 - 180) for lon, lat in outline.exterior.coords)


def _pair(point: Point) -> tuple[float, float]:
    return point.lat, point.lon
