"""What a map of a search may show, layer by layer, in plain latitude and longitude; and the words on it."""

import enum
from dataclasses import dataclass

from language.voices import RIGHT_TO_LEFT, Say
from models.refusals import Refusal
from pictures.map_frames import LatLon


class NothingToDraw(Refusal):
    """No place is known yet, so there is no map."""


class SightingState(enum.StrEnum):
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    DOUBTED = "doubted"
    DISMISSED = "dismissed"


class SegmentState(enum.StrEnum):
    FREE = "free"
    TAKEN = "taken"
    SEARCHED = "searched"


@dataclass(frozen=True, slots=True)
class Land:
    """An imported area: its outlines, and where its name goes; of the `main` ones the borders are heavier."""

    name: str
    rings: tuple[tuple[LatLon, ...], ...]
    middle: LatLon
    main: bool = False


@dataclass(frozen=True, slots=True)
class Ring:
    """A circle around the last known point, with its radius as the reader reads it («1.3 كم»)."""

    radius_m: float
    label: str


@dataclass(frozen=True, slots=True)
class Sighting:
    number: int
    at: LatLon
    state: SightingState = SightingState.WAITING


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of ground by its outer corners; `pod` is the probability of detection so far, 0 to 1."""

    label: str
    corners: tuple[LatLon, ...]
    state: SegmentState = SegmentState.FREE
    pod: float = 0.0


@dataclass(frozen=True, slots=True)
class Track:
    """The way a pair walked."""

    points: tuple[LatLon, ...]


@dataclass(frozen=True, slots=True)
class SearchMap:
    """Everything on the map of one search; of nobody a name."""

    last_seen: LatLon | None = None
    lands: tuple[Land, ...] = ()
    rings: tuple[Ring, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    segments: tuple[Segment, ...] = ()
    tracks: tuple[Track, ...] = ()
    drill: bool = False


@dataclass(frozen=True, slots=True)
class MapWords:
    """Every word on a map, in the language of who reads it."""

    title: str
    notes: tuple[str, ...]
    last_seen: str
    sighting: dict[SightingState, str]
    segment: dict[SegmentState, str]
    track: str
    rings: str
    credit: str
    north: str
    kilometres: str
    metres: str
    drill: str
    rtl: bool


def map_words(say: Say, *, title: str = "", notes: tuple[str, ...] = ()) -> MapWords:
    """The words of a map in one language, under a title, with lines of the caller's below the legend."""
    return MapWords(
        title=title,
        notes=notes,
        last_seen=say.plain("map-last-seen"),
        sighting={each: say.plain(f"map-sighting-{each}") for each in SightingState},
        segment={each: say.plain(f"map-segment-{each}") for each in SegmentState},
        track=say.plain("map-track"),
        rings=say.plain("map-rings"),
        credit=say.plain("map-credit"),
        north=say.plain("map-north"),
        kilometres=say.plain("map-kilometres"),
        metres=say.plain("map-metres"),
        drill=say.plain("map-drill"),
        rtl=say.language in RIGHT_TO_LEFT,
    )
