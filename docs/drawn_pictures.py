"""The posters, the map and the log in docs/pictures: drawn of the demo story's case as staff would get them."""

import math
from datetime import UTC, datetime, timedelta

from PIL import Image

from alerts.distances import AreaName
from alerts.facts_of_searches import SearchFacts
from alerts.poster_words import poster_words
from bot.demo.landmarks import landmark
from bot.demo.settling import FOLDER, ORGANISATION
from language.catalogues import load_catalogues
from language.voices import Voice
from models.alerts import Audience
from models.areas import Area
from models.posters import PosterSize
from models.rules import Rules
from models.searches import SearchState, Sex, SubjectKind
from pictures.demo import child_in_blue_dress
from pictures.lands import lands_around
from pictures.map_frames import DEGREE_M, LatLon
from pictures.maps import (
    Ring,
    SearchMap,
    Segment,
    SegmentState,
    Sighting,
    SightingState,
    Track,
    draw_map,
    map_words,
)
from pictures.posters import PosterMap, draw_poster
from places.areas import AreaIndex
from places.imports import read_areas

SEEN = datetime(2026, 11, 23, 13, 40, tzinfo=UTC)
RULES = Rules(public_url="https://mizalla.example")
SIDE = 380.0
"""Metres of a segment in the picture."""
_WORDS = {
    "ar": ("ريم بنت فهد العتيبي", "فستان أزرق وحذاء أبيض", "شامة على الخد الأيمن", "كم", "عملية البحث رقم 7"),
    "en": ("Reem Fahd Alotaibi", "Blue dress and white shoes", "A mole on the right cheek", "km", "Search number 7"),
}


def drawn() -> dict[str, Image.Image]:
    """The pictures by the names of their files."""
    voices = {language: load_catalogues().voice(language) for language in ("ar", "en")}
    return {
        "poster-ar.png": _poster(voices["ar"], PosterSize.CHAT),
        "poster-en.png": _poster(voices["en"], PosterSize.CHAT),
        "poster-story-ar.png": _poster(voices["ar"], PosterSize.STORY),
        "poster-print-ar.png": _poster(voices["ar"], PosterSize.PRINT).resize((1240, 1754), Image.Resampling.LANCZOS),
        "poster-drill-ar.png": _poster(voices["ar"], PosterSize.CHAT, drill=True),
        "map-ar.png": _map(voices["ar"]),
        "map-en.png": _map(voices["en"]),
    }


def _poster(say: Voice, size: PosterSize, *, drill: bool = False) -> Image.Image:
    shown = SearchMap(last_seen=_park(), lands=lands_around(_areas(), _park(), 3000, say.language))
    words = poster_words(_case(say.language, drill), say, RULES, SEEN + timedelta(minutes=30))
    return draw_poster(words, size, picture=child_in_blue_dress(), around=PosterMap(shown, map_words(say)))


def _map(say: Voice) -> Image.Image:
    *_, km, title = _WORDS[say.language]
    pieces = [(300, -190), (300, 200), (-90, -580), (-90, 200), (-480, -190), (-480, 200)]
    states = [SegmentState.SEARCHED, SegmentState.TAKEN, SegmentState.SEARCHED, SegmentState.TAKEN]
    states += [SegmentState.FREE, SegmentState.FREE]
    segments = tuple(
        Segment(str(number), _square(*corner), state, 0.39 if number == 1 else 0.78)
        for number, (corner, state) in enumerate(zip(pieces, states, strict=True), 1)
    )
    walked = tuple(_away(-70 + 90 * (turn // 2), -560 + 340 * ((turn + 1) // 2 % 2)) for turn in range(9))
    shown = SearchMap(
        last_seen=_park(),
        lands=lands_around(_areas(), _park(), 4000, say.language),
        rings=(Ring(500, f"0.5 {km}"), Ring(1000, f"1 {km}")),
        segments=segments,
        tracks=(Track(walked),),
        sightings=(
            Sighting(1, _away(120, 760), SightingState.CONFIRMED),
            Sighting(2, _away(-760, -260)),
            Sighting(3, _away(700, -700), SightingState.DOUBTED),
        ),
    )
    return draw_map(shown, map_words(say, title=title))


def _case(language: str, drill: bool) -> SearchFacts:
    name, clothing, marks, *_ = _WORDS[language]
    return SearchFacts(
        number=7, state=SearchState.OPEN, drill=drill, name=name, age=6, sex=Sex.FEMALE, kind=SubjectKind.CHILD,
        clothing=clothing, marks=marks, vehicle="", picture_id=1, lat=_park()[0], lon=_park()[1], seen_at=SEEN,
        place=str(landmark("park")[f"name_{language}"]),
        path=(AreaName("الغدير", "Al Ghadir"), AreaName("مدينة الظلال", "Madinat Al Zilal")), area_codes=(), update="",
        organisation=AreaName(ORGANISATION.name_ar, ORGANISATION.name_en), told_at=SEEN, audience=Audience.STAFF,
        nowhere=False, protect=False, through={}, page_key="7",
    )  # fmt: skip


def _areas() -> AreaIndex:
    drafts = read_areas(FOLDER / "town.geojson").drafts
    numbers = {draft.code: number for number, draft in enumerate(drafts, 1)}
    return AreaIndex(
        Area(
            id=numbers[draft.code],
            code=draft.code,
            parent_id=numbers.get(draft.parent or ""),
            kind=draft.kind,
            name_ar=draft.name_ar,
            name_en=draft.name_en,
            shape=draft.shape,
        )
        for draft in drafts
    )


def _park() -> LatLon:
    return float(landmark("park")["lat"]), float(landmark("park")["lon"])


def _away(north: float, east: float) -> LatLon:
    """So many metres from the park."""
    lat, lon = _park()
    return lat + north / DEGREE_M, lon + east / (DEGREE_M * math.cos(math.radians(lat)))


def _square(north: float, east: float) -> tuple[LatLon, ...]:
    return (
        _away(north, east),
        _away(north, east + SIDE),
        _away(north + SIDE, east + SIDE),
        _away(north + SIDE, east),
    )
