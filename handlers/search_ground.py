"""What coordinators do with the ground of a search: dividing it, what to do next, who goes where, and its map."""

from aiogram import Bot, F, Router
from aiogram.enums import ChatType, ParseMode
from aiogram.filters.callback_data import CallbackData
from aiogram.types import BufferedInputFile, CallbackQuery, Message

from clock.clocks import Now
from formats.geojson import write_geojson
from formats.gpx import write_gpx
from handlers.buttons import AnyButton, Button, Rows, in_rows
from handlers.search_pictures import picture_of_search
from handlers.searches import AtSearch
from handlers.segments import hand_over
from handlers.talking import Talk
from language.catalogues import Catalogues
from language.digits import decimal
from language.text import Sentence, shortened
from language.voices import Say
from models.segments import Footing, SegmentState
from services import recordings, search_files, search_maps, segment_searches, segments
from services.house import House
from services.members import Known
from services.recordings import Shown
from services.search_maps import Seen, SeenSegment

NEXT = 5
"""So many segments are named in the order in which to search them."""
BUTTONS = 12

WRITERS = {"gpx": write_gpx, "geojson": write_geojson}


class Divide(CallbackData, prefix="ground-cut"):
    """Cut the ground into segments of this kind."""

    search_id: int
    footing: Footing


class AtSegment(CallbackData, prefix="ground-at"):
    """Look at one segment, or change it."""

    act: str
    search_id: int
    number: int


class Assign(CallbackData, prefix="ground-give"):
    """Send this team there."""

    search_id: int
    number: int
    team: int


class MapFile(CallbackData, prefix="ground-file"):
    """The map as a file for other programs."""

    search_id: int
    kind: str


async def show(_: CallbackQuery, callback_data: AtSearch, house: House, who: Known, talk: Talk, now: Now) -> None:
    """How far it is, and what to do next; where nothing was divided, that first."""
    number = callback_data.search_id
    seen = await search_maps.see_map(house, search_id=number, member_id=who.id, what="segments", now=now())
    if seen.rest_poa is None:
        await talk.tell("ground-divide-how", number=number, rows=_footings(number))
    else:
        await talk.send(_standing(seen, talk.say), rows=_rows(seen))


def _footings(search_id: int) -> Rows:
    return [[Button(f"ground-footing-{each}", Divide(search_id=search_id, footing=each))] for each in Footing]


async def divide(_: CallbackQuery, callback_data: Divide, house: House, who: Known, talk: Talk, now: Now) -> None:
    number = callback_data.search_id
    done = await segments.divide(house, search_id=number, footing=callback_data.footing, member_id=who.id, now=now())
    said = talk.say("ground-divided", n=done.count, km=decimal(done.radius_m / 1000, 1))
    lines = [
        said,
        talk.say("ground-divided-partly") if done.partly else None,
        talk.say("ground-statistics"),
        talk.say("ground-statistics-nearest") if done.nearest_row else None,
    ]
    rows: Rows = [[Button("button-search-segments", AtSearch(act="segments", search_id=number))], [_map(number)]]
    await talk.send(Sentence("\n".join(each for each in lines if each)), rows=rows)


def _standing(seen: Seen, say: Say) -> Sentence:
    """Where everybody is, how well the ground was searched, and what comes next. Never «cleared»."""
    searched, taken = seen.in_state(SegmentState.SEARCHED), seen.in_state(SegmentState.TAKEN)
    free = seen.following
    lines = [
        say("ground-title", number=seen.search_id),
        say("ground-counts", free=len(free), taken=len(taken), searched=len(searched)),
        *(say("ground-next", number=each.number, percent=_percent(each.poa)) for each in free[:NEXT]),
        *(_who_is_there(each, say) for each in taken),
        *(_how_well(each, say) for each in searched[-NEXT:]),
        say("ground-rest", percent=_percent(seen.rest_poa or 0.0)),
    ]
    return Sentence("\n".join(lines))


def _who_is_there(segment: SeenSegment, say: Say) -> Sentence:
    key = "ground-taken-quiet" if segment.quiet else "ground-taken"
    return say(key, number=segment.number, team=segment.team or 0)


def _how_well(segment: SeenSegment, say: Say) -> Sentence:
    if not segment.coverage:
        return say("ground-searched-untracked", number=segment.number)
    covered = decimal(segment.coverage, 2)
    return say("ground-searched", number=segment.number, coverage=covered, pod=_percent(segment.pod))


def _percent(share: float) -> str:
    return decimal(100 * share, 1)


def _map(search_id: int) -> Button:
    return Button("button-search-map", AtSearch(act="map", search_id=search_id))


def _rows(seen: Seen) -> Rows:
    """The map, files of it, and a button for each segment that may need a decision."""
    number = seen.search_id
    pressing = [*seen.in_state(SegmentState.TAKEN), *seen.following[:NEXT], *seen.in_state(SegmentState.BARRED)]
    shown = [*pressing, *seen.in_state(SegmentState.SEARCHED)][:BUTTONS]
    each: list[AnyButton] = [
        Button("segment-name", AtSegment(act="look", search_id=number, number=one.number), {"number": one.number})
        for one in shown
    ]
    files: list[AnyButton] = [Button(f"button-map-{kind}", MapFile(search_id=number, kind=kind)) for kind in WRITERS]
    return [[_map(number)], files, *in_rows(each, 3)]


async def show_segment(
    _: CallbackQuery, callback_data: AtSegment, house: House, who: Known, talk: Talk, now: Now
) -> None:
    """What is known of one segment, and what may be decided about it."""
    search_id, number = callback_data.search_id, callback_data.number
    seen = await search_maps.see_map(house, search_id=search_id, member_id=who.id, what="segments", now=now())
    teams = await segment_searches.free_teams(house, search_id=search_id, member_id=who.id)
    found = next((each for each in seen.segments if each.number == number), None)
    if found is None:
        await talk.notice("button-stale", alert=True)
        return
    said = talk.say(
        f"segment-desk-{found.state}", number=number, area=decimal(found.area_m2 / 1e6, 2),
        percent=_percent(found.poa), coverage=decimal(found.coverage, 2),
    )  # fmt: skip
    await talk.send(said, rows=_decisions(search_id, found, teams))


def _decisions(search_id: int, segment: SeenSegment, teams: list[int]) -> Rows:
    number, state = segment.number, segment.state
    bar = [Button("button-segment-bar", AtSegment(act="bar", search_id=search_id, number=number))]
    again = [Button(f"button-segment-free-{state}", AtSegment(act="free", search_id=search_id, number=number))]
    give: list[list[AnyButton]] = [
        [Button("button-segment-assign", Assign(search_id=search_id, number=number, team=team), {"team": team})]
        for team in teams[:BUTTONS]
    ]
    rows: dict[SegmentState, Rows] = {
        SegmentState.FREE: [*give, bar],
        SegmentState.TAKEN: [again],
        SegmentState.SEARCHED: [again, bar],
        SegmentState.BARRED: [again],
        SegmentState.FROZEN: [],
    }
    return rows[state]


async def bar(_: CallbackQuery, callback_data: AtSegment, house: House, who: Known, talk: Talk, now: Now) -> None:
    search_id, number = callback_data.search_id, callback_data.number
    await segments.bar(house, search_id=search_id, number=number, member_id=who.id, now=now())
    await talk.notice("segment-barred", number=number)


async def free(_: CallbackQuery, callback_data: AtSegment, house: House, who: Known, talk: Talk, now: Now) -> None:
    search_id, number = callback_data.search_id, callback_data.number
    await segments.free(house, search_id=search_id, number=number, member_id=who.id, now=now())
    await talk.notice("segment-freed", number=number)


async def assign(
    _: CallbackQuery, callback_data: Assign, bot: Bot, house: House, who: Known, talk: Talk, catalogues: Catalogues,
    now: Now,
) -> None:  # fmt: skip
    search_id, number, team = callback_data.search_id, callback_data.number, callback_data.team
    given = await segment_searches.assign(
        house, search_id=search_id, number=number, pair=team, member_id=who.id, now=now()
    )
    await hand_over(given, given.tell, bot, house, catalogues)
    await talk.notice("segment-assigned", number=number, team=team)


async def show_map(
    _: CallbackQuery, callback_data: AtSearch, bot: Bot, house: House, who: Known, talk: Talk, now: Now
) -> None:
    """Drawn anew each time; it leaves the chat by itself within a day."""
    number = callback_data.search_id
    seen = await search_maps.see_map(house, search_id=number, member_id=who.id, what="map", now=now())
    picture = await picture_of_search(house, talk.say, seen)
    if picture is None:
        await talk.tell("search-map-none", number=number)
        return
    words = shortened(talk.say("search-map-caption", number=number))
    file = BufferedInputFile(picture, f"search-{number}.jpg")
    sent = await bot.send_photo(talk.chat_id, file, caption=words, parse_mode=ParseMode.HTML, protect_content=True)
    await _leaves(sent, bot, house, talk, now)


async def send_file(
    _: CallbackQuery, callback_data: MapFile, bot: Bot, house: House, who: Known, talk: Talk, now: Now
) -> None:
    """For a receiver in the hand or a map on the desk; no name is in it."""
    number, kind = callback_data.search_id, callback_data.kind
    seen = await search_maps.see_map(house, search_id=number, member_id=who.id, what="map-file", now=now())
    file = BufferedInputFile(WRITERS[kind](search_files.field_map(seen, talk.say)), f"search-{number}.{kind}")
    words = shortened(talk.say("map-file-caption", number=number))
    sent = await bot.send_document(talk.chat_id, file, caption=words, parse_mode=ParseMode.HTML)
    await _leaves(sent, bot, house, talk, now)


async def _leaves(sent: Message, bot: Bot, house: House, talk: Talk, now: Now) -> None:
    """It shows where volunteers went: it leaves the chat as a recording does."""
    shown = Shown(bot.id, talk.chat_id, sent.message_id, None)
    await recordings.remember_shown(house, [shown], now=now())


def routes() -> Router:
    router = Router(name="search-ground")
    router.callback_query.filter(F.message.chat.type == ChatType.PRIVATE)
    router.callback_query.register(show, AtSearch.filter(F.act == "segments"))
    router.callback_query.register(show_map, AtSearch.filter(F.act == "map"))
    router.callback_query.register(divide, Divide.filter())
    router.callback_query.register(show_segment, AtSegment.filter(F.act == "look"))
    router.callback_query.register(bar, AtSegment.filter(F.act == "bar"))
    router.callback_query.register(free, AtSegment.filter(F.act == "free"))
    router.callback_query.register(assign, Assign.filter())
    router.callback_query.register(send_file, MapFile.filter(F.kind.in_(set(WRITERS))))
    return router
