"""The rings of a search as staff see them: how far each reaches, whom, and on what statistics; wider now, or no wider.

They are foreign statistics (`places.rings`): nothing of the kind is published for Arab cities or deserts; it is said.
"""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from clock.clocks import Now
from handlers.buttons import Button, Rows
from handlers.searches import AtSearch, EditField
from handlers.talking import Talk
from language.digits import decimal
from language.text import Key, Sentence
from language.voices import Say
from models.lost_people import Terrain
from places.rings import Row
from services import search_widening
from services.house import House
from services.members import Known
from services.search_grounds import SeenRings

_PLACES = ("first", "second", "third")


def ring_words(say: Say, seen: SeenRings, minutes: int) -> Sentence:
    """A line for each ring with how many it reaches, and everything that has to be said about such figures."""
    shown = [
        say(
            "search-ring",
            which=Key(f"search-ring-{_PLACES[at]}"),
            km=decimal(step.radius_m / 1000, 1),
            percent=step.percent,
            n=people,
        )
        for at, (step, people) in enumerate(seen.steps)
    ]
    lines = [say("search-rings-outside") if seen.outside else None, *shown, *_about(say, seen, minutes)]
    return Sentence("\n".join(each for each in lines if each))


def _about(say: Say, seen: SeenRings, minutes: int) -> list[Sentence | None]:
    chosen = seen.chosen
    if chosen is None:
        return [say("search-rings-unknown", km=decimal(seen.radius_m / 1000, 1))]
    unlike = say("search-rings-nearest", row=Key(f"search-ring-row-{chosen.row}")) if chosen.nearest else None
    other = Key(f"search-answer-terrain-{chosen.terrain}")
    by_clock = seen.next is not None and (seen.widen_at is not None or not seen.by_hand)
    small = chosen.row in {Row.CHILD_1_3, Row.CHILD_4_6} and chosen.terrain is Terrain.URBAN
    return [
        say("search-rings-small-child") if small else None,
        say("search-rings-little") if chosen.little else None,
        unlike,
        say("search-rings-other-terrain", terrain=other) if chosen.other_terrain else None,
        say("search-rings-by-hand") if seen.by_hand else None,
        say("search-rings-clock", minutes=minutes) if by_clock and seen.steps else None,
        say("search-rings-source"),
    ]


async def show(_: CallbackQuery, callback_data: AtSearch, house: House, who: Known, talk: Talk, now: Now) -> None:
    """What each ring means, and the ways to choose otherwise."""
    number = callback_data.search_id
    seen = await search_widening.see_rings(house, search_id=number, member_id=who.id, now=now())
    fields = ("area", "radius", "terrain", "lost-as", "ride")
    rows: Rows = [[Button(f"search-field-{each}", EditField(search_id=number, field=each))] for each in fields]
    if seen is None:
        await talk.tell("search-rings-no-place", number=number, rows=rows[:1])
        return
    title = talk.say("search-rings-title", number=number)
    words = ring_words(talk.say, seen, house.rules.searches.widen_minutes)
    await talk.send(Sentence(f"{title}\n{words}"), rows=rows)


async def widen(_: CallbackQuery, callback_data: AtSearch, house: House, who: Known, talk: Talk, now: Now) -> None:
    step = await search_widening.widen_now(house, search_id=callback_data.search_id, member_id=who.id, now=now())
    await talk.notice("search-widened", alert=True, km=decimal(step.radius_m / 1000, 1))


async def stop(_: CallbackQuery, callback_data: AtSearch, house: House, who: Known, talk: Talk, now: Now) -> None:
    await search_widening.stop_widening(house, search_id=callback_data.search_id, member_id=who.id, now=now())
    await talk.notice("search-widening-stopped", alert=True)


def routes() -> Router:
    router = Router(name="search-rings")
    router.callback_query.register(show, AtSearch.filter(F.act == "rings"))
    router.callback_query.register(widen, AtSearch.filter(F.act == "widen"))
    router.callback_query.register(stop, AtSearch.filter(F.act == "stop-widening"))
    return router
