"""What people type for a place, in the forms they use."""

import time

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.areas import Area, AreaKind
from places.areas import AreaIndex
from places.points import Point, distance_m
from places.typed import FoundAreas, FoundPoint, LooksSwapped, NeedsPin, NotAPlace, PinReason, read_place

calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

REGION, CITY, DISTRICT = AreaKind.REGION, AreaKind.CITY, AreaKind.DISTRICT


def area(number, kind, parent, name_ar, name_en, box=None):
    shape = shapely.to_wkb(shapely.box(*box)) if box else None
    return Area(
        id=number, code=f"a-{number}", kind=kind, parent_id=parent, name_ar=name_ar, name_en=name_en, shape=shape
    )


AREAS = AreaIndex(
    [
        area(1, REGION, None, "الرياض", "Riyadh", (43, 20, 48, 27)),
        area(2, REGION, None, "مكة المكرمة", "Makkah Al Mukarramah", (38.8, 19, 43, 23)),
        area(3, CITY, 1, "الرياض", "Riyadh", (46.4, 24.4, 47.1, 25.1)),
        area(4, CITY, 2, "جدة", "Jeddah", (39, 21.2, 39.4, 21.9)),
        area(5, DISTRICT, 3, "العليا", "Al Olaya"),
        area(6, DISTRICT, 4, "العليا", "Al Olaya"),
        area(7, DISTRICT, 3, "النسيم الغربي", "An Nasim Al Gharbi"),
        area(8, REGION, None, "المنطقة الشرقية", "Eastern"),
        area(9, CITY, 2, "مدينة الملك عبدالله", "King Abdullah City"),
    ]
)

RIYADH = (24.7136, 46.6753)
RIYADH_SECONDS = (24 + 42 / 60 + 49 / 3600, 46 + 40 / 60 + 31 / 3600)

COORDINATES = [
    ("24.7136, 46.6753", RIYADH),
    ("24.7136,46.6753", RIYADH),
    ("24.7136 46.6753", RIYADH),
    ("  24.7136   46.6753  ", RIYADH),
    ("24.7136; 46.6753", RIYADH),
    ("24.7136؛ 46.6753", RIYADH),
    ("24.7136، 46.6753", RIYADH),
    ("24.7136/46.6753", RIYADH),
    ("24.7136 | 46.6753", RIYADH),
    ("24.7136\n46.6753", RIYADH),
    ("(24.7136, 46.6753)", RIYADH),
    ("[24.7136, 46.6753]", RIYADH),
    ("24.7136, 46.6753.", RIYADH),
    ("+24.7136, +46.6753", RIYADH),
    ("+24.7136+046.6753/", RIYADH),
    ("٢٤٫٧١٣٦، ٤٦٫٦٧٥٣", RIYADH),
    ("٢٤.٧١٣٦ ٤٦.٦٧٥٣", RIYADH),
    ("٢٤٫٧١٣٦,٤٦٫٦٧٥٣", RIYADH),
    ("۲۴٫۷۱۳۶، ۴۶٫۶۷۵۳", RIYADH),
    ("24,7136; 46,6753", RIYADH),
    ("24,7136 46,6753", RIYADH),
    ("\u206824.7136\u2069, \u206846.6753\u2069", RIYADH),
    ("\u200f24.7136،\u00a046.6753\u200f", RIYADH),
    ("24.7136°, 46.6753°", RIYADH),
    ("24.7136° N, 46.6753° E", RIYADH),
    ("24.7136°N 46.6753°E", RIYADH),
    ("24.7136N46.6753E", RIYADH),
    ("N24.7136 E46.6753", RIYADH),
    ("N 24.7136, E 46.6753", RIYADH),
    ("n 24.7136 e 46.6753", RIYADH),
    ("46.6753 E, 24.7136 N", RIYADH),
    ("E46.6753 N24.7136", RIYADH),
    ("24.7136 N, 46.6753", RIYADH),
    ("24.7136 North, 46.6753 East", RIYADH),
    ("24.7136 ش، 46.6753 ق", RIYADH),
    ("٢٤٫٧١٣٦° ش ٤٦٫٦٧٥٣° ق", RIYADH),
    ("24.7136 شمالًا، 46.6753 شرقًا", RIYADH),
    ("46.6753 شرقا 24.7136 شمالا", RIYADH),
    ("lat: 24.7136, lon: 46.6753", RIYADH),
    ("lat=24.7136&lng=46.6753", RIYADH),
    ("Longitude 46.6753 Latitude 24.7136", RIYADH),
    ("خط العرض 24.7136 خط الطول 46.6753", RIYADH),
    ("خط الطول: 46.6753، خط العرض: 24.7136", RIYADH),
    ("lat 24.7136 N lon 46.6753 E", RIYADH),
    ("أنا عند 24.7136, 46.6753 بجانب المسجد", RIYADH),
    ("الموقع: 24.7136،46.6753", RIYADH),
    ("24.7136, 46.6753, 612", RIYADH),
    ("24°42'49\"N 46°40'31\"E", RIYADH_SECONDS),
    ("24°42′49″N, 46°40′31″E", RIYADH_SECONDS),
    ("24° 42’ 49” N 46° 40’ 31” E", RIYADH_SECONDS),
    ("24º42'49.0''N 46º40'31.0''E", RIYADH_SECONDS),
    ("N24°42'49\" E46°40'31\"", RIYADH_SECONDS),
    ("24 42 49 N 46 40 31 E", RIYADH_SECONDS),
    ("24:42:49N 46:40:31E", RIYADH_SECONDS),
    ("24°42'49\" 46°40'31\"", RIYADH_SECONDS),
    ("٢٤°٤٢'٤٩\" ش ٤٦°٤٠'٣١\" ق", RIYADH_SECONDS),
    ("24 درجة 42 دقيقة 49 ثانية شمالا، 46 درجة 40 دقيقة 31 ثانية شرقا", RIYADH_SECONDS),
    ("24° 42.816' N, 46° 40.518' E", RIYADH),
    ("24 42.816 N 46 40.518 E", RIYADH),
    ("24°42' N 46°40' E", (24.7, 46 + 40 / 60)),
    ("-33.8688, 151.2093", (-33.8688, 151.2093)),
    ("−33.8688, 151.2093", (-33.8688, 151.2093)),
    ("33.8688 S 151.2093 E", (-33.8688, 151.2093)),
    ("33.8688 ج 151.2093 ق", (-33.8688, 151.2093)),
    ("-0.5-91.5", (-0.5, -91.5)),
    ("0.5 ج، 91.5 غ", (-0.5, -91.5)),
    ("40.7128° N, 74.0060° W", (40.7128, -74.006)),
    ("0.0, 0.0", (0.0, 0.0)),
    ("90.0, 180.0", (90.0, 180.0)),
    ("48.85, 2.35", (48.85, 2.35)),
    ("46.6753 N, 24.7136 E", (46.6753, 24.7136)),
]

LINKS = [
    ("geo:24.7136,46.6753", RIYADH),
    ("geo:24.7136,46.6753;u=35", RIYADH),
    ("geo:24.7136,46.6753,612", RIYADH),
    ("geo:24.7136,46.6753?z=17", RIYADH),
    ("geo:0,0?q=24.7136,46.6753(مدرسة)", RIYADH),
    ("https://maps.google.com/?q=24.7136,46.6753", RIYADH),
    ("https://maps.google.com?q=24.7136%2C46.6753", RIYADH),
    ("maps.google.com/maps?q=loc:24.7136,46.6753", RIYADH),
    ("https://www.google.com/maps/@24.7136,46.6753,17z", RIYADH),
    ("https://www.google.com/maps?q=24.7136,46.6753&hl=ar", RIYADH),
    ("https://www.google.com.sa/maps/place/24.7136,46.6753", RIYADH),
    ("https://www.google.com/maps/search/24.7136,+46.6753?entry=tts", RIYADH),
    ("https://www.google.com/maps/search/?api=1&query=24.7136,46.6753", RIYADH),
    ("https://www.google.com/maps/dir/?api=1&destination=24.7136,46.6753", RIYADH),
    (
        "https://www.google.com/maps/place/Park/@24.9,46.9,17z/data=!3m1!4b1!4m6!3m5!1s0x3e:0x1!8m2!3d24.7136!4d46.6753",
        RIYADH,
    ),
    ("https://www.google.com/maps/place/24%C2%B042'49.0%22N+46%C2%B040'31.0%22E/@24.9,46.9,17z", RIYADH_SECONDS),
    ("https://maps.apple.com/?ll=24.7136,46.6753&q=Pin", RIYADH),
    ("https://maps.apple.com/place?coordinate=24.7136,46.6753&name=x", RIYADH),
    ("https://www.openstreetmap.org/#map=17/24.7136/46.6753", RIYADH),
    ("https://www.openstreetmap.org/?mlat=24.7136&mlon=46.6753#map=12/24.9/46.9", RIYADH),
    ("https://waze.com/ul?ll=24.7136,46.6753&navigate=yes", RIYADH),
    ("https://www.waze.com/live-map/directions?to=ll.24.7136%2C46.6753", RIYADH),
    ("هذا موقعي https://maps.google.com/?q=24.7136,46.6753 بسرعة", RIYADH),
    ("https://maps.google.com/?q=-33.8688,151.2093", (-33.8688, 151.2093)),
]


@pytest.mark.parametrize(("text", "where"), COORDINATES + LINKS)
def test_a_point_is_understood(text, where):
    found = read_place(text, AREAS)
    assert isinstance(found, FoundPoint), found
    assert distance_m(found.point, Point(*where)) < 1


SWAPPED = [
    ("46.6753, 24.7136", (46.6753, 24.7136), RIYADH),
    ("٤٦٫٦٧٥٣، ٢٤٫٧١٣٦", (46.6753, 24.7136), RIYADH),
    ("39.18, 21.49", (39.18, 21.49), (21.49, 39.18)),
    ("139.6917, 35.6895", None, (35.6895, 139.6917)),
]


@pytest.mark.parametrize(("text", "typed", "swapped"), SWAPPED)
def test_coordinates_that_only_make_sense_the_other_way_round_are_asked_about(text, typed, swapped):
    assert read_place(text, AREAS) == LooksSwapped(typed and Point(*typed), Point(*swapped))


NEEDS_PIN = [
    ("https://goo.gl/maps/abc123", PinReason.SHORT_LINK),
    ("https://maps.app.goo.gl/Zx9?g_st=ic", PinReason.SHORT_LINK),
    ("maps.app.goo.gl/Zx9", PinReason.SHORT_LINK),
    ("البيت هنا https://maps.app.goo.gl/Zx9", PinReason.SHORT_LINK),
    ("https://osm.org/go/x7l", PinReason.SHORT_LINK),
    ("https://maps.apple/p/abc", PinReason.SHORT_LINK),
    ("https://w3w.co/a.b.c", PinReason.THREE_WORDS),
    ("https://www.google.com/maps/place/Riyadh+Park", PinReason.LINK_WITHOUT_POINT),
    ("https://maps.google.com/", PinReason.LINK_WITHOUT_POINT),
    ("geo:0,0?q=Riyadh", PinReason.LINK_WITHOUT_POINT),
    ("RRRD2929", PinReason.NATIONAL_ADDRESS),
    ("rrrd2929", PinReason.NATIONAL_ADDRESS),
    ("RRRD 2929", PinReason.NATIONAL_ADDRESS),
    ("RRRD٢٩٢٩", PinReason.NATIONAL_ADDRESS),
    ("العنوان الوطني RRRD2929", PinReason.NATIONAL_ADDRESS),
    ("PM7G+5X", PinReason.PLUS_CODE),
    ("عند بيت خالتي", PinReason.LANDMARK),
    ("كيلو ١٤", PinReason.ROAD),
    ("38R PN 69442 33865", PinReason.GRID_REFERENCE),
    ("95.5, 200.1", PinReason.NOT_ON_EARTH),
    ("24.7 N, 200.1 E", PinReason.NOT_ON_EARTH),
    ("geo:95.5,46.6", PinReason.NOT_ON_EARTH),
    ("https://maps.google.com/?q=95.5,46.6", PinReason.NOT_ON_EARTH),
    ("24, 46", PinReason.WHOLE_DEGREES),
    ("24,46", PinReason.WHOLE_DEGREES),
    ("24 N 46 E", PinReason.WHOLE_DEGREES),
    ("24° ش 46° ق", PinReason.WHOLE_DEGREES),
]


@pytest.mark.parametrize(("text", "reason"), NEEDS_PIN)
def test_what_cannot_be_found_from_words_asks_for_a_pin_and_says_why(text, reason):
    found = read_place(text, AREAS)
    assert isinstance(found, NeedsPin), found
    assert found.reason is reason


NAMES = [
    ("جدة", [4]),
    ("جده", [4]),
    ("Jeddah", [4]),
    ("JEDDAH ", [4]),
    ("الرياض", [1, 3]),
    ("الرِّيَاض", [1, 3]),
    ("رياض", [1, 3]),
    ("منطقة الرياض", [1]),
    ("مدينة الرياض", [3]),
    ("Riyadh region", [1]),
    ("Riyadh City", [3]),
    ("العليا", [5, 6]),
    ("حي العليا", [5, 6]),
    ("العليا، الرياض", [5]),
    ("حي العليا - جدة", [6]),
    ("الرياض، العليا", [5]),
    ("العليا في جدة", [6]),
    ("حي العليا مدينة جدة", [6]),
    ("العليا الرياض", [5]),
    ("Olaya, Riyadh", [5]),
    ("Al-Olaya Riyadh", [5]),
    ("Nasim Gharbi", [7]),
    ("العليا، جدة، مكة المكرمة", [6]),
    ("النسيم الغربي", [7]),
    ("حي النسيم الغربى", [7]),
    ("النسيم الغربي الرياض", [7]),
    ("الشرقية", [8]),
    ("المنطقة الشرقية", [8]),
    ("Eastern Province", [8]),
    ("مدينة الملك عبدالله", [9]),
]


@pytest.mark.parametrize(("text", "ids"), NAMES)
def test_a_name_gives_its_areas_and_several_are_asked_about(text, ids):
    found = read_place(text, AREAS)
    assert isinstance(found, FoundAreas), found
    assert [area.id for area in found.areas] == ids


NOTHING = [
    "",
    "   ",
    "👍",
    "حي",
    "0501234567",
    "12 5",
    "24.7136",
    "24.7 N 46.6 N",
    "https://example.com/page",
    "1,500 2,300",
    "24 75 10 N 46 40 31 E",
    "http://[",
    "x" * 10_000,
    "1" * 10_000,
    "ش ق ج غ",
    "طفل عمره 6 سنوات خرج الساعة 4.40",
]


@pytest.mark.parametrize("text", NOTHING)
def test_what_names_no_place_is_not_taken_for_one(text):
    assert read_place(text, AREAS) == NotAPlace()


def test_without_areas_coordinates_are_taken_as_typed():
    assert read_place("46.6753, 24.7136", AreaIndex([])) == FoundPoint(Point(46.6753, 24.7136))


@calm
@given(st.text(max_size=200))
def test_any_text_gets_an_answer(text):
    assert read_place(text, AREAS) is not None


@calm
@given(st.text(alphabet="0123456789.,°'\" -+NSEWشقجغ؛،/:", max_size=60))
def test_anything_like_coordinates_gets_an_answer(text):
    assert read_place(text, AREAS) is not None


@calm
@given(st.builds(Point, st.floats(-90, 90), st.floats(-180, 180)))
def test_coordinates_written_with_six_decimals_and_directions_come_back(point):
    lat, lon = (
        f"{abs(point.lat):.6f}{'N' if point.lat >= 0 else 'S'}",
        f"{abs(point.lon):.6f}{'E' if point.lon >= 0 else 'W'}",
    )
    found = read_place(f"{lon} {lat}", AREAS)
    assert isinstance(found, FoundPoint)
    assert distance_m(found.point, point) < 1


def test_where_two_names_disagree_the_one_that_fewest_places_have_comes_first():
    found = read_place("العليا بمدينة الملك عبدالله", AREAS)
    assert isinstance(found, FoundAreas)
    assert found.guessed
    assert [area.id for area in found.areas] == [9, 5, 6]


def test_a_name_behind_a_preposition_is_the_larger_place_before_the_village_that_is_spelt_so():
    village = [area(10, CITY, 1, "بجدة", "Bijdah"), area(11, DISTRICT, 4, "الصفا", "As Safa")]
    index = AreaIndex([area(2, REGION, None, "مكة", "Makkah"), area(4, CITY, 2, "جدة", "Jeddah"), *village])
    for text in ("بجدة", "احنا بجدة"):
        found = read_place(text, index)
        assert isinstance(found, FoundAreas)
        assert {area.id for area in found.areas} == {4, 10}
    assert read_place("بجدة حي الصفا", index) == FoundAreas((index.area(11),))


@pytest.mark.parametrize(
    "text",
    [
        *("24 " * 5_000, "24.7136 N " * 1_000, "https://maps.google.com/" * 500, "العليا " * 1_000, "N" * 9_000),
        *("7ay el 3olaya " * 14, "a3" * 100, "3a" * 1_000, "ا" * 2_000, "RRRD-" * 400, "ABCD 1" * 330),
    ],
)
def test_long_nonsense_is_answered_at_once(text):
    begun = time.process_time()
    read_place(text, AREAS)
    assert time.process_time() - begun < 2
