"""The desk draws areas: a name, a pin, how far around; read back on the map before it counts; and takes them away."""

from dataclasses import dataclass
from typing import Any

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import StateFilter
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from alerts.distances import name_of
from clock.clocks import Now
from handlers import places
from handlers.buttons import Button, Named, Rows, in_rows
from handlers.menus import DESK, Menu
from handlers.talking import Talk
from handlers.unfinished import busy_besides, finish_first
from handlers.words import WORDS
from language.lengths import kilometres
from language.text import Sentence, cleaned
from models.areas import Area
from models.refusals import NotUnderstood, TooLong
from places.grounds import Circle
from places.points import Point
from services import drawn_areas
from services.drawn_areas import Dependents, Drawing
from services.house import House
from services.members import Known
from services.places import Place

PURPOSE = "draw-area"
RADII_KM = ("0.5", "1", "2", "3", "5", "10")
OUTSIDE = 0
"""As a parent: none."""


class Drawn(StatesGroup):
    name = State()
    radius = State()
    parent = State()


class DrawnAreas(CallbackData, prefix="drawn"):
    """What our staff have drawn."""


class Draw(CallbackData, prefix="draw"):
    """Draw an area."""


class Reach(CallbackData, prefix="draw-km"):
    """How far around the pin."""

    km: str


class Keep(CallbackData, prefix="draw-keep"):
    """Put it on the map, in this area."""

    parent_id: int


class Remove(CallbackData, prefix="draw-remove"):
    """Take it off the map; asked once more unless it is `sure`; `moving`: what hangs on it goes to what it lies in."""

    area_id: int
    sure: bool = False
    moving: bool = False


@dataclass(frozen=True)
class Draft:
    """What was said by now."""

    name_ar: str
    name_en: str
    lat: float = 0.0
    lon: float = 0.0
    km: float = 0.0

    @property
    def name(self) -> str:
        return self.name_ar or self.name_en

    def within(self, parent_id: int) -> Drawing:
        ground = Circle(Point(self.lat, self.lon), self.km * 1000)
        return Drawing(self.name_ar, self.name_en, ground, parent_id or None)


async def show_drawn(_: CallbackQuery, house: House, who: Known, talk: Talk) -> None:
    """Each with a button that takes it away."""
    found = await drawn_areas.drawn(house, member_id=who.id)
    lines = "\n".join(_line(each, talk) for each in found) or talk.say("drawn-none")
    rows: Rows = [[Named(_removing(each, talk), Remove(area_id=each.id or 0))] for each in found]
    back: Rows = [[Button("draw-area", Draw())], [Button("desk-back", Menu(to=DESK))]]
    await talk.replace("drawn-areas", lines=Sentence(lines), rows=[*rows, *back])


async def stop_drawing(_: CallbackQuery, house: House, who: Known, talk: Talk) -> None:
    await talk.state.clear()
    await show_drawn(_, house, who, talk)


def _line(area: Area, talk: Talk) -> Sentence:
    return talk.say("drawn-line", name=name_of(area, talk.say.language), km=_km((area.radius_m or 0) / 1000))


def _removing(area: Area, talk: Talk) -> str:
    return talk.say.plain("drawn-remove", name=name_of(area, talk.say.language))


async def ask_name(_: CallbackQuery, talk: Talk) -> None:
    await talk.ask(Drawn.name, "draw-name", rows=[[Button("draw-stop", DrawnAreas())]])


async def named(message: Message, talk: Talk) -> None:
    """The Arabic name; the English one in a second line, if they have it."""
    lines = [cleaned(line, limit=drawn_areas.NAME_LIMIT, lines=False) for line in (message.text or "").splitlines()]
    if any(line.cut for line in lines):
        raise TooLong(limit=drawn_areas.NAME_LIMIT, length=max(line.length for line in lines))
    names = [line.text for line in lines if line.text][:2]
    if not names:
        raise NotUnderstood()
    latin = [name for name in names if name.isascii()]
    arabic = [name for name in names if not name.isascii()]
    await talk.state.update_data(drawn=vars(Draft("".join(arabic[:1]), "".join(latin[:1]))))
    await places.ask(talk, PURPOSE, "draw-where", name=names[0])


async def place_known(place: Place, *, house: House, who: Known, talk: Talk, **_: object) -> None:
    """A circle needs a middle: the name of an area is not enough; and it lies where the organisation works."""
    if place.point is None:
        await places.ask(talk, PURPOSE, "draw-pin")
        return
    if not await drawn_areas.works_at(house, member_id=who.id, point=place.point):
        await places.ask(talk, PURPOSE, "draw-elsewhere")
        return
    await _keep(talk, lat=place.lat, lon=place.lon)
    rows = in_rows([Button("alerts-km", Reach(km=km), {"km": km}) for km in RADII_KM], width=3)
    await talk.ask(Drawn.radius, "draw-radius", rows=rows)


async def reach(_: CallbackQuery, callback_data: Reach, house: House, talk: Talk) -> None:
    await _take_reach(float(callback_data.km), house, talk)


async def type_reach(message: Message, house: House, talk: Talk) -> None:
    """Kilometres, or a length in words."""
    km = kilometres(message.text or "")
    if km is None:
        raise NotUnderstood()
    await _take_reach(km, house, talk)


async def _take_reach(km: float, house: House, talk: Talk) -> None:
    """Read back, on the map too."""
    drawn_areas.check_km(km)
    draft = await _keep(talk, km=km)
    parents = await drawn_areas.parents_at(house, Point(draft.lat, draft.lon))
    rows: Rows = [[_keeping(each, talk)] for each in parents] or [[Button("draw-keep", Keep(parent_id=OUTSIDE))]]
    around = talk.say.plain("draw-around", km=_km(km))
    await talk.bot.send_venue(talk.chat_id, draft.lat, draft.lon, title=draft.name, address=around)
    question = "draw-in-which" if parents else "draw-sure"
    back: Rows = [[Button("draw-again", Draw())], [Button("draw-stop", DrawnAreas())]]
    await talk.ask(Drawn.parent, question, rows=[*rows, *back], name=draft.name, km=_km(km))


def _keeping(parent: Area, talk: Talk) -> Named:
    words = talk.say.plain("draw-keep-in", area=name_of(parent, talk.say.language))
    return Named(words, Keep(parent_id=parent.id or OUTSIDE))


async def keep(
    _: CallbackQuery, callback_data: Keep, house: House, who: Known, talk: Talk, now: Now, once: str
) -> None:
    draft = await _keep(talk)
    drawing = draft.within(callback_data.parent_id)
    area = await drawn_areas.draw(house, drawing, member_id=who.id, made_by=once, now=now())
    undo = Remove(area_id=area.id or 0, sure=True)
    rows: Rows = [[Button("draw-undo", undo)], [Button("drawn-show", DrawnAreas())]]
    await talk.thank("draw-kept", rows=rows, name=draft.name)


async def ask_removing(_: CallbackQuery, callback_data: Remove, house: House, who: Known, talk: Talk) -> None:
    """Once more; and where people hear through it, through what they would hear instead."""
    found = await drawn_areas.dependents(house, area_id=callback_data.area_id, member_id=who.id)
    await _ask_removing(found, talk)


async def _ask_removing(found: Dependents, talk: Talk) -> None:
    name, number = name_of(found.area, talk.say.language), found.area.id or 0
    back: Rows = [[Button("drawn-leave", DrawnAreas())]]
    if found.free:
        rows: Rows = [[Button("drawn-remove-sure", Remove(area_id=number, sure=True))], *back]
        await talk.replace("drawn-remove-question", rows=rows, name=name)
        return
    facts: dict[str, Any] = {"name": name, "n": found.subscriptions, "others": found.others}
    if found.parent is None:
        await talk.replace("drawn-in-use-alone", rows=back, **facts)
        return
    parent = name_of(found.parent, talk.say.language)
    move = Button("drawn-move", Remove(area_id=number, sure=True, moving=True), {"parent": parent})
    await talk.replace("drawn-in-use", rows=[[move], *back], parent=parent, **facts)


async def remove(_: CallbackQuery, callback_data: Remove, house: House, who: Known, talk: Talk, now: Now) -> None:
    """Gone, unless somebody has come to hear through it meanwhile: that is asked."""
    about, moving = callback_data.area_id, callback_data.moving
    found = await drawn_areas.remove(house, area_id=about, member_id=who.id, moving=moving, now=now())
    if not found.free and not (moving and found.parent is not None):
        await _ask_removing(found, talk)
        return
    await talk.notice("drawn-removed", name=name_of(found.area, talk.say.language))
    await show_drawn(_, house, who, talk)


async def _keep(talk: Talk, **said: object) -> Draft:
    """The draft, with what was just said."""
    draft = {**(await talk.state.get_data()).get("drawn", vars(Draft("", ""))), **said}
    await talk.state.update_data(drawn=draft)
    return Draft(**draft)


def _km(km: float) -> str:
    return f"{km:g}"


def routes() -> Router:
    router = Router(name="desk-areas")
    router.message.filter(F.chat.type == ChatType.PRIVATE)
    router.callback_query.register(stop_drawing, DrawnAreas.filter(), StateFilter(Drawn))
    router.callback_query.register(show_drawn, DrawnAreas.filter())
    router.callback_query.register(finish_first, Draw.filter(), busy_besides(Drawn))
    router.callback_query.register(ask_name, Draw.filter())
    router.message.register(named, Drawn.name, WORDS)
    router.callback_query.register(reach, Drawn.radius, Reach.filter())
    router.message.register(type_reach, Drawn.radius, WORDS)
    router.callback_query.register(keep, Drawn.parent, Keep.filter())
    router.callback_query.register(ask_removing, Remove.filter(~F.sure))
    router.callback_query.register(remove, Remove.filter(F.sure))
    return router
