"""What somebody went by: make, colour and plate, as the post says them."""

import re

from reading.cues import VEHICLE, after_cue, statement, through_commas
from reading.looks import COLOURS, with_colour_before
from reading.pages import Found, Page, led, particle, phrases

_MAKES = (
    "سيارة/سياره/موتر/جيب/دباب/دراجة/دراجه/سيكل/باص/حافلة/شاحنة/ونيت/وانيت/هايلكس/كامري/كورولا/يارس/"
    "لاندكروزر/لاند كروزر/برادو/تويوتا/هيونداي/هونداي/النترا/سوناتا/اكسنت/كيا/نيسان/صني/باترول/فورد/"
    "شفروليه/شفر/جمس/تاهو/يوكن/لكزس/مرسيدس/هوندا/اكورد/مازدا/ايسوزو/ميتسوبيشي/بي ام/كابريس/فورتشنر/ددسن",
    "car/suv/jeep/pickup/pick-up/truck/van/bus/motorbike/motorcycle/bicycle/bike/scooter/camry/corolla/"
    "yaris/land cruiser/hilux/toyota/hyundai/elantra/sonata/accent/kia/nissan/sunny/patrol/ford/"
    "chevrolet/gmc/tahoe/yukon/lexus/mercedes/honda/accord/mazda/sedan",
)
_PLATE = re.compile(
    rf"{led('لوحة/لوحتها/لوحه/رقم اللوحة/اللوحة/لوحات/plate/plates/license plate/plate number/number plate')}"
    r"[\s:=]*(?:رقم(?:ها)?|no|number|is)?[\s:=]*((?:[\w] ?){1,4}\d{1,4}(?!\d)|\d{1,4} ?(?:[^\W\d] ?){1,4}(?!\w))"
)
_MAKE = re.compile(led(*_MAKES))
_COLOUR = re.compile(led(*COLOURS))
_PASSING = re.compile(
    phrases(
        "صدمته سيارة/صدمتها سيارة/حادث سيارة/car accident/car park/bus stop/bus station/موقف سيارات/محطة باص/"
        "السيارات/hit by a car"
    )
)


def vehicle_of(page: Page) -> Found[str] | None:
    """The vehicle of a post; one that is only passed by is none."""
    plain = _PASSING.sub(lambda each: "#" * len(each[0]), page.plain)
    make = _MAKE.search(plain)
    plate = _PLATE.search(plain)
    if make is None and plate is None:
        return None
    first = min((each for each in (make, plate) if each is not None), key=lambda each: each.start())
    start = first.start() + particle(first[0], *_MAKES)
    start = with_colour_before(plain, start)
    end = _end(plain, start)
    if plate is not None and start <= plate.start() <= end + 12:
        end = max(end, plate.end())
    return statement(page, start, end)


def _end(plain: str, start: int) -> int:
    """Through commas, as long as colour, make or plate follow."""
    more = (_PLATE, _MAKE, _COLOUR)
    return through_commas(
        "vehicle", plain, _past_cue(plain, start), lambda part: any(each.search(part) for each in more)
    )


def _past_cue(plain: str, start: int) -> int:
    cue = re.compile(VEHICLE).match(plain, start)
    return after_cue(plain, cue.end()) if cue else start
