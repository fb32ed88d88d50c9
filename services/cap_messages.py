"""What is told of a search in the Common Alerting Protocol: as it opens, changes and ends, each naming the last.

A message is kept as it was sent until a later one takes its place; then only what it is referred to stays.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache

import shapely
from sqlalchemy import update
from sqlmodel import col, select

from alerts.facts_of_searches import SearchFacts, search_facts
from alerts.public_cases import answers_for, area_of, case_words
from formats.cap import DECIMALS, CapAlert, CapArea, CapInfo, CapReference, write_cap
from language.catalogues import Catalogues, load_catalogues
from language.text import printed
from models.alerts import Alert, Audience, Wording
from models.cap_messages import CapKind, CapMessage
from models.database import Tx
from models.rows import id_of
from models.searches import Search
from places import shapes
from places.areas import AreaIndex
from places.points import Point
from services import alerts
from services.house import House
from services.search_cards import new_alert

LANGUAGES = ("ar", "en")
SMALLEST = 10**-DECIMALS
"""Degrees; corners nearer to each other than this are written as one."""


async def tell(tx: Tx, house: House, areas: AreaIndex, search: Search, *, now: datetime) -> None:
    """Say what an open search is now, in the caller's transaction; nothing where nothing that is told has changed.

    Who may read it no longer, since it is for vetted volunteers only by now, is told that it is over.
    """
    live = alerts.live_alerts(search_id=search.id, wordings=[Wording.SEARCH_OPEN])
    alert: Alert | None = (await tx.exec(live)).first()
    if alert is None:
        return
    said = await _said(tx, search)
    public = alert.audience is Audience.SUBSCRIBERS
    if said and said[-1].public != public:
        await cancel(tx, house, search, now=now)
        said = []
    new = await _new(tx, house, search, CapKind.UPDATE if said else CapKind.ALERT, public=public, now=now)
    words = _open(await search_facts(tx, alert), alert, search, areas, house, new, said)
    if said and _same(words, said):
        return
    await _write(tx, new, words, said)


async def cancel(tx: Tx, house: House, search: Search, *, now: datetime) -> None:
    """It is over: everything said of it is taken back, in the caller's transaction; it names nobody and no outcome."""
    said = await _said(tx, search)
    if not said:
        return
    new = await _new(tx, house, search, CapKind.CANCEL, public=said[-1].public, now=now)
    facts = await search_facts(tx, new_alert(search, Wording.SEARCH_CLOSED, Audience.SUBSCRIBERS, now))
    await _write(tx, new, _over(facts, search, house, new, said), said)


async def was_public(tx: Tx, search_id: int) -> bool:
    """Whether everybody was ever told of this search, whatever has become of it."""
    told = select(CapMessage.id).where(CapMessage.search_id == search_id, col(CapMessage.public).is_(True))
    return (await tx.exec(told)).first() is not None


async def newest(tx: Tx, search_id: int) -> CapMessage | None:
    """The message that stands now."""
    mine = select(CapMessage).where(CapMessage.search_id == search_id)
    return (await tx.exec(mine.order_by(col(CapMessage.id).desc()))).first()


async def purge(tx: Tx, search_id: int) -> None:
    """Forget every word; what messages were called stays."""
    await tx.exec(update(CapMessage).where(col(CapMessage.search_id) == search_id).values(xml=""))


async def _said(tx: Tx, search: Search) -> list[CapMessage]:
    """What was said since it was last taken back, earliest first."""
    mine = select(CapMessage).where(CapMessage.search_id == search.id).order_by(col(CapMessage.id))
    said: list[CapMessage] = []
    for each in (await tx.exec(mine)).all():
        said = [] if each.kind is CapKind.CANCEL else [*said, each]
    return said


async def _new(tx: Tx, house: House, search: Search, kind: CapKind, *, public: bool, now: datetime) -> CapMessage:
    """The next message, not yet written, called like none before."""
    number = len((await tx.exec(select(CapMessage.id).where(CapMessage.search_id == search.id))).all()) + 1
    return CapMessage(
        search_id=id_of(search),
        sender=house.rules.domain,
        identifier=f"{search.page_key}.{number}",
        sent=now.replace(microsecond=0),
        kind=kind,
        public=public,
    )


async def _write(tx: Tx, new: CapMessage, words: CapAlert, said: Sequence[CapMessage]) -> None:
    new.xml = write_cap(words).decode()
    for each in said:
        each.xml = ""
        tx.add(each)
    tx.add(new)
    await tx.flush()


def _same(words: CapAlert, said: Sequence[CapMessage]) -> bool:
    """Whether the last message says the same but for what it is called."""
    last, earlier = said[-1], tuple(map(_reference, said[:-1]))
    again = replace(words, reference=_reference(last), kind=last.kind, earlier=earlier)
    return write_cap(again).decode() == last.xml


def _reference(message: CapMessage) -> CapReference:
    return CapReference(message.sender, message.identifier, message.sent)


def _open(
    facts: SearchFacts,
    alert: Alert,
    search: Search,
    areas: AreaIndex,
    house: House,
    new: CapMessage,
    said: Sequence[CapMessage],
) -> CapAlert:
    page = house.rules.search_page(search.page_key) if new.public else ""
    picture = False
    infos = []
    for voice in map(_catalogues().voice, LANGUAGES):
        words = case_words(facts, voice, house.rules)
        picture = words.shows_picture
        info = CapInfo(
            language=voice.language,
            event=voice.plain(f"cap-event-{facts.kind}"),
            sender_name=words.by,
            headline=printed(words.headline),
            description="\n".join(map(printed, words.known)),
            instruction=printed(words.what_to_do),
            area=replace(_ground(alert, facts, areas), description=area_of(facts, voice)),
        )
        infos.append(info)
    return CapAlert(
        reference=_reference(new),
        kind=new.kind,
        incident=search.page_key,
        infos=tuple(infos),
        earlier=tuple(map(_reference, said)),
        restriction=_restriction(new),
        exercise=search.drill,
        seen_at=facts.seen_at,
        expires=search.expires_at,
        web=page,
        picture=f"{page}/picture" if page and picture else "",
    )


def _over(facts: SearchFacts, search: Search, house: House, new: CapMessage, said: Sequence[CapMessage]) -> CapAlert:
    infos = [
        CapInfo(
            language=voice.language,
            event=voice.plain(f"cap-event-{facts.kind}"),
            sender_name=answers_for(facts, voice),
            headline=printed(voice("live-over")),
            description="",
            instruction="",
            area=CapArea(area_of(facts, voice)),
        )
        for voice in map(_catalogues().voice, LANGUAGES)
    ]
    return CapAlert(
        reference=_reference(new),
        kind=new.kind,
        incident=search.page_key,
        infos=tuple(infos),
        earlier=tuple(map(_reference, said)),
        restriction=_restriction(new),
        exercise=search.drill,
        web=house.rules.search_page(search.page_key) if new.public else "",
    )


def _restriction(new: CapMessage) -> str:
    return "" if new.public else " / ".join(_catalogues().voice(each).plain("cap-restriction") for each in LANGUAGES)


def _ground(alert: Alert, facts: SearchFacts, areas: AreaIndex) -> CapArea:
    """The circle in which it is told, or the corners of the area; without either its name alone."""
    if alert.lat is not None and alert.lon is not None and alert.radius_m is not None:
        return CapArea("", Point(alert.lat, alert.lon), alert.radius_m)
    if facts.drill and facts.lat is not None and facts.lon is not None:
        return CapArea("", Point(facts.lat, facts.lon), alert.radius_m or 0.0)
    return CapArea("", corners=_corners(areas, alert.area_id)) if alert.area_id is not None else CapArea("")


def _corners(areas: AreaIndex, area_id: int) -> tuple[Point, ...]:
    """Of the area or what it lies in, drawn round all of it: an alert that reaches too far beats one that does not."""
    shaped = areas.shaped(area_id)
    if shaped is None:
        return ()
    (shape,) = shapes.of_areas([areas.area(shaped)])
    outline = shapely.simplify(shapely.convex_hull(shape), SMALLEST)
    return tuple(Point(lat, lon) for lon, lat in shapely.get_coordinates(outline).tolist()[:-1])


@cache
def _catalogues() -> Catalogues:
    return load_catalogues()
