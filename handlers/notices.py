"""Telling us that somebody is missing: the police first, then one question after the other, and a summary."""

from typing import Any

from aiogram import Bot, F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command, StateFilter
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from clock.clocks import Now
from handlers import places
from handlers.buttons import Button, Rows
from handlers.menus import MISSING, ON, Menu
from handlers.notice_drafts import PURPOSE, Amend, Finish, Notice, Telling, Told, notice_of, wait_for_more
from handlers.notice_reading import answered_by_post
from handlers.pictures import PICTURE, sent_picture
from handlers.places import PINNED, Where, pin_of, sought
from handlers.recordings import SPOKEN, kept_recording
from handlers.search_fields import Answer, Asker, chosen, typed, when_meant
from handlers.talking import Talk
from handlers.unfinished import busy_besides
from handlers.words import WORDS
from language.text import cleaned
from models.refusals import NotUnderstood
from models.searches import Search
from models.searches import Told as How
from places.points import Point
from services import areas, pictures, searches, unfinished
from services.house import House
from services.intake import DRAFT
from services.members import Known
from services.places import Place
from services.search_entries import LIMITS, Entry
from services.unfinished import Kept


class Anew(CallbackData, prefix="notice-anew"):
    """Drop what is unfinished and tell of a missing person."""


class Mine(CallbackData, prefix="notice"):
    """What the person who told us does with their notice: withdraw, and withdraw-now."""

    act: str
    search_id: int


async def ask_about_unfinished(_: Message | CallbackQuery, house: House, who: Known, talk: Talk) -> None:
    """Nothing that was begun is dropped unasked; the number to call comes first all the same."""
    rows: Rows = [[Button("notice-anew", Anew())], [Button("menu-go-on", Menu(to=ON))]]
    await talk.tell("notice-unfinished", emergency=await areas.emergency(house, member_id=who.id), rows=rows)


async def begin(_: Message | CallbackQuery, house: House, who: Known, talk: Talk, once: str, now: Now) -> None:
    """The police first; what was sent before it was asked for is kept."""
    offered: dict[str, Any] = (await talk.state.get_data()).get("offered", {})
    await talk.state.set_data({})
    asked = ("picture",) if offered.get("picture_id") else ()
    heard = tuple(offered.get("recordings", ()))
    told = Told(once.rpartition(":")[2], _offered(offered), asked, pin=offered.get("pin"), recordings=heard)
    notice = await Notice(told, house, talk, asker(house, who, talk, now)).keep()
    await talk.tell("notice-first", emergency=await areas.emergency(house, member_id=who.id))
    notice = await answered_by_post(notice, offered.get("words", ""))
    if heard or asked:
        await notice.offer_as_is()
    else:
        await notice.ask(notice.told.next)


async def begin_anew(query: CallbackQuery, house: House, who: Known, talk: Talk, once: str, now: Now) -> None:
    await _forget(house, talk, now)
    await talk.state.clear()
    await begin(query, house, who, talk, once, now)


def _offered(offered: dict[str, Any]) -> Entry:
    """A picture and words that came before; the words are kept with the marks, where the desk reads them."""
    words = cleaned(offered.get("words", ""), limit=LIMITS["marks"], lines=False).text
    return Entry(picture_id=offered.get("picture_id"), marks=words)


def asker(house: House, who: Known, talk: Talk, now: Now) -> Asker:
    return Asker(talk.say, talk.zone, now(), who.id, who.name, house.rules.searches)


async def answer_typed(message: Message, house: House, who: Known, talk: Talk, once: str, now: Now) -> None:
    """What was written answers the question that was asked, or goes beside what was spoken; a time is read back."""
    notice = await notice_of(house, talk, asker(house, who, talk, now))
    field, text = notice.told.asking, message.text or ""
    if field == "when":
        key, rows = when_meant(text, notice.asker, await _spot(notice))
        await talk.ask(Telling.answering, key, rows=rows)
        return
    if not field:
        await (await notice.beside(text)).offer_as_is()
        return
    await _take(notice, field, typed(field, text, notice.asker), once)


async def _spot(notice: Notice) -> Point | None:
    place = notice.told.entry.get("lkp") or Place()
    about: dict[str, Any] = {"member_id": notice.asker.member_id, "point": place.point, "area_id": place.area_id}
    return await areas.likely_spot(notice.house, **about)


async def answer_chosen(
    _: CallbackQuery, callback_data: Answer, house: House, who: Known, talk: Talk, once: str, now: Now
) -> None:
    """A button of the question that was asked; one of an earlier question changes nothing."""
    notice = await notice_of(house, talk, asker(house, who, talk, now))
    if callback_data.field != (notice.told.asking or notice.told.next):
        await talk.notice("button-stale", alert=True)
        return
    await _take(notice, callback_data.field, chosen(callback_data.field, callback_data.value, notice.asker), once)


async def _take(notice: Notice, field: str, entry: Entry, once: str) -> None:
    """Keep an answer and go on; one that stops the case goes to the desk at once, and the card says whom to call."""
    answered = await notice.answered(field, entry)
    if not answered.told.stopped:
        await answered.ask(answered.told.next)
        return
    await _send(answered, once)
    await notice.talk.thank("notice-stopped")


async def picture(message: Message, bot: Bot, house: House, who: Known, talk: Talk, now: Now, album_rest: bool) -> None:
    """Keep the picture at whatever step it comes; of an album the first one."""
    if album_rest:
        return
    notice = await notice_of(house, talk, asker(house, who, talk, now))
    picture_id = await pictures.keep(house, await sent_picture(message, bot), now=now())
    if message.media_group_id is not None:
        await talk.tell("album-first-kept")
    kept = await notice.answered("picture", Entry(picture_id=picture_id))
    if notice.told.asking == "picture":
        await kept.ask(kept.told.next)
    else:
        await talk.tell("notice-picture-kept")
        await talk.ask_again()


async def recording(
    message: Message, bot: Bot, house: House, who: Known, talk: Talk, once: str, now: Now, raw_state: str
) -> None:
    """Keep what they say at whatever step it comes; with nothing told yet it is enough."""
    notice = await notice_of(house, talk, asker(house, who, talk, now))
    number = await kept_recording(message, bot, house, once=once, now=now())
    told = notice.told
    kept = await notice.keep(recordings=(*told.recordings, number), entry=_with_caption(told.entry, message.caption))
    if not kept.told.asked and raw_state == Telling.answering.state:
        await kept.offer_as_is()
        return
    await talk.tell("notice-recording-kept")
    if raw_state == Telling.answering.state and kept.told.asking:
        await kept.ask(kept.told.asking)
    else:
        await talk.ask_again()


def _with_caption(entry: Entry, caption: str | None) -> Entry:
    """What was written under a sound or a film stands with the marks, as what came before anything was asked does."""
    words = " ".join(filter(None, (entry.get("marks"), caption)))
    return entry | Entry(marks=cleaned(words, limit=LIMITS["marks"], lines=False).text) if caption else entry


async def contact(message: Message, house: House, who: Known, talk: Talk, once: str, now: Now) -> None:
    """A contact sent as an answer to the question for a number."""
    notice = await notice_of(house, talk, asker(house, who, talk, now))
    if notice.told.asking != "phone" or message.contact is None:
        raise NotUnderstood()
    await _take(notice, "phone", typed("phone", message.contact.phone_number, notice.asker), once)


async def pin(message: Message, house: House, talk: Talk, once: str) -> None:
    """A place at a step that asked for something else."""
    await places.take_pin(pin_of(message), PURPOSE, house=house, talk=talk, once=once, words_do=True)


async def place_known(place: Place, *, house: House, who: Known, talk: Talk, now: Now) -> None:
    """The place is certain."""
    notice = await notice_of(house, talk, asker(house, who, talk, now))
    await notice.go_on("place", Entry(lkp=place))


async def finish(
    _: CallbackQuery, callback_data: Finish, house: House, who: Known, talk: Talk, once: str, now: Now
) -> None:
    """A button of the summary: send it, drop it, amend it, or leave it as it is."""
    notice = await _this_one(callback_data.began, await notice_of(house, talk, asker(house, who, talk, now)))
    if notice is None:
        return
    if callback_data.act == "send" and not notice.told.next:
        await _send(notice, once)
        await talk.thank("notice-sent")
    elif callback_data.act == "as-is" and notice.told.something:
        await _send_as_is(notice, once)
    elif callback_data.act == "drop":
        await _forget(house, talk, now)
        await talk.thank("notice-dropped")
    elif callback_data.act == "amend":
        await notice.ask_what_to_amend()
    else:
        await notice.ask(notice.told.next)


async def place_unknown(
    _: CallbackQuery, callback_data: Finish, house: House, who: Known, talk: Talk, now: Now
) -> None:
    notice = await _this_one(callback_data.began, await notice_of(house, talk, asker(house, who, talk, now)))
    if notice is not None:
        await notice.go_on("place", Entry(lkp=None))


async def amend(_: CallbackQuery, callback_data: Amend, house: House, who: Known, talk: Talk, now: Now) -> None:
    notice = await _this_one(callback_data.began, await notice_of(house, talk, asker(house, who, talk, now)))
    if notice is not None:
        await notice.ask(callback_data.field)


async def _this_one(began: str, notice: Notice) -> Notice | None:
    """None, and a word about it, where the button belongs to an earlier notice."""
    if notice.told.began == began:
        return notice
    await notice.talk.notice("button-stale", alert=True)
    return None


async def _send(notice: Notice, once: str, how: How = How.COMPLETE) -> Search:
    """Hand it to the desk; its card, which shows the name, comes as a delivery."""
    reporter = Entry(reporter_name=notice.asker.name)
    return await searches.notice(
        notice.house,
        member_id=notice.asker.member_id,
        made_by=once,
        now=notice.asker.now,
        told=how,
        heard=notice.told.recordings,
        **(reporter | notice.told.finished()),
    )


async def _send_as_is(notice: Notice, once: str) -> None:
    """Hand over what there is; what comes next, a number to call first of all, is added to it."""
    search = await _send(notice, once, How.AS_IS)
    await wait_for_more(notice.talk, search.id or 0, "notice-sent-as-is")


async def _forget(house: House, talk: Talk, now: Now) -> None:
    """What was dropped is gone at once, pictures and recordings too."""
    kept = (await talk.state.get_data()).get(DRAFT)
    if kept is not None:
        await unfinished.drop(house, Kept.from_json(kept), now=now())


async def ask_withdraw(_: CallbackQuery, callback_data: Mine, talk: Talk) -> None:
    sure = Mine(act="withdraw-now", search_id=callback_data.search_id)
    await talk.tell("notice-withdraw-sure", rows=[[Button("button-notice-withdraw", sure)]])


async def withdraw(_: CallbackQuery, callback_data: Mine, house: House, who: Known, talk: Talk, now: Now) -> None:
    await searches.withdraw_notice(house, search_id=callback_data.search_id, member_id=who.id, now=now())
    await talk.replace("notice-withdrawn")


async def _for_notice(_: Message, talk: Talk) -> bool:
    """Whether the place that is being asked for is a notice's."""
    wanted = await sought(talk)
    return wanted is not None and wanted.purpose == PURPOSE


def routes() -> Router:
    router = Router(name="notices")
    router.message.filter(F.chat.type == ChatType.PRIVATE)
    router.message.register(ask_about_unfinished, Command("missing"), busy_besides())
    router.callback_query.register(ask_about_unfinished, Menu.filter(F.to == MISSING), busy_besides())
    router.message.register(begin, Command("missing"))
    router.callback_query.register(begin, Menu.filter(F.to == MISSING))
    router.callback_query.register(begin_anew, Anew.filter())
    router.callback_query.register(ask_withdraw, Mine.filter(F.act == "withdraw"))
    router.callback_query.register(withdraw, Mine.filter(F.act == "withdraw-now"))
    _register_steps(router)
    return router


def _register_steps(router: Router) -> None:
    steps = StateFilter(Telling.answering, Telling.summary)
    router.message.register(picture, steps, PICTURE)
    router.message.register(picture, StateFilter(Where.asked, Where.choosing), PICTURE, _for_notice)
    router.message.register(recording, steps, SPOKEN)
    router.message.register(recording, StateFilter(Where.asked, Where.choosing), SPOKEN, _for_notice)
    router.message.register(contact, Telling.answering, F.contact)
    router.message.register(pin, steps, PINNED)
    router.message.register(answer_typed, Telling.answering, WORDS)
    router.callback_query.register(answer_chosen, Telling.answering, Answer.filter())
    finishing = StateFilter(Telling.answering, Telling.summary, Where.asked, Where.choosing)
    router.callback_query.register(place_unknown, finishing, Finish.filter(F.act == "nowhere"))
    router.callback_query.register(finish, finishing, Finish.filter())
    router.callback_query.register(amend, Telling.summary, Amend.filter())
