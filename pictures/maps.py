"""The map picture of a search: outlines, the last known point, rings, sightings, segments and tracks.

Drawn from imported outlines alone, without tiles and without the network (docs/decisions/0029). It shows where, never
who. Everything is in degrees as (latitude, longitude).
"""

import io
from collections.abc import Iterator

from PIL import Image

from pictures.canvas import FINER, Canvas
from pictures.map_frames import Box, Frame, LatLon, frame_of
from pictures.map_ink import PAPER, RED, Sheet
from pictures.map_layers import (
    Land,
    MapWords,
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
from pictures.map_legend import TITLE, draw_credit, draw_legend, draw_scale, draw_title, legend_of
from pictures.map_marks import (
    draw_lands,
    draw_last_seen,
    draw_ring,
    draw_segment,
    draw_sightings,
    draw_track,
    label_last_seen,
    label_ring,
    label_segment,
    name_lands,
)
from pictures.safe import CleanPicture, encoded

SIZE = (1280, 1280)
"""As large as Telegram keeps a photo."""
_LARGE = 2_000_000
"""Pixels from which a sheet is drawn twice as fine, not three times: it would take half a gigabyte."""
_FAR = 2.0
"""What lies further out than so many times the reach of all else does not make the map smaller: it gets an arrow."""
_PIN = 150.0
"""Metres around the last known point and a sighting, so that they never stand on the edge."""


def map_picture(shown: SearchMap, words: MapWords, *, size: tuple[int, int] = SIZE) -> CleanPicture:
    """The map as a JPEG of `size` pixels, to be kept and sent. Refuses with NothingToDraw and NoArabicShaping."""
    return encoded(draw_map(shown, words, size=size))


def map_png(shown: SearchMap, words: MapWords, *, size: tuple[int, int] = SIZE) -> bytes:
    """The map as a PNG of `size` pixels. Refuses with NothingToDraw and NoArabicShaping."""
    held = io.BytesIO()
    draw_map(shown, words, size=size).save(held, "PNG", optimize=True)
    return held.getvalue()


def draw_map(
    shown: SearchMap, words: MapWords, *, size: tuple[int, int] = SIZE, legend: bool = True, unit: float | None = None
) -> Image.Image:
    """The map as an RGB image of `size` pixels, to be put into another picture; without a legend it fills it.

    A `unit` is a thousandth of the shorter side, unless the lettering is to be larger.
    Refuses with NothingToDraw and NoArabicShaping.
    """
    wide, high = size
    finer = FINER if wide * high < _LARGE else 2
    canvas = Canvas(wide, high, top=PAPER, bottom=PAPER, finer=finer)
    sheet = Sheet(canvas, unit or min(size) / 1000, words.rtl)
    under = legend_of(sheet, shown, words) if legend else None
    top = TITLE * sheet.unit if words.title and legend else 0.0
    foot = high - under.height(sheet.unit) if under else float(high)
    frame = _frame(shown, (0.0, top, float(wide), foot))
    _draw_layers(sheet, frame, shown, words, legend=legend)
    if under:
        draw_legend(sheet, under, foot)
    else:
        draw_credit(sheet, frame, words)
    if top:
        draw_title(sheet, words.title)
    return canvas.drawn()


def _draw_layers(sheet: Sheet, frame: Frame, shown: SearchMap, words: MapWords, *, legend: bool) -> None:
    centre = frame(shown.last_seen) if shown.last_seen else None
    draw_lands(sheet, frame, shown.lands)
    for segment in shown.segments:
        draw_segment(sheet, frame, segment)
    rings = sorted(shown.rings, key=lambda ring: ring.radius_m) if centre else []
    for order, ring in enumerate(rings):
        draw_ring(sheet, frame, centre or (0, 0), ring, order)
    for track in shown.tracks:
        draw_track(sheet, frame, track)
    if shown.drill:
        _stamp(sheet, frame, words.drill)
    draw_scale(sheet, frame, words)
    if centre:
        draw_last_seen(sheet, centre)
    if centre and not legend:
        label_last_seen(sheet, centre, words.last_seen)
    draw_sightings(sheet, frame, shown.sightings)
    for segment in shown.segments:
        label_segment(sheet, frame, segment)
    for ring in rings:
        label_ring(sheet, frame, centre or (0, 0), ring)
    name_lands(sheet, frame, shown.lands)


def _frame(shown: SearchMap, box: Box) -> Frame:
    """Everything that matters; a sighting or a track far out is not worth a map on which nothing else is seen."""
    near = list(_firm(shown))
    loose = [(each.at, _PIN) for each in shown.sightings]
    loose += [(point, 0.0) for track in shown.tracks for point in track.points]
    if not near and not loose:
        lands = [(corner, 0.0) for land in shown.lands for ring in land.rings for corner in ring]
        if not lands:
            raise NothingToDraw
        return frame_of(lands, box)
    if not near:
        return frame_of(loose, box)
    frame = frame_of(near, box)
    left, top, right, bottom = box
    more = [(right - left) * (_FAR - 1) / 2, (bottom - top) * (_FAR - 1) / 2]
    return frame_of([*near, *(each for each in loose if _within(frame, each[0], more))], box)


def _within(frame: Frame, place: LatLon, more: list[float]) -> bool:
    left, top, right, bottom = frame.box
    x, y = frame(place)
    return left - more[0] <= x <= right + more[0] and top - more[1] <= y <= bottom + more[1]


def _firm(shown: SearchMap) -> Iterator[tuple[LatLon, float]]:
    if shown.last_seen:
        yield shown.last_seen, max([_PIN, *(ring.radius_m for ring in shown.rings)])
    for segment in shown.segments:
        for corner in segment.corners:
            yield corner, 0.0


def _stamp(sheet: Sheet, frame: Frame, word: str) -> None:
    left, top, right, bottom = frame.box
    font = sheet.font(min(right - left, bottom - top) / sheet.unit / 3, 900)
    sheet.canvas.stamp(word, ((left + right) / 2, (top + bottom) / 2), font, RED, 0.16)


__all__ = [
    "Land",
    "MapWords",
    "NothingToDraw",
    "Ring",
    "SearchMap",
    "Segment",
    "SegmentState",
    "Sighting",
    "SightingState",
    "Track",
    "draw_map",
    "map_picture",
    "map_png",
    "map_words",
]
