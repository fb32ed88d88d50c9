"""A report while it is being entered: what is known of it, and the question that comes next."""

from dataclasses import dataclass, replace
from typing import Any, Self

from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State, StatesGroup

from handlers import places
from handlers.buttons import AnyButton, Button, Named, Rows, in_rows
from handlers.places import in_words
from handlers.talking import Talk
from language.templates import Value
from language.text import Key
from models.refusals import NotUnderstood
from models.reports import DANGER
from models.rules import CategoryRule
from services import areas
from services.house import House
from services.intake import DRAFT
from services.places import Place
from services.reports import ReportDraft
from services.unfinished import REPORT, Kept

KEPT_AS = "report"
PURPOSE = "report"
"""The name under which a report asks for its place."""


class Reporting(StatesGroup):
    picture = State()
    category = State()
    words = State()
    summary = State()


class Kind(CallbackData, prefix="rk"):
    """This kind of report; the prefix is short because a code has up to 60 characters."""

    code: str


class Skip(CallbackData, prefix="report-skip"):
    """Go on without a picture, or without words."""

    what: str


class Finish(CallbackData, prefix="report"):
    """What a button of the summary does with the draft that began with an update."""

    act: str
    began: str


@dataclass(frozen=True)
class Draft:
    """What has been entered; a field that was asked for and skipped is empty and `…_asked`."""

    began: str
    picture_id: int | None = None
    picture_asked: bool = False
    place: Place | None = None
    category: str | None = None
    words: str = ""
    words_asked: bool = False
    recordings: tuple[int, ...] = ()
    """Whoever speaks is asked for nothing but the place; the desk writes down the rest."""
    again: int | None = None
    """The number of the report that is amended and sent again."""

    @property
    def missing(self) -> str:
        """What to ask next; empty when all of it is there."""
        spoken = bool(self.recordings)
        have = {
            "picture": self.picture_asked or spoken,
            "place": self.place is not None,
            "kind": self.category is not None or spoken,
            "words": self.words_asked or spoken,
        }
        return next((what for what, known in have.items() if not known), "")

    @property
    def something(self) -> bool:
        """Enough for the desk to begin with."""
        return bool(self.picture_id or self.recordings or self.words)

    @property
    def lacks(self) -> tuple[str, ...]:
        """What a reminder names."""
        silent = not self.recordings
        missing = {
            "place": self.place is None,
            "kind": self.category is None and silent,
            "words": not self.words and self.picture_id is None and silent,
        }
        return tuple(what for what, gone in missing.items() if gone)

    def as_json(self) -> dict[str, Any]:
        return {**vars(self), "place": self.place.as_json() if self.place else None}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        place = Place.from_json(kept["place"]) if kept["place"] else None
        return cls(**{**kept, "place": place, "recordings": tuple(kept.get("recordings", ()))})

    def kept(self) -> dict[str, Any]:
        """What could be lost of it; what is amended is a report already."""
        if self.again is not None:
            return {}
        shown = tuple(filter(None, (self.picture_id,)))
        return {DRAFT: Kept(REPORT, self.began, self.lacks, self.something, shown, self.recordings).as_json()}

    def finished(self, *, as_is: bool = False) -> ReportDraft:
        """For the service, which refuses what is missing; `as_is`: the desk completes it."""
        unsaid = as_is or (bool(self.recordings) and self.category is None)
        place = self.place or Place()
        return ReportDraft(self.category or "", place, self.words, self.picture_id, self.recordings, unsaid)


@dataclass(frozen=True)
class Entry:
    """A draft on its way: kept after each answer, then asked for what is still missing."""

    draft: Draft
    house: House
    talk: Talk

    async def keep(self, **answers: Any) -> "Entry":
        """The same with these answers, kept with the conversation."""
        kept = replace(self, draft=replace(self.draft, **answers))
        await self.talk.state.update_data({KEPT_AS: kept.draft.as_json()} | kept.draft.kept())
        return kept

    async def go_on(self, **answers: Any) -> None:
        """Keep these answers and ask what is still missing; with everything there, show the summary."""
        entry = await self.keep(**answers)
        await entry.ask(entry.draft.missing)

    async def ask(self, what: str) -> None:
        """Ask for one thing, or show the summary."""
        asking = {"picture": self._ask_picture, "place": self._ask_place, "kind": self.ask_kind}
        await {**asking, "words": self._ask_words}.get(what, self._show_summary)()

    async def _ask_picture(self) -> None:
        key = "report-picture-after-words" if self.draft.words and self.draft.missing else "report-picture"
        rows: Rows = [[Button("report-without-picture", Skip(what="picture"))], *self._besides()]
        await self.talk.ask(Reporting.picture, key, rows=rows)

    async def _ask_place(self) -> None:
        question = "report-where-spoken" if self.draft.recordings else "report-where"
        await places.ask(self.talk, PURPOSE, question, rows=self._besides(), words_do=True)

    async def ask_kind(self) -> None:
        kinds: list[AnyButton] = [
            Named(name_of(self.talk, each), Kind(code=each.code)) for each in self.house.rules.reports.categories
        ]
        await self.talk.ask(Reporting.category, "report-kind", rows=[*in_rows(kinds), *self._besides()])

    async def _ask_words(self) -> None:
        """They may be left out where there is a picture."""
        skip: Rows = [[Button("report-without-words", Skip(what="words"))]] if self.draft.picture_id else []
        await self.talk.ask(Reporting.words, "report-description", rows=[*skip, *self._unchanged()])

    async def _show_summary(self) -> None:
        """Everything entered, to be sent or amended; the emergency line first where it is dangerous."""
        draft, place = self.draft, self.draft.place or Place()
        facts: dict[str, Any] = {
            "category": category_name(self.house, self.talk, draft.category or ""),
            "place": await self._place_words(place),
            "picture": Key("report-has-picture" if draft.picture_id else "report-has-no-picture"),
            "words": self._said(),
        }
        key = "report-summary"
        if draft.category == DANGER:
            key = "report-summary-danger"
            facts["emergency"] = await areas.emergency(self.house, point=place.point, area_id=place.area_id)
        await self.talk.ask(Reporting.summary, key, rows=self._summary_rows(), **facts)

    def _said(self) -> Value:
        """What was written, and that something was spoken."""
        words, spoken = self.draft.words, self.draft.recordings
        if words and spoken:
            return self.talk.say("report-words-and-recording", words=words)
        return words or Key("report-has-recording" if spoken else "report-has-no-words")

    async def _place_words(self, place: Place) -> Value:
        named = await in_words(self.house, self.talk.say, place)
        if place.words and place.area_id is not None:
            return self.talk.say("report-place-with-words", place=named, words=place.words)
        return named

    def _summary_rows(self) -> Rows:
        rows = (("send",), ("picture", "place"), ("kind", "words"), ("drop",))
        return [
            [Button(f"report-summary-{act}", Finish(act=act, began=self.draft.began)) for act in row] for row in rows
        ]

    def _besides(self) -> Rows:
        """Under every question: sending it as it is, once there is something; while amending, a way back."""
        as_is = Button("draft-as-is", Finish(act="as-is", began=self.draft.began))
        offered = self.draft.something and self.draft.missing and self.draft.again is None
        return [*([[as_is]] if offered else []), *self._unchanged()]

    def _unchanged(self) -> Rows:
        """While amending: a way back to the summary."""
        back = Button("report-unchanged", Finish(act="keep", began=self.draft.began))
        return [] if self.draft.missing else [[back]]


async def entered(talk: Talk) -> Draft | None:
    """The draft of this conversation, where it is a report."""
    kept = (await talk.state.get_data()).get(KEPT_AS)
    return Draft.from_json(kept) if kept is not None else None


async def entry_of(house: House, talk: Talk) -> Entry:
    """The draft on its way; without one its steps are over, refused with NotUnderstood."""
    draft = await entered(talk)
    if draft is None:
        raise NotUnderstood()
    return Entry(draft, house, talk)


def category_name(house: House, talk: Talk, code: str) -> str:
    """What a kind of report is called; its code where config.yaml has dropped it."""
    if not code:
        return talk.say.plain("report-kind-unsaid")
    return next((name_of(talk, each) for each in house.rules.reports.categories if each.code == code), code)


def name_of(talk: Talk, rule: CategoryRule) -> str:
    return rule.ar if talk.say.language == "ar" else rule.en
