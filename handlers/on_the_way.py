"""What a volunteer who is on the way reads and may add: when, a car, what they can do; and that they are well.

Nothing of it has to be answered; each is a tap of its own, kept for the coordinators.
"""

from aiogram import F, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from alerts.distances import map_link
from clock.clocks import Now
from handlers.buttons import AnyButton, Button, Link, Named, Rows, in_rows
from handlers.drills import as_it_is
from handlers.places import in_words
from handlers.talking import Talk
from language.text import Sentence
from language.times import when
from models.rules import SkillRule
from services import areas, check_ins, daylight, meeting_points, responders
from services.house import House
from services.members import Known
from services.places import Place

MINUTES = (0, 30, 60)
"""Until they are there, as buttons."""
CHOSEN = "✓ "


class OnTheWay(CallbackData, prefix="way"):
    """What somebody who is out adds; `value` is minutes, 1 or 0, or which skill."""

    act: str
    search_id: int
    value: int = 0


class OfPartner(CallbackData, prefix="partner"):
    """A partner answers for a volunteer who did not."""

    act: str
    responder_id: int


async def brief(search_id: int, house: House, who: Known, talk: Talk, now: Now) -> None:
    """What to do and not to do out there, where to gather, the light and the heat; and the first question."""
    line = await areas.emergency(house, member_id=who.id)
    said = [await as_it_is(talk.say("find-coming", number=search_id, emergency=line), search_id, house, talk.say)]
    place = await meeting_points.meeting_place(house, search_id)
    if place is not None:
        said.append(talk.say("meeting-place", place=await in_words(house, talk.say, place)))
    light = await daylight.light_at(house, search_id=search_id, now=now())
    if light.dark:
        said.append(talk.say("light-dark"))
    elif light.sunset is not None:
        said.append(talk.say("light-sunset", when=when(talk.say, light.sunset, talk.zone, now())))
    if light.hot:
        said.append(talk.say("light-heat"))
    rules = house.rules.searches
    theirs = rules.instructions_ar if talk.say.language == "ar" else rules.instructions_en
    if theirs:
        said.append(talk.say("way-instructions", words=theirs))
    link = Link("button-meeting-map", map_link(*_point(place))) if place is not None else None
    times = [Button(f"way-in-{each}", OnTheWay(act="in", search_id=search_id, value=each)) for each in MINUTES]
    rows: Rows = [*([[link]] if link else []), times, *_always(search_id)]
    await talk.send(Sentence("\n".join([*said, talk.say("way-when")])), rows=rows)


def _point(place: Place) -> tuple[float, float]:
    return place.lat or 0.0, place.lon or 0.0


def _always(search_id: int) -> list[list[AnyButton]]:
    return [
        [Button("find-arrived", f"find:arrived:{search_id}")],
        [Button("button-find-back", f"find:back:{search_id}")],
    ]


async def arrives(_: CallbackQuery, callback_data: OnTheWay, house: House, who: Known, talk: Talk, now: Now) -> None:
    number, minutes = callback_data.search_id, callback_data.value
    await responders.arrives_in(house, search_id=number, member_id=who.id, minutes=minutes, now=now())
    await talk.notice("way-noted")
    cars = [Button(f"way-car-{each}", OnTheWay(act="car", search_id=number, value=each)) for each in (1, 0)]
    await talk.change_buttons([cars, *_always(number)])


async def by_car(_: CallbackQuery, callback_data: OnTheWay, house: House, who: Known, talk: Talk, now: Now) -> None:
    number, has_car = callback_data.search_id, callback_data.value == 1
    await responders.comes_by_car(house, search_id=number, member_id=who.id, has_car=has_car, now=now())
    await talk.notice("way-noted")
    await talk.change_buttons(_skills(house, talk, number, ()))


async def able(_: CallbackQuery, callback_data: OnTheWay, house: House, who: Known, talk: Talk) -> None:
    """A second tap takes it back."""
    known = house.rules.searches.skills
    if callback_data.value >= len(known):
        await talk.notice("button-stale", alert=True)
        return
    number, skill = callback_data.search_id, known[callback_data.value].code
    can = await responders.can(house, search_id=number, member_id=who.id, skill=skill)
    await talk.notice("way-noted")
    await talk.change_buttons(_skills(house, talk, number, can))


def _skills(house: House, talk: Talk, search_id: int, can: tuple[str, ...]) -> Rows:
    """A button for each skill this deployment asks after, those said marked."""
    known: list[AnyButton] = [
        Named(
            (CHOSEN if each.code in can else "") + skill_name(each, talk),
            OnTheWay(act="can", search_id=search_id, value=at),
        )
        for at, each in enumerate(house.rules.searches.skills)
    ]
    return [*in_rows(known), *_always(search_id)]


def skill_name(skill: SkillRule, talk: Talk) -> str:
    """In the language of whoever reads it."""
    return skill.ar if talk.say.language == "ar" else skill.en


async def still_out(_: CallbackQuery, callback_data: OnTheWay, house: House, who: Known, talk: Talk, now: Now) -> None:
    number, minutes = callback_data.search_id, callback_data.value
    await responders.stays(house, search_id=number, member_id=who.id, minutes=minutes, now=now())
    await talk.notice("way-stays")


async def of_partner(
    _: CallbackQuery, callback_data: OfPartner, house: House, who: Known, talk: Talk, now: Now
) -> None:
    well = callback_data.act == "well"
    asked = await check_ins.partner_says(
        house, responder_id=callback_data.responder_id, member_id=who.id, well=well, now=now()
    )
    if not asked:
        await talk.notice("check-settled", alert=True)
    elif well:
        await talk.notice("partner-well-noted", alert=True)
    else:
        number = await areas.emergency(house, member_id=who.id)
        await talk.notice("partner-lost-noted", alert=True, emergency=number)


def routes() -> Router:
    router = Router(name="on-the-way")
    router.callback_query.register(arrives, OnTheWay.filter((F.act == "in") & F.value.in_(set(MINUTES))))
    router.callback_query.register(by_car, OnTheWay.filter(F.act == "car"))
    router.callback_query.register(able, OnTheWay.filter(F.act == "can"))
    router.callback_query.register(still_out, OnTheWay.filter((F.act == "stay") & F.value.in_({60})))
    router.callback_query.register(of_partner, OfPartner.filter(F.act.in_({"well", "lost"})))
    return router
