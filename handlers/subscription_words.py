"""What somebody's alerts are called: where, about what, when."""

from clock.rules import EVERY_DAY, Weekly
from clock.schedule_phrases import INSTANT, ScheduleNotUnderstood, said
from clock.schedule_words import schedule_sentence
from clock.schedules import SHOWN, BadSchedule, Schedule
from handlers.group_words import kind_names, times_words
from handlers.places import in_words
from handlers.subscription_drafts import WishDraft
from language.text import Sentence, cleaned
from language.voices import Say
from places.points import Point, coarse
from services.house import House
from services.places import Place

EVENING = 17
"""The hour from which a digest is one of the evening."""


async def title(house: House, say: Say, draft: WishDraft) -> Sentence:
    """«تنبيهات حي النسيم», or how far around a place of which only the area is said."""
    if draft.lat is None or draft.lon is None:
        place = await in_words(house, say, Place(area_id=draft.area_id))
        return say("alerts-of-area", place=place)
    km = f"{draft.radius_km or 0:g}"
    near = draft.area_id or await _area_at(house, Point(draft.lat, draft.lon))
    if near is None:
        return say("alerts-of-circle-outside", km=km)
    return say("alerts-of-circle", km=km, place=await in_words(house, say, Place(area_id=near)))


async def line(house: House, say: Say, draft: WishDraft, *, number: int | None = None) -> Sentence:
    """All of it in one line, after a number or a dot."""
    facts = {"kinds": kind_names(house, say, draft.kinds), "times": times(say, draft)}
    alerts = await title(house, say, draft)
    if number is None:
        return say("alerts-line", alerts=alerts, **facts)
    return say("alerts-numbered", number=number, alerts=alerts, **facts)


def times(say: Say, draft: WishDraft) -> Sentence:
    return times_words(say, draft.frequency or "", while_search_open=False)


def own_times(text: str, *, instant: bool) -> str:
    """What somebody types about their own times: words or a written form; refuses with BadSchedule, HalfOfDayMissing.

    Hours of quiet and «ما دامت هناك عملية بحث» are said elsewhere, or by groups.
    """
    try:
        heard = said(text)
    except ScheduleNotUnderstood as unclear:
        raise BadSchedule(**unclear.facts) from None
    more = heard.while_search_open or heard.quiet is not None
    if more or not heard.frequency or (heard.frequency == INSTANT and not instant):
        raise BadSchedule(text=cleaned(text, limit=SHOWN, lines=False).text)
    return heard.frequency


def digest(say: Say, schedule: Schedule) -> Sentence:
    """«ملخّص المساء، كل يوم الساعة 8:00 م»; one that comes at another time is not called so."""
    rule = schedule.rule
    evening = isinstance(rule, Weekly) and rule.days == EVERY_DAY and rule.at.hour >= EVENING
    return say("alerts-digest-evening" if evening else "alerts-digest", schedule=schedule_sentence(say, schedule))


async def _area_at(house: House, point: Point) -> int | None:
    """The smallest area that holds a point; where its rounding may have crossed a border, what holds both sides."""
    index = await house.areas()
    smallest = next(iter(index.holding(point)), None)
    if smallest is None:
        return None
    sides = index.near_border(point, coarse(point).error_m, smallest.kind)
    return smallest.parent_id or smallest.id if sides else smallest.id
