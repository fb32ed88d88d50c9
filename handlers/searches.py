"""What the desk does with a case: starting one, its fields one by one, asking for approval, stopping it."""

from aiogram import Bot, F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from clock.clocks import Now
from handlers import places
from handlers.buttons import Button, Named, Rows, in_rows
from handlers.notices import asker
from handlers.pictures import PICTURE, sent_picture
from handlers.search_fields import GATES, Answer, Asker, choices, chosen, typed, when_meant
from handlers.talking import Talk
from handlers.unfinished import busy_besides, finish_first
from handlers.words import WORDS
from models.refusals import NotUnderstood
from models.search_rules import missing
from models.searches import Search, SearchState, StopReason
from services import areas, pictures, search_publishing, search_updates, searches
from services.house import House
from services.members import Known
from services.places import Place
from services.search_entries import Entry
from services.search_gates import emergency_of

PLACE, AREA = "search-place", "search-area"
"""The names under which a case asks for its last known place and for its audience."""

OPEN_FIELDS = ("when", "place", "clothing", "marks", "vehicle", "radius", "area", "terrain", "lost-as", "ride")
IDENTITY_FIELDS = ("name", "age", "sex", "picture", "police", "station")
"""Corrected by a second person only, once a search is out."""
DRAFT_FIELDS = (
    "name", "age", "sex", "when", "place", "clothing", "marks", "vehicle", "picture", "custody", "protection-order",
    "left-by-choice", "vulnerable", "police", "station", "reporter", "relation", "phone", "checked", "consent",
    "radius", "area", "terrain", "lost-as", "ride",
)  # fmt: skip
FIELD_OF = {
    "subject_name": "name", "subject_age": "age", "subject_sex": "sex", "lkp_at": "when", "reporter_name": "reporter",
    "reporter_relation": "relation", "how_checked": "checked", "consent_by": "consent", "consent_at": "consent",
    "protection_order": "protection-order", "left_by_choice": "left-by-choice",
}  # fmt: skip
"""Which question fills a column that is still empty, where it is not called as the column is."""
REASONS = (StopReason.FOUND_BEFORE, StopReason.NOT_ENOUGH_KNOWN, StopReason.NOT_FOR_US)


class Filling(StatesGroup):
    answering = State()


class NewSearch(CallbackData, prefix="search-new"):
    """Start a case, or a drill."""

    drill: bool = False


class FromPost(CallbackData, prefix="search-post"):
    """Start a case from an announcement that circulates."""


class AtSearch(CallbackData, prefix="search"):
    """A button of the desk's card."""

    act: str
    search_id: int


class EditField(CallbackData, prefix="search-field"):
    """Ask for this field of this case."""

    search_id: int
    field: str


class Stop(CallbackData, prefix="search-stop"):
    """Stop this case for this reason."""

    search_id: int
    reason: StopReason


async def offer_start(_: Message | CallbackQuery, talk: Talk) -> None:
    """A real case, or a drill that looks like one in nothing but its course."""
    rows: Rows = [
        [Button("search-start", NewSearch())],
        [Button("search-start-post", FromPost())],
        [Button("search-start-drill", NewSearch(drill=True))],
    ]
    await talk.tell("search-start-which", rows=rows)


async def start(
    _: CallbackQuery, callback_data: NewSearch, house: House, who: Known, talk: Talk, once: str, now: Now
) -> None:
    """Made at once, so that nothing entered is lost; its fields are filled in from the card."""
    drill = callback_data.drill
    search = await searches.start(house, member_id=who.id, made_by=once, now=now(), drill=drill)
    number = search.id or 0
    await talk.tell("search-started", number=number, rows=_fields(number, _in_order(search)))


async def show_fields(_: CallbackQuery, callback_data: AtSearch, house: House, who: Known, talk: Talk) -> None:
    """A button for each thing that may be said of the case now."""
    number = callback_data.search_id
    search = await searches.look(house, search_id=number, member_id=who.id)
    second = await search_updates.may_correct_identity(house, search_id=number, member_id=who.id)
    out = (*OPEN_FIELDS, *IDENTITY_FIELDS) if second else OPEN_FIELDS
    if search.state is not SearchState.DRAFT:
        await talk.tell("search-which-field", number=number, rows=_fields(number, out))
        return
    needed = needed_of(search)
    if needed:
        await talk.tell(
            "search-which-field-needed", number=number, n=len(needed), rows=_fields(number, _in_order(search))
        )
    else:
        await talk.tell("search-which-field", number=number, rows=_fields(number, DRAFT_FIELDS))


def _in_order(search: Search) -> tuple[str, ...]:
    """What a draft still lacks comes first."""
    needed = needed_of(search)
    return (*needed, *(each for each in DRAFT_FIELDS if each not in needed))


def needed_of(search: Search) -> list[str]:
    """What a draft still lacks before approval can be asked for, in the order in which it is asked."""
    return list(dict.fromkeys(FIELD_OF.get(each, each) for each in missing(search)))


def _fields(search_id: int, fields: tuple[str, ...]) -> Rows:
    return in_rows([Button(f"search-field-{each}", EditField(search_id=search_id, field=each)) for each in fields])


async def ask_field(_: CallbackQuery, callback_data: EditField, house: House, who: Known, talk: Talk) -> None:
    """The same question the person who told us was asked."""
    search = await searches.look(house, search_id=callback_data.search_id, member_id=who.id)
    await talk.state.set_data({"search_id": search.id, "field": callback_data.field})
    match callback_data.field:
        case "place":
            await places.ask(talk, PLACE, "search-question-place", words_do=True)
        case "area":
            await places.ask(talk, AREA, "search-question-area")
        case field:
            await talk.ask(Filling.answering, _question(field), rows=_choices(field, talk), **_facts(field, talk))


def _question(field: str) -> str:
    """What is asked of who told us about themselves, staff are asked about them."""
    return f"search-question-desk-{field}" if field in {"relation", "phone", "consent"} else f"search-question-{field}"


def _choices(field: str, talk: Talk) -> Rows:
    """Staff do not say that they do not know, nor do they agree for a guardian."""
    return choices(field, talk.say, without=("unknown", "agree", "not-guardian"))


def _facts(field: str, talk: Talk) -> dict[str, str]:
    return {"text": talk.say("search-consent-text")} if field == "consent" else {}


async def answer_typed(message: Message, house: House, who: Known, talk: Talk, now: Now) -> None:
    asked, field = asker(house, who, talk, now), await _field(talk)
    if field == "when":
        key, rows = when_meant(message.text or "", asked, await areas.likely_spot(house, member_id=who.id))
        await talk.ask(Filling.answering, key, rows=rows)
        return
    await _save(house, asked, talk, typed(field, message.text or "", asked))


async def answer_chosen(
    _: CallbackQuery, callback_data: Answer, house: House, who: Known, talk: Talk, now: Now
) -> None:
    """A gate's yes ends the case for good, so it is asked about once more."""
    asked, field, value = asker(house, who, talk, now), await _field(talk), callback_data.value
    if field != callback_data.field:
        await talk.notice("button-stale", alert=True)
    elif (field in GATES and value == "yes") or value == "decides":
        sure = Button("search-gate-stops", Answer(field=field, value=f"{value}-sure"))
        await talk.tell("search-gate-sure", rows=[[sure]])
    else:
        await _save(house, asked, talk, chosen(field, value.removesuffix("-sure"), asked))


async def answer_picture(
    message: Message, bot: Bot, house: House, who: Known, talk: Talk, now: Now, album_rest: bool
) -> None:
    if album_rest:
        return
    picture_id = await pictures.keep(house, await sent_picture(message, bot), now=now())
    await _save(house, asker(house, who, talk, now), talk, Entry(picture_id=picture_id))


async def place_known(place: Place, *, house: House, who: Known, talk: Talk, now: Now) -> None:
    await _save(house, asker(house, who, talk, now), talk, Entry(lkp=place))


async def area_known(place: Place, *, house: House, who: Known, talk: Talk, now: Now) -> None:
    if place.area_id is None:
        raise NotUnderstood()
    await _save(house, asker(house, who, talk, now), talk, Entry(audience_area_id=place.area_id))


async def _save(house: House, asked: Asker, talk: Talk, entry: Entry) -> None:
    """Write it to the draft, or correct what is out; the card shows it."""
    kept = await talk.state.get_data()
    number, by, now = int(kept["search_id"]), asked.member_id, asked.now
    search = await searches.look(house, search_id=number, member_id=by)
    if search.state is SearchState.DRAFT:
        search = await searches.complete(house, search_id=number, member_id=by, now=now, **entry)
    else:
        search = await search_updates.update(house, search_id=number, member_id=by, now=now, **entry)
    if search.state is SearchState.STOPPED:
        await talk.thank("search-stopped-at-gate", number=number, emergency=await emergency_of(house, search))
        return
    draft = search.state is SearchState.DRAFT
    whole = draft and not needed_of(search) and search.submitted_at is None
    await talk.thank("search-saved-whole" if whole else "search-saved", number=number, rows=what_next(search, talk))


def what_next(search: Search, talk: Talk) -> Rows:
    """What a draft needs first, or asking for approval; and completing it in another order."""
    number = search.id or 0
    more = [Button("button-search-complete", AtSearch(act="complete", search_id=number))]
    needed = needed_of(search) if search.state is SearchState.DRAFT else []
    if needed:
        name = talk.say.plain("search-next-field", field=talk.say(f"search-field-{needed[0]}"))
        return [[Named(name, EditField(search_id=number, field=needed[0]))], more]
    if search.state is SearchState.DRAFT and search.submitted_at is None:
        return [[Button("button-search-submit", AtSearch(act="submit", search_id=number))], more]
    return [more]


async def _field(talk: Talk) -> str:
    return str((await talk.state.get_data()).get("field", ""))


async def submit(_: CallbackQuery, callback_data: AtSearch, house: House, who: Known, talk: Talk, now: Now) -> None:
    await search_publishing.submit(house, search_id=callback_data.search_id, member_id=who.id, now=now())
    await talk.notice("search-submitted", alert=True)


async def take_back(_: CallbackQuery, callback_data: AtSearch, house: House, who: Known, talk: Talk, now: Now) -> None:
    number = callback_data.search_id
    await search_publishing.take_back(house, search_id=number, member_id=who.id, now=now())
    await talk.notice("search-request-taken-back", alert=True)


async def contact(_: CallbackQuery, callback_data: AtSearch, house: House, who: Known, talk: Talk, now: Now) -> None:
    """Over the chat and not in it: the number of a family stays on nobody's screen."""
    found = await searches.see_contact(house, search_id=callback_data.search_id, member_id=who.id, now=now())
    key = "search-contact" if found.phone else "search-contact-no-phone"
    await talk.notice(key, alert=True, name=found.name or "…", relation=found.relation or "…", phone=found.phone)


async def ask_why(_: CallbackQuery, callback_data: AtSearch, house: House, who: Known, talk: Talk) -> None:
    search = await searches.look(house, search_id=callback_data.search_id, member_id=who.id)
    number = search.id or 0
    rows = [[Button(f"search-reason-{reason}", Stop(search_id=number, reason=reason))] for reason in REASONS]
    await talk.tell("search-refuse-why", number=number, rows=rows)


async def stop(_: CallbackQuery, callback_data: Stop, house: House, who: Known, talk: Talk, now: Now) -> None:
    number, reason = callback_data.search_id, callback_data.reason
    await searches.refuse(house, search_id=number, member_id=who.id, reason=reason, now=now())
    await talk.replace("search-refused", number=number)


def routes() -> Router:
    router = Router(name="searches")
    router.message.filter(F.chat.type == ChatType.PRIVATE)
    router.message.register(offer_start, Command("search"))
    router.callback_query.register(offer_start, AtSearch.filter(F.act == "new"))
    router.callback_query.register(start, NewSearch.filter())
    router.callback_query.register(show_fields, AtSearch.filter(F.act.in_({"complete", "correct"})))
    router.callback_query.register(finish_first, EditField.filter(), busy_besides(Filling, places.Where))
    router.callback_query.register(ask_field, EditField.filter())
    router.message.register(answer_typed, Filling.answering, WORDS)
    router.message.register(answer_picture, Filling.answering, PICTURE)
    router.callback_query.register(answer_chosen, Filling.answering, Answer.filter())
    router.callback_query.register(submit, AtSearch.filter(F.act == "submit"))
    router.callback_query.register(take_back, AtSearch.filter(F.act == "take-back"))
    router.callback_query.register(contact, AtSearch.filter(F.act == "contact"))
    router.callback_query.register(ask_why, AtSearch.filter(F.act == "refuse"))
    router.callback_query.register(stop, Stop.filter(F.reason.in_(set(REASONS))))
    return router
