"""Reporting something broken: picture, place, kind, a few words, a summary to confirm; in whatever order they come."""

from dataclasses import replace
from typing import Any

from aiogram import Bot, F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command, StateFilter
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from clock.clocks import Now
from handlers import places
from handlers.buttons import Button, Rows
from handlers.menus import MISSING, ON, REPORT, Menu
from handlers.my_reports import Mine
from handlers.offers import OFFERED, caption_of
from handlers.pictures import PICTURE, sent_picture
from handlers.places import PINNED, Pin, Where, pin_of, sought
from handlers.recordings import SPOKEN, kept_recording
from handlers.report_drafts import PURPOSE, Draft, Entry, Finish, Kind, Reporting, Skip, entered, entry_of
from handlers.talking import Talk
from handlers.unfinished import busy_besides
from handlers.words import WORDS
from language.normaliser import normalised
from models.refusals import NotUnderstood
from models.reports import DANGER
from services import areas, pictures, reports, unfinished
from services.house import House
from services.intake import DRAFT
from services.members import Known
from services.places import Place
from services.report_steps import within_limit
from services.unfinished import Kept


class Anew(CallbackData, prefix="report-anew"):
    """Drop the unfinished report and begin another."""


async def ask_about_unfinished(_: Message | CallbackQuery, talk: Talk) -> None:
    """Nothing that was begun is dropped unasked."""
    rows: Rows = [[Button("menu-go-on", Menu(to=ON))], [Button("report-anew", Anew())], *_drop_row(await entered(talk))]
    await talk.tell("report-unfinished", rows=rows)


def _drop_row(draft: Draft | None) -> Rows:
    """What is no report has its own way out."""
    return [] if draft is None else [[Button("draft-drop", Finish(act="drop", began=draft.began))]]


async def begin(_: Message | CallbackQuery, house: House, who: Known, talk: Talk, once: str) -> None:
    """The emergency line first; then what is missing of what was sent already."""
    await _start(house, who, talk, once)


async def begin_anew(_: CallbackQuery, house: House, who: Known, talk: Talk, once: str, now: Now) -> None:
    await _forget(house, talk, now)
    await talk.state.clear()
    await _start(house, who, talk, once)


async def _start(house: House, who: Known, talk: Talk, once: str) -> None:
    offered: dict[str, Any] = (await talk.state.get_data()).get(OFFERED, {})
    picture_id, said = offered.get("picture_id"), offered.get("words", "")
    draft = Draft(once.rpartition(":")[2], picture_id, picture_id is not None, words=said, words_asked=bool(said))
    draft = replace(draft, recordings=tuple(offered.get("recordings", ())))
    await talk.state.set_data({})
    entry = await Entry(draft, house, talk).keep()
    if not draft.recordings:
        await talk.tell("report-first", emergency=await areas.emergency(house, member_id=who.id))
    if "pin" in offered:
        await places.take_pin(Pin(**offered["pin"]), PURPOSE, house=house, talk=talk, once=once, words_do=True)
    else:
        await entry.go_on()


async def picture(
    message: Message, bot: Bot, house: House, talk: Talk, now: Now, raw_state: str, album_rest: bool
) -> None:
    """Keep the picture at whatever step it comes; of an album the first one."""
    if album_rest:
        return
    entry = await entry_of(house, talk)
    said = await caption_of(message, talk) or entry.draft.words
    picture_id = await pictures.keep(house, await sent_picture(message, bot), now=now())
    entry = await entry.keep(picture_id=picture_id, picture_asked=True, words=said, words_asked=bool(said))
    if message.media_group_id is not None:
        await talk.tell("album-first-kept")
    if raw_state in {Reporting.picture.state, Reporting.summary.state}:
        await entry.go_on()
    else:
        await talk.tell("report-picture-kept")
        await talk.ask_again()


async def recording(message: Message, bot: Bot, house: House, talk: Talk, once: str, now: Now, raw_state: str) -> None:
    """Keep what they say at whatever step it comes; it takes the place of words and kind."""
    entry = await entry_of(house, talk)
    said = within_limit("\n".join(filter(None, (entry.draft.words, await caption_of(message, talk)))))
    number = await kept_recording(message, bot, house, once=once, now=now())
    entry = await entry.keep(recordings=(*entry.draft.recordings, number), words=said)
    if raw_state.startswith("Reporting:") and entry.draft.missing == "place":
        await entry.go_on()
        return
    await talk.tell("report-recording-kept")
    if raw_state.startswith("Reporting:"):
        await entry.go_on()
    else:
        await talk.ask_again()


async def pin(message: Message, house: House, talk: Talk, once: str) -> None:
    """A place at a step that asked for something else."""
    await places.take_pin(pin_of(message), PURPOSE, house=house, talk=talk, once=once, words_do=True)


async def place_known(place: Place, *, house: House, talk: Talk, **_: object) -> None:
    """The place is certain."""
    await (await entry_of(house, talk)).go_on(place=place)


async def words_before_picture(message: Message, house: House, talk: Talk) -> None:
    """They described it instead: kept, and the picture is still asked for."""
    entry = await entry_of(house, talk)
    entry = await entry.keep(words=within_limit(message.text or ""), words_asked=True)
    await entry.ask("picture")


async def kind_in_words(message: Message, house: House, talk: Talk) -> None:
    """The name of a kind; anything else describes it, if it was not described yet."""
    entry, text = await entry_of(house, talk), within_limit(message.text or "")
    code = _kind_named(house, text)
    if code is not None:
        await _take_kind(code, entry)
    elif entry.draft.words:
        raise NotUnderstood()
    else:
        await talk.tell("report-words-kept")
        await entry.go_on(words=text, words_asked=True)


async def kind(_: CallbackQuery, callback_data: Kind, house: House, talk: Talk) -> None:
    await _take_kind(callback_data.code, await entry_of(house, talk))


async def _take_kind(code: str, entry: Entry) -> None:
    """Where somebody may come to harm, whom to call comes before the next question."""
    place = entry.draft.place
    if code == DANGER and place is not None:
        number = await areas.emergency(entry.house, point=place.point, area_id=place.area_id)
        await entry.talk.tell("report-danger", emergency=number)
    await entry.go_on(category=code)


async def words(message: Message, house: House, talk: Talk) -> None:
    await (await entry_of(house, talk)).go_on(words=within_limit(message.text or ""), words_asked=True)


async def words_at_summary(_: Message, house: House, who: Known, talk: Talk) -> None:
    """No answer to anything; it may be somebody's cry about something else, so the number to call comes first."""
    number = await areas.emergency(house, member_id=who.id)
    await talk.tell("report-ready-words", emergency=number, rows=[[Button("menu-missing", Menu(to=MISSING))]])
    await talk.ask_again()


async def skip(_: CallbackQuery, callback_data: Skip, house: House, talk: Talk) -> None:
    """Without a picture, or without words where a picture speaks."""
    entry = await entry_of(house, talk)
    if callback_data.what == "picture":
        await entry.go_on(picture_id=None, picture_asked=True, words_asked=bool(entry.draft.words))
    else:
        await entry.go_on(words="", words_asked=True)


async def finish(
    _: CallbackQuery, callback_data: Finish, house: House, who: Known, talk: Talk, once: str, now: Now
) -> None:
    """A button of the summary, if it is this draft's: send it, drop it, ask one thing again, or leave it as it is."""
    entry = await entry_of(house, talk)
    if entry.draft.began != callback_data.began:
        await talk.notice("button-stale", alert=True)
    elif callback_data.act == "drop":
        await _forget(house, talk, now)
        await talk.thank("report-dropped")
    elif callback_data.act == "as-is":
        await _send_as_is(entry, who, once, now)
    elif callback_data.act == "send":
        await _send(entry, who, once, now)
    else:
        await entry.ask(callback_data.act)


async def _send_as_is(entry: Entry, who: Known, once: str, now: Now) -> None:
    """Send what there is; the desk completes it."""
    draft = entry.draft.finished(as_is=True)
    report = await reports.submit(entry.house, draft=draft, reporter=who, made_by=once, now=now())
    await entry.talk.thank("report-sent-as-is", number=report.id or 0)


async def _forget(house: House, talk: Talk, now: Now) -> None:
    """What was dropped is gone at once, pictures and recordings too."""
    kept = (await talk.state.get_data()).get(DRAFT)
    if kept is not None:
        await unfinished.drop(house, Kept.from_json(kept), now=now())


async def _send(entry: Entry, who: Known, once: str, now: Now) -> None:
    """Send what the summary shows; a limit leaves it where it is."""
    draft, talk = entry.draft, entry.talk
    about: dict[str, Any] = {"draft": draft.finished(), "reporter": who, "made_by": once, "now": now()}
    if draft.again is None:
        report = await reports.submit(entry.house, **about)
    else:
        report = await reports.send_again(entry.house, report_id=draft.again, **about)
    await talk.state.clear()
    number = report.id or 0
    rows: Rows = [[Button("button-report-mine-undo", Mine(act="undo", report_id=number))]]
    await talk.replace("report-sent", number=number, rows=rows)


def _kind_named(house: House, text: str) -> str | None:
    """The code of the kind of report a text names in either language."""
    said = normalised(text)
    found = (each.code for each in house.rules.reports.categories if said in {normalised(each.ar), normalised(each.en)})
    return next(found, None)


async def _for_report(_: Message, talk: Talk) -> bool:
    """Whether the place that is being asked for is a report's."""
    wanted = await sought(talk)
    return wanted is not None and wanted.purpose == PURPOSE


def routes() -> Router:
    router = Router(name="reports")
    router.message.filter(F.chat.type == ChatType.PRIVATE)
    router.message.register(ask_about_unfinished, Command("report"), busy_besides())
    router.callback_query.register(ask_about_unfinished, Menu.filter(F.to == REPORT), busy_besides())
    router.message.register(begin, Command("report"))
    router.callback_query.register(begin, Menu.filter(F.to == REPORT))
    router.callback_query.register(begin_anew, Anew.filter())
    _register_steps(router)
    return router


def _register_steps(router: Router) -> None:
    steps = StateFilter(Reporting.picture, Reporting.category, Reporting.words, Reporting.summary)
    router.message.register(picture, steps, PICTURE)
    router.message.register(picture, StateFilter(Where), PICTURE, _for_report)
    router.message.register(recording, steps, SPOKEN)
    router.message.register(recording, StateFilter(Where), SPOKEN, _for_report)
    router.message.register(pin, steps, PINNED)
    router.message.register(words_before_picture, Reporting.picture, WORDS)
    router.message.register(kind_in_words, Reporting.category, WORDS)
    router.message.register(words, Reporting.words, WORDS)
    router.message.register(words_at_summary, Reporting.summary, WORDS)
    router.callback_query.register(kind, Reporting.category, Kind.filter())
    router.callback_query.register(skip, StateFilter(Reporting.picture, Reporting.words), Skip.filter())
    router.callback_query.register(finish, StateFilter(Reporting, Where), Finish.filter())
