"""A notice while it is being told: what is known of the missing person, and the question that comes next."""

from dataclasses import dataclass, replace
from typing import Any, Self

from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State, StatesGroup

from formats.search_drafts import ADULT_FROM
from handlers import places
from handlers.buttons import Button, Rows, in_rows
from handlers.places import Pin, in_words
from handlers.search_fields import Asker, choices
from handlers.talking import Talk
from language.templates import Value
from language.text import Key
from language.times import when
from models.refusals import NotUnderstood
from services import areas
from services.house import House
from services.intake import DRAFT
from services.places import Place
from services.search_entries import LIMITS, Entry, as_json, entry_from, line
from services.unfinished import NOTICE, Kept, finished

KEPT_AS = "notice"
PURPOSE = "notice"
"""The name under which a notice asks for its place."""

STEPS = (
    "age", "custody", "protection-order", "left-by-choice", "vulnerable", "name", "sex", "when", "place", "clothing",
    "picture", "police", "relation", "phone", "consent",
)  # fmt: skip
"""The questions in their order: what could stop the case comes before anybody is named."""
OF_GROWN_PEOPLE = frozenset({"left-by-choice", "vulnerable"})
AMENDED = tuple(step for step in STEPS if step not in {"custody", "protection-order", *OF_GROWN_PEOPLE})
"""What can be changed in the summary; a gate is answered once."""


class Telling(StatesGroup):
    answering = State()
    summary = State()


class TellingMore(StatesGroup):
    """The notice is with the desk; whatever comes belongs to it."""

    what = State()


class Done(CallbackData, prefix="notice-add-done"):
    """There is nothing to add."""


class Finish(CallbackData, prefix="notice-do"):
    """What a button of the summary does with the notice that began with an update."""

    act: str
    began: str


class Amend(CallbackData, prefix="notice-amend"):
    """Ask for this once more."""

    field: str
    began: str


@dataclass(frozen=True)
class Told:
    """What has been told so far; `asked` are the questions answered, if only with "not known"."""

    began: str
    entry: Entry
    asked: tuple[str, ...] = ()
    asking: str = ""
    """What is being asked for."""
    pin: dict[str, Any] | None = None
    """A place that was sent before it was asked for."""
    recordings: tuple[int, ...] = ()

    @property
    def next(self) -> str:
        """What to ask next; empty when all of it is there."""
        return next((step for step in STEPS if step not in self.asked and self._concerns(step)), "")

    @property
    def something(self) -> bool:
        """Enough for the desk to begin with."""
        said = ("subject_name", "lkp", "picture_id", "marks", "clothing")
        return bool(self.recordings or any(self.entry.get(name) for name in said))

    def kept(self) -> dict[str, Any]:
        """What could be lost of it."""
        shown = tuple(filter(None, (self.entry.get("picture_id"),)))
        kept = Kept(NOTICE, self.began, something=self.something, pictures=shown, recordings=self.recordings)
        return {DRAFT: kept.as_json()}

    @property
    def stopped(self) -> bool:
        """Whether an answer stops the case."""
        gates = ("custody", "protection_order", "left_by_choice")
        return any(self.entry.get(gate) for gate in gates) or self.entry.get("vulnerable") is False

    def _concerns(self, step: str) -> bool:
        age = self.entry.get("subject_age")
        return step not in OF_GROWN_PEOPLE or age is None or age >= ADULT_FROM

    def as_json(self) -> dict[str, Any]:
        return {**vars(self), "entry": as_json(self.entry)}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        lists = ("asked", "recordings") if "recordings" in kept else ("asked",)
        return cls(**{**kept, "entry": entry_from(kept["entry"]), **{name: tuple(kept[name]) for name in lists}})

    def finished(self) -> Entry:
        """For the service."""
        return finished(self.entry)


@dataclass(frozen=True)
class Notice:
    """A notice on its way: kept after each answer, then asked for what is still missing."""

    told: Told
    house: House
    talk: Talk
    asker: Asker

    async def keep(self, **changes: Any) -> "Notice":
        """The same with these changes, kept with the conversation."""
        told = replace(self.told, **changes)
        await self.talk.state.update_data({KEPT_AS: told.as_json()} | told.kept())
        return replace(self, told=told)

    async def answered(self, field: str, entry: Entry) -> "Notice":
        """The same with this question answered, kept with the conversation."""
        asked = tuple(dict.fromkeys([*self.told.asked, field]))
        return await self.keep(entry=self.told.entry | entry, asked=asked)

    async def go_on(self, field: str, entry: Entry) -> None:
        """Keep an answer and ask what comes next; with everything there, show the summary."""
        kept = await self.answered(field, entry)
        await kept.ask(kept.told.next)

    async def ask(self, field: str) -> None:
        """Ask for one thing, or show the summary."""
        if not field:
            await self._show_summary()
            return
        asking = await self.keep(asking=field)
        if field == "place":
            await asking._ask_place()
            return
        rows = [*choices(field, self.talk.say), *self._besides()]
        await self.talk.ask(Telling.answering, f"search-question-{field}", rows=rows, **self._facts(field))

    async def _ask_place(self) -> None:
        pin, told = self.told.pin, self.told
        if pin is not None:
            await self.keep(pin=None)
            await places.take_pin(Pin(**pin), PURPOSE, house=self.house, talk=self.talk, once=told.began, words_do=True)
            return
        rows = [[Button("search-answer-place-unknown", Finish(act="nowhere", began=told.began))], *self._besides()]
        await places.ask(self.talk, PURPOSE, "search-question-place", rows=rows, words_do=True)

    async def _show_summary(self) -> None:
        """Everything told but the name, which stands in the person's own messages; to be sent or amended."""
        entry, say = self.told.entry, self.talk.say
        number = await areas.emergency(self.house, **_where(entry))
        seen_at, age = entry.get("lkp_at"), entry.get("subject_age")
        facts: dict[str, Any] = {
            "name": Key("notice-given" if entry.get("subject_name") else "notice-not-given"),
            "age": Key("search-age-unknown") if age is None else say("search-age", n=age),
            "when": when(say, seen_at, self.talk.zone, self.asker.now) if seen_at else Key("notice-not-given"),
            "place": await self._place(entry),
            "clothing": entry.get("clothing") or Key("notice-not-given"),
            "picture": Key("notice-given" if entry.get("picture_id") else "notice-not-given"),
            "police": entry.get("police_number") or Key("notice-not-given"),
            "consent": Key("notice-given" if entry.get("consent_by") else "notice-not-given"),
        }
        await self.talk.ask(Telling.summary, "notice-summary", rows=self._summary_rows(), emergency=number, **facts)

    async def ask_what_to_amend(self) -> None:
        began = self.told.began
        buttons = [Button(f"search-field-{field}", Amend(field=field, began=began)) for field in AMENDED]
        rows: Rows = [*in_rows(buttons), [Button("notice-unchanged", Finish(act="keep", began=began))]]
        await self.talk.ask(Telling.summary, "notice-amend-what", rows=rows)

    async def _place(self, entry: Entry) -> Value:
        place = entry.get("lkp")
        return await in_words(self.house, self.talk.say, place) if place else Key("notice-not-given")

    def _facts(self, field: str) -> dict[str, Any]:
        return {"text": self.talk.say("search-consent-text")} if field == "consent" else {}

    def _summary_rows(self) -> Rows:
        return [[Button(f"notice-{act}", Finish(act=act, began=self.told.began))] for act in ("send", "amend", "drop")]

    async def beside(self, words: str) -> "Notice":
        """The same with words beside what was spoken, kept where the desk reads them; refuses with TooLong."""
        both = "، ".join(filter(None, (self.told.entry.get("marks"), words)))
        return await self.keep(entry=self.told.entry | Entry(marks=line(both, LIMITS["marks"])))

    async def offer_as_is(self) -> None:
        """A voice or a picture is enough: to be sent at once, or after the questions; none of them is asked yet."""
        await self.keep(asking="")
        began = self.told.began
        acts = (("notice-as-is", "as-is"), ("notice-questions", "keep"))
        rows = [[Button(key, Finish(act=act, began=began))] for key, act in acts]
        await self.talk.ask(Telling.answering, "notice-spoken", rows=rows)

    def _besides(self) -> Rows:
        """Under every question: sending what there is; while amending, a way back to the summary."""
        as_is = Button("notice-as-is", Finish(act="as-is", began=self.told.began))
        return [*([[as_is]] if self.told.something and self.told.next else []), *self._unchanged()]

    def _unchanged(self) -> Rows:
        """While amending: a way back to the summary."""
        back = Button("notice-unchanged", Finish(act="keep", began=self.told.began))
        return [] if self.told.next else [[back]]


def _where(entry: Entry) -> dict[str, Any]:
    place = entry.get("lkp") or Place()
    return {"point": place.point, "area_id": place.area_id}


async def notice_of(house: House, talk: Talk, asker: Asker) -> Notice:
    """The notice of this conversation; without one its steps are over, refused with NotUnderstood."""
    kept = (await talk.state.get_data()).get(KEPT_AS)
    if kept is None:
        raise NotUnderstood()
    return Notice(Told.from_json(kept), house, talk, asker)


async def wait_for_more(talk: Talk, search_id: int, key: str) -> None:
    """Whatever they send now is added to the notice they sent."""
    await talk.state.set_data({"adding_to": search_id})
    await talk.ask(TellingMore.what, key, rows=[[Button("notice-add-done", Done())]])
