"""Times of the clock in words: «الساعة 8 مساءً», "5 pm", «الثامنة والنصف مساءً»; what is not said is never made up."""

import re
from dataclasses import dataclass
from datetime import time

MORNING = ("ص", "صباحا", "الصبح", "صبحا", "الفجر", "فجرا", "am", "a m", "in the morning", "morning")
EVENING = (
    "م", "مسا", "المسا", "ليلا", "بالليل", "في الليل", "الليل",
    "ظهرا", "الظهر", "عصرا", "العصر", "المغرب", "العشا",
    "pm", "p m", "in the evening", "evening", "at night", "night", "in the afternoon", "afternoon",
)  # fmt: skip
_HOURS = (
    "الواحده", "الثانيه", "الثالثه", "الرابعه", "الخامسه", "السادسه", "السابعه", "الثامنه", "التاسعه", "العاشره",
    "الحاديه عشره", "الثانيه عشره",
)  # fmt: skip
LAST_HOUR = 23
_PARTS = {"والنصف": 30, "ونصف": 30, "والربع": 15, "وربع": 15, "والثلث": 20, "وثلث": 20, "الا ربع": -15, "الا ثلث": -20}
_FIXED = {"منتصف الليل": time(0), "midnight": time(0), "منتصف النهار": time(12), "noon": time(12), "midday": time(12)}


def words(*of: str) -> str:
    """A pattern for any of these, the longest first, not inside another word."""
    return rf"(?<!\w){ending(*of)}"


def ending(*of: str) -> str:
    """The same, where letters may stand before it: «وخميس»."""
    return rf"(?:{'|'.join(sorted(of, key=len, reverse=True))})(?!\w)"


_HALF = rf"(?:(?P<morning>{words(*MORNING)})|(?P<evening>{words(*EVENING)}))"
_CLOCK = re.compile(
    rf"(?:(?P<fixed>{words(*_FIXED)})|(?:(?<!\w)و)?(?:(?P<named>{words(*_HOURS)})"
    rf"|(?<![\d:])(?P<hour>\d{{1,2}})(?::(?P<minute>[0-5]\d))?(?![\d:]))"
    rf"(?: o clock)?(?: (?P<part>{words(*_PARTS)}))?(?: {_HALF})?)"
)


@dataclass(frozen=True, slots=True)
class Clocks:
    """The times a text names, in its order, and the rest of the text; `unclear`: what lacks its half of the day."""

    times: tuple[time, ...]
    rest: str
    unclear: str = ""


def clocks_of(plain: str) -> Clocks:
    """The clocks in a text in one spelling (`clock.typed.spelt`): «6 و 9 مساء» are both in the evening."""
    found = list(_CLOCK.finditer(plain))
    times: list[time] = []
    rest = _CLOCK.sub(" ", plain)
    unclear: list[re.Match[str]] = []
    half: bool | None = None
    for each in reversed(found):
        if int(each["hour"] or 0) > LAST_HOUR:
            rest = f"{rest} {each[0]}"
            continue
        half = True if each["evening"] else False if each["morning"] else half
        at = _time(each, half)
        if at is None:
            unclear = [each, *unclear]
        else:
            times = [at, *times]
    asked = plain[unclear[0].start() : unclear[-1].end()].removeprefix("و").strip() if unclear else ""
    return Clocks(tuple(times), rest, asked)


def _time(found: re.Match[str], evening: bool | None) -> time | None:
    """None where the hour could be before noon as well as after."""
    if found["fixed"]:
        return _FIXED[found["fixed"]]
    hour = _HOURS.index(found["named"]) + 1 if found["named"] else int(found["hour"])
    minutes = 60 * hour + int(found["minute"] or 0) + _PARTS.get(found["part"] or "", 0)
    if hour > 12 or (found["hour"] or "").startswith("0"):
        return _clock(minutes)
    return None if evening is None else _clock(minutes % 720 + 720 * evening)


def _clock(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)
