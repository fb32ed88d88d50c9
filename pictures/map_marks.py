"""The layers of a map as they are drawn, from the ground up."""

import math
from collections.abc import Sequence

from shapely import Polygon
from shapely import box as rectangle

from pictures.canvas import Colour, Point
from pictures.map_frames import Frame
from pictures.map_ink import (
    BLUE,
    BORDER,
    FAINT,
    GREEN,
    GREY,
    INK,
    LAND,
    MAIN_BORDER,
    ORANGE,
    PURPLE,
    RED,
    WHITE,
    Sheet,
    around,
    closed,
)
from pictures.map_layers import Land, Ring, Segment, SegmentState, Sighting, SightingState, Track

DASHES = ((1.0, 0.0), (22.0, 9.0), (9.0, 9.0), (3.0, 9.0))
"""Units drawn and left out, for the first ring, the second and so on; the first is not broken."""
MARK = 19.0
"""Half the size of a sighting, in units."""
_TURNS = (90, 60, 120, 30, 150, 0, 180, 330, 210, 300, 240, 270)
"""Where on its ring a label may stand, in degrees counted from the east; the first that is free."""


def draw_lands(sheet: Sheet, frame: Frame, lands: Sequence[Land]) -> None:
    """Ground first, then the lighter borders, then the heavier."""
    drawn = [(land, [closed(frame(each) for each in ring) for ring in land.rings if len(ring) > 2]) for land in lands]
    for _, rings in drawn:
        for ring in rings:
            sheet.canvas.polygon(ring, LAND)
    for land, rings in sorted(drawn, key=lambda pair: pair[0].main):
        for ring in rings:
            colour, width = (MAIN_BORDER, 3.4) if land.main else (BORDER, 2.0)
            sheet.canvas.line(ring, colour, width * sheet.unit)


def name_lands(sheet: Sheet, frame: Frame, lands: Sequence[Land]) -> None:
    """Where nothing is in their way; the smallest areas first, for they say most about the place."""
    for land in reversed(lands):
        at, font = frame(land.middle), sheet.font(26, 500)
        half = sheet.width(land.name, font) / 2
        box = around(at, half + 4 * sheet.unit, 18 * sheet.unit)
        if land.name and frame.shows(at, inset=half) and sheet.free(box):
            sheet.take(box)
            sheet.word(land.name, at, font, FAINT, halo=LAND)


def draw_segment(sheet: Sheet, frame: Frame, segment: Segment) -> None:
    """Free: an outline; taken: hatched; searched: shaded, the darker the likelier one would have been found."""
    fill_segment(sheet, closed(frame(each) for each in segment.corners), segment.state, segment.pod)


def label_segment(sheet: Sheet, frame: Frame, segment: Segment) -> None:
    """Its label inside it, beside what stands there already; how far it was searched below that."""
    second = f"{round(segment.pod * 100)}%" if segment.state is SegmentState.SEARCHED else ""
    font, small, unit = sheet.font(24, 700), sheet.font(19, 500), sheet.unit
    half = max(sheet.width(segment.label, font), sheet.width(second, small)) / 2 + 4 * unit
    high = (27 if second else 15) * unit
    ground = Polygon(closed(frame(each) for each in segment.corners)).buffer(0)
    middle = ground.representative_point()
    start = (middle.x, middle.y)
    places = [start, *(_on(start, 9 * unit * far, turn) for far in range(1, 6) for turn in _TURNS)]
    inside = [at for at in places if ground.covers(rectangle(*around(at, half, high)))] or [start]
    at = next((each for each in inside if sheet.free(around(each, half, high))), inside[0])
    sheet.take(around(at, half, high))
    up = 12 * unit if second else 0
    sheet.word(segment.label, (at[0], at[1] - up), font, INK, halo=WHITE)
    if second:
        sheet.word(second, (at[0], at[1] + up), small, INK, halo=WHITE)


def fill_segment(sheet: Sheet, ring: Sequence[Point], state: SegmentState, pod: float) -> None:
    """One piece of ground, here and in the legend."""
    canvas, unit = sheet.canvas, sheet.unit
    if state is SegmentState.FREE:
        canvas.shade(ring, WHITE, 0.45)
        canvas.line(ring, FAINT, 2.2 * unit)
    elif state is SegmentState.TAKEN:
        canvas.shade(ring, ORANGE, 0.14)
        canvas.hatch(ring, ORANGE, 3 * unit)
        canvas.line(ring, ORANGE, 4 * unit)
    else:
        canvas.shade(ring, GREEN, 0.18 + 0.5 * max(0.0, min(1.0, pod)))
        canvas.line(ring, GREEN, 4 * unit)


def draw_track(sheet: Sheet, frame: Frame, track: Track) -> None:
    """A way with a white edge; one point alone is no way."""
    points = [frame(each) for each in track.points]
    if len(points) > 1:
        sheet.canvas.line(points, WHITE, 8 * sheet.unit)
        sheet.canvas.line(points, PURPLE, 4.5 * sheet.unit)


def draw_ring(sheet: Sheet, frame: Frame, centre: Point, ring: Ring, order: int) -> None:
    """A circle, each of its own strokes; its label on it, where there is room."""
    radius = frame.pixels(ring.radius_m)
    points = [_on(centre, radius, turn * 2) for turn in range(181)]
    on, off = DASHES[min(order, len(DASHES) - 1)]
    if off:
        sheet.canvas.dashes(points, INK, 3.4 * sheet.unit, on=on * sheet.unit, off=off * sheet.unit)
    else:
        sheet.canvas.line(points, INK, 3.4 * sheet.unit)


def label_ring(sheet: Sheet, frame: Frame, centre: Point, ring: Ring) -> None:
    font, radius = sheet.font(24, 700), frame.pixels(ring.radius_m)
    half, high = sheet.width(ring.label, font) / 2 + 12 * sheet.unit, 19 * sheet.unit
    places = [_on(centre, radius, turn + more) for more in (0, 12, -12) for turn in _TURNS]
    shown = [at for at in places if frame.shows(at, inset=half)]
    if not shown:
        return
    at = min(shown, key=lambda each: sheet.overlaps(around(each, half, high)))
    box = around(at, half, high)
    sheet.take(box)
    sheet.canvas.box(box[:2], box[2:], WHITE, rounded=high)
    sheet.word(ring.label, (at[0], at[1] + 2 * sheet.unit), font, INK)


def draw_last_seen(sheet: Sheet, tip: Point) -> None:
    """A pin that stands on the place; nothing else on the map has its shape."""
    unit = sheet.unit * 0.85
    head = (tip[0], tip[1] - 46 * unit)
    for colour, grown in ((WHITE, 5.0), (RED, 0.0)):
        radius = (26 + grown) * unit
        sheet.canvas.polygon(
            [
                (head[0] - radius * 0.9, head[1] + radius * 0.42),
                (head[0] + radius * 0.9, head[1] + radius * 0.42),
                (tip[0], tip[1] + grown * unit),
            ],
            colour,
        )
        sheet.canvas.ellipse(head, (radius, radius), colour)
    sheet.canvas.ellipse(head, (10.5 * unit, 10.5 * unit), WHITE)
    sheet.take((tip[0] - 32 * unit, tip[1] - 78 * unit, tip[0] + 32 * unit, tip[1]))


def label_last_seen(sheet: Sheet, tip: Point, text: str) -> None:
    """What the pin means, under it, where no legend says so."""
    font, unit = sheet.font(27, 700), sheet.unit
    half, high = sheet.width(text, font) / 2 + 14 * unit, 21 * unit
    box = around((tip[0], tip[1] + 34 * unit), half, high)
    sheet.canvas.box(box[:2], box[2:], WHITE, rounded=high)
    sheet.word(text, (tip[0], tip[1] + 36 * unit), font, INK)
    sheet.take(box)


def draw_sightings(sheet: Sheet, frame: Frame, sightings: Sequence[Sighting]) -> None:
    """At their places, or beside them with a line to where another mark is already; an arrow for what is far."""
    near = [(each, at) for each in sightings if frame.shows(at := frame(each.at))]
    stands = [_stand(sheet, frame, at) for _, at in near]
    for (_, at), beside in zip(near, stands, strict=True):
        if beside != at:
            sheet.canvas.line([at, beside], INK, 3 * sheet.unit)
            sheet.canvas.ellipse(at, (6 * sheet.unit, 6 * sheet.unit), INK)
    for (sighting, _), beside in zip(near, stands, strict=True):
        draw_mark(sheet, beside, str(sighting.number), sighting.state)
    for sighting in sightings:
        if not frame.shows(at := frame(sighting.at)):
            _draw_far(sheet, frame, sighting, at)


def _stand(sheet: Sheet, frame: Frame, at: Point) -> Point:
    """Where its mark has room; it is taken up from now on."""
    step, half = 2.6 * MARK * sheet.unit, (MARK + 4) * sheet.unit
    places = [at, *(_on(at, step * far, turn) for far in (1, 2) for turn in _TURNS)]
    shown = [each for each in places if frame.shows(each, inset=half)] or [at]
    stands = next((each for each in shown if sheet.free(around(each, half, half))), shown[0])
    sheet.take(around(stands, half, half))
    return stands


def draw_mark(sheet: Sheet, at: Point, number: str, state: SightingState) -> None:
    """Confirmed: full; waiting: an open circle; doubted: an open diamond; dismissed: struck through."""
    canvas, unit = sheet.canvas, sheet.unit
    radius = MARK * unit
    colour: Colour = BLUE if state in {SightingState.CONFIRMED, SightingState.WAITING} else GREY
    full = state is SightingState.CONFIRMED
    if state is SightingState.DOUBTED:
        for fill, reach in ((WHITE, 1.55), (INK, 1.4), (WHITE, 1.15)):
            canvas.polygon([_on(at, radius * reach, turn) for turn in (0, 90, 180, 270)], fill)
        colour = INK
    else:
        for fill, reach in ((WHITE, 1.18), (colour, 1.0), (colour if full else WHITE, 0.8)):
            canvas.ellipse(at, (radius * reach, radius * reach), fill)
    if number:
        font = sheet.font(22 if len(number) < 3 else 16, 800)
        sheet.word(number, (at[0], at[1] + 2 * unit), font, WHITE if full else colour)
    if state is SightingState.DISMISSED:
        canvas.line([_on(at, radius, 225), _on(at, radius, 45)], GREY, 4 * unit)


def _draw_far(sheet: Sheet, frame: Frame, sighting: Sighting, at: Point) -> None:
    """At the edge of the map, with an arrow the way it lies."""
    left, top, right, bottom = frame.box
    middle = ((left + right) / 2, (top + bottom) / 2)
    inset = 62 * sheet.unit
    wide, high = at[0] - middle[0], at[1] - middle[1]
    share = min(
        ((right - left) / 2 - inset) / abs(wide) if wide else math.inf,
        ((bottom - top) / 2 - inset) / abs(high) if high else math.inf,
    )
    stands = (middle[0] + wide * share, middle[1] + high * share)
    turn = math.degrees(math.atan2(-high, wide))
    tip, back = _on(stands, 52 * sheet.unit, turn), 30 * sheet.unit
    sheet.canvas.polygon([tip, _on(stands, back, turn - 38), _on(stands, back, turn + 38)], INK)
    sheet.take(around(stands, 54 * sheet.unit, 54 * sheet.unit))
    draw_mark(sheet, stands, str(sighting.number), sighting.state)


def _on(centre: Point, radius: float, turn: float) -> Point:
    """A point on a circle, at so many degrees counted from the east towards the north."""
    angle = math.radians(turn)
    return centre[0] + radius * math.cos(angle), centre[1] - radius * math.sin(angle)
