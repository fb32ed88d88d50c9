"""The map of a search: what matters is on it, nothing covers anything else, and no place on earth breaks it."""

import math

import pytest
from PIL import Image
from shapely import Polygon, to_wkb

from language.catalogues import load_catalogues
from models.areas import Area, AreaKind
from pictures import fonts
from pictures.canvas import Canvas
from pictures.lands import lands_around, middle_and_reach
from pictures.map_frames import LatLon, frame_of
from pictures.map_ink import BLUE, GREEN, ORANGE, PURPLE, RED, Sheet, meet
from pictures.map_marks import draw_last_seen, draw_segment, draw_sightings, label_segment
from pictures.maps import (
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
    draw_map,
    map_picture,
    map_png,
    map_words,
)
from places.areas import AreaIndex

PARK = (24.7136, 46.6753)
SIZE = (400, 400)


@pytest.fixture(scope="module")
def words() -> MapWords:
    return map_words(load_catalogues().voice("ar"), title="عملية البحث رقم 7")


def away(north: float, east: float, start: LatLon = PARK) -> LatLon:
    """So many metres from a place."""
    lat = start[0] + north / 111_194
    return lat, (start[1] + east / (111_194 * math.cos(math.radians(start[0]))) + 180) % 360 - 180


def square(north: float, east: float, side: float = 400) -> tuple[LatLon, ...]:
    return (
        away(north, east),
        away(north, east + side),
        away(north + side, east + side),
        away(north + side, east),
    )


def has(image: Image.Image, colour: tuple[int, int, int], *, near: int = 12) -> bool:
    colours = [each for _, each in image.convert("RGB").getcolors(image.width * image.height) or []]
    return any(max(abs(a - b) for a, b in zip(each, colour, strict=True)) <= near for each in colours)  # type: ignore[arg-type]


FULL = SearchMap(
    last_seen=PARK,
    rings=(Ring(500, "0.5 كم"), Ring(1300, "1.3 كم")),
    sightings=(Sighting(1, away(300, 700), SightingState.CONFIRMED), Sighting(2, away(310, 710))),
    segments=(
        Segment("1", square(-500, -500)),
        Segment("2", square(-500, 100), SegmentState.TAKEN),
        Segment("3", square(-1000, -500), SegmentState.SEARCHED, 0.63),
    ),
    tracks=(Track((away(-900, -400), away(-700, -200), away(-900, -150))),),
)


def test_every_layer_is_seen(words: MapWords) -> None:
    image = draw_map(FULL, words, size=SIZE)
    assert image.size == SIZE
    assert [has(image, colour) for colour in (RED, BLUE, ORANGE, GREEN, PURPLE)] == [True] * 5


def test_the_legend_names_only_what_is_there(words: MapWords) -> None:
    bare = draw_map(SearchMap(last_seen=PARK), words, size=SIZE)
    assert not has(bare, ORANGE)
    assert not has(bare, PURPLE)


def test_the_same_map_is_the_same_bytes(words: MapWords) -> None:
    assert map_png(FULL, words, size=(300, 300)) == map_png(FULL, words, size=(300, 300))
    assert map_picture(FULL, words, size=(300, 300)).jpeg[:2] == b"\xff\xd8"


@pytest.mark.parametrize("place", [(0.0, 179.9999), (0.0, -180.0), (89.9, 10.0), (-90.0, 0.0), PARK])
def test_a_place_alone_is_a_map_two_kilometres_across(place: LatLon, words: MapWords) -> None:
    frame = frame_of([(place, 0.0)], (0, 0, 1000, 1000))
    assert frame.metres_per_pixel == pytest.approx(2.0)
    assert frame(place) == pytest.approx((500, 500), abs=1)
    assert has(draw_map(SearchMap(last_seen=place), words, size=SIZE), RED)


def test_the_antimeridian_is_no_border() -> None:
    east, west = (0.0, 179.99), (0.0, -179.99)
    frame = frame_of([(east, 0.0), (west, 0.0)], (0, 0, 1000, 1000))
    assert frame.metres_per_pixel == pytest.approx(111_194 * 0.02 * 1.12 / 1000, rel=0.01)
    assert frame(east)[0] < 500 < frame(west)[0]


def test_a_kilometre_is_a_kilometre_in_both_directions() -> None:
    frame = frame_of([(PARK, 3000.0)], (0, 0, 1200, 800))
    (x, y), (right, _), (_, up) = frame(PARK), frame(away(0, 1000)), frame(away(1000, 0))
    assert right - x == pytest.approx(frame.pixels(1000), rel=0.002)
    assert y - up == pytest.approx(frame.pixels(1000), rel=0.002)


def test_a_sighting_in_another_country_does_not_shrink_the_map(words: MapWords) -> None:
    near = SearchMap(last_seen=PARK, rings=(Ring(1000, "1 كم"),))
    far = SearchMap(last_seen=PARK, rings=near.rings, sightings=(Sighting(9, away(0, 900_000)),))
    image = draw_map(far, words, size=SIZE)
    assert has(image, BLUE)  # its mark, at the edge
    reds = [
        sum(pixel == RED for pixel in draw_map(each, words, size=SIZE).get_flattened_data()) for each in (near, far)
    ]
    assert reds[1] == pytest.approx(reds[0], rel=0.5)  # the pin is as large as before


def test_marks_and_labels_do_not_cover_each_other(words: MapWords) -> None:
    sheet = Sheet(Canvas(800, 800, top=(250, 250, 250), bottom=(250, 250, 250)), 0.8, rtl=True)
    frame = frame_of([(PARK, 1200.0)], (0, 0, 800, 800))
    draw_last_seen(sheet, frame(PARK))
    draw_sightings(sheet, frame, [Sighting(number, away(100, 100 + number)) for number in range(1, 7)])
    for segment in FULL.segments:
        draw_segment(sheet, frame, segment)
        label_segment(sheet, frame, segment)
    boxes = sheet.taken
    assert len(boxes) == 1 + 6 + 3
    assert not any(meet(one, other) for at, one in enumerate(boxes) for other in boxes[:at])


def test_without_any_place_there_is_no_map(words: MapWords) -> None:
    with pytest.raises(NothingToDraw):
        draw_map(SearchMap(), words)
    with pytest.raises(NothingToDraw):
        draw_map(SearchMap(rings=(Ring(500, "0.5 كم"),)), words)


def test_outlines_alone_are_a_map(words: MapWords) -> None:
    land = Land("النسيم", (square(0, 0, 5000),), away(2500, 2500))
    assert draw_map(SearchMap(lands=(land,)), words, size=SIZE).size == SIZE


def test_a_drill_says_so_across_the_map(words: MapWords) -> None:
    real, drill = (SearchMap(last_seen=PARK, drill=drill) for drill in (False, True))
    assert draw_map(real, words, size=SIZE).tobytes() != draw_map(drill, words, size=SIZE).tobytes()


def test_without_libfribidi_nothing_is_drawn(words: MapWords, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "can_shape_arabic", lambda: False)
    with pytest.raises(fonts.NoArabicShaping):
        draw_map(SearchMap(last_seen=PARK), words, size=SIZE)


def test_lands_are_the_areas_that_reach_there_larger_ones_first() -> None:
    def area(number: int, kind: AreaKind, name: str, corners: tuple[LatLon, ...]) -> Area:
        shape = to_wkb(Polygon([(lon, lat) for lat, lon in corners]))
        return Area(id=number, code=name, kind=kind, name_ar=name, name_en=f"{name} en", shape=shape)

    index = AreaIndex(
        [
            area(1, AreaKind.DISTRICT, "here", square(-500, -500, 1000)),
            area(2, AreaKind.CITY, "city", square(-50_000, -50_000, 100_000)),
            area(3, AreaKind.DISTRICT, "far", square(20_000, 20_000, 1000)),
        ]
    )
    lands = lands_around(index, PARK, 2000, "ar")
    assert [land.name for land in lands] == ["city", "here"]
    city = lands[0]
    assert city.main
    reach = max(abs(lat - PARK[0]) * 111_194 for ring in city.rings for lat, _ in ring)
    assert reach == pytest.approx(8000, rel=0.01)  # cut off beyond any frame
    assert abs(city.middle[0] - PARK[0]) * 111_194 < 2000  # its name goes where it is seen


def test_the_middle_of_places_on_both_sides_of_the_antimeridian_lies_between_them() -> None:
    middle, reach = middle_and_reach([(0.0, 179.0), (0.0, -179.0)])
    assert abs(middle[1]) == pytest.approx(180)
    assert reach == pytest.approx(111_194, rel=0.01)
