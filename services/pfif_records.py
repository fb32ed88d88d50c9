"""Searches as PFIF records for other repositories: what everybody may know while they are open, then a placeholder."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache

from sqlmodel import col, select

from alerts.facts_of_searches import SearchFacts
from alerts.poster_words import printable
from alerts.public_cases import answers_for, case_words, description_of, name_shown
from alerts.search_words import place_of
from formats.pfif_writing import PfifNote, PfifPerson, PfifPlaceholder, record_id
from language.catalogues import Catalogues, load_catalogues
from language.text import Sentence, printed
from language.voices import Voice
from models.cap_messages import SearchNotPublic
from models.database import Tx
from models.rows import id_of
from models.searches import Search, SearchState
from models.sightings import Sighting, SightingState
from services import cap_messages
from services.audit import Actor, record
from services.house import House
from services.public_cases import all_open, facts_of, is_open_to_all
from services.search_states import the_search

MAP_DECIMALS = 3
"""Of degrees: about 100 m, as in the links volunteers get."""
UNVERIFIED = (SightingState.NEW, SightingState.DOUBTED)


@dataclass(frozen=True, slots=True)
class PfifRecords:
    """People and placeholders, and notes that tie records of other repositories to ours."""

    records: tuple[PfifPerson | PfifPlaceholder, ...]
    links: tuple[PfifNote, ...] = ()


async def pfif_of(house: House, *, search_id: int, now: datetime) -> PfifRecords:
    """One search for the operator, and that they took it; refuses with SearchNotFound and SearchNotPublic."""
    async with house.db.transaction() as tx:
        search = await the_search(tx, search_id)
        return await _records(tx, house, [search], now)


async def pfif_of_all(house: House, *, now: datetime) -> PfifRecords:
    """Every search everybody is told of, and a placeholder of each that ended while backups of it may be about."""
    since = now - timedelta(days=house.rules.privacy.backup_days)
    over = select(Search).where(Search.state == SearchState.CLOSED, col(Search.closed_at) >= since)
    async with house.db.transaction() as tx:
        ended = (await tx.exec(over.order_by(col(Search.closed_at)))).all()
        public = [search for search in ended if await cap_messages.was_public(tx, id_of(search))]
        return await _records(tx, house, [*await all_open(tx), *public], now)


async def _records(tx: Tx, house: House, searches: Sequence[Search], now: datetime) -> PfifRecords:
    records: list[PfifPerson | PfifPlaceholder] = []
    links: list[PfifNote] = []
    for search in searches:
        records.append(await _record(tx, house, search, now))
        await record(tx, act="see.pfif", thing="search", thing_id=id_of(search), by=Actor.operator(), now=now)
        if is_open_to_all(search) and "/" in (search.external_id or ""):
            links.append(_link(house, search, of=search.external_id or "", to=own_id(house, search)))
    return PfifRecords(tuple(records), tuple(links))


def own_id(house: House, search: Search) -> str:
    """What its record is called everywhere."""
    return record_id(house.rules.domain, search.page_key)


async def _record(tx: Tx, house: House, search: Search, now: datetime) -> PfifPerson | PfifPlaceholder:
    if is_open_to_all(search):
        return await _person(tx, house, search, now)
    ended = search.closed_at if search.state is SearchState.CLOSED and not search.drill else None
    if ended is None or not await cap_messages.was_public(tx, id_of(search)):
        raise SearchNotPublic()
    return PfifPlaceholder(own_id(house, search), ended)


async def _person(tx: Tx, house: House, search: Search, now: datetime) -> PfifPerson:
    voice, facts, page = _voice(house), await facts_of(tx, search, now), house.rules.search_page(search.page_key)
    by, words = answers_for(facts, voice), case_words(facts, voice, house.rules)
    entered = max(search.opened_at or search.created_at, search.changed_at)
    return PfifPerson(
        person_record_id=own_id(house, search),
        entry_date=entered,
        expiry_date=search.expires_at,
        author_name=by,
        source_name=by,
        source_date=search.opened_at or search.created_at,
        source_url=page,
        names=(name_shown(facts, house.rules),),
        description=description_of(facts, voice),
        sex=search.subject_sex,
        age=facts.age,
        photo_url=f"{page}/picture" if page and words.shows_picture else "",
        notes=tuple(await _notes(tx, house, search, facts, printed(words.what_to_do), voice)),
    )


async def _notes(
    tx: Tx, house: House, search: Search, facts: SearchFacts, what_to_do: str, voice: Voice
) -> list[PfifNote]:
    """Who answers for it seeks word of them; each sighting nobody has confirmed, without its place and its words."""
    own, by = own_id(house, search), answers_for(facts, voice)
    sought = PfifNote(
        note_record_id=f"{own}.sought",
        person_record_id=own,
        entry_date=max(search.opened_at or search.created_at, search.changed_at),
        author_name=by,
        source_date=search.opened_at or search.created_at,
        status="information_sought",
        last_known_location=_location(facts, voice),
        text=what_to_do,
    )
    told = select(Sighting).where(Sighting.search_id == search.id, col(Sighting.state).in_(UNVERIFIED))
    seen = [
        PfifNote(
            note_record_id=f"{own}.sighting-{each.id}",
            person_record_id=own,
            entry_date=each.changed_at,
            author_name=by,
            source_date=each.created_at,
            text=voice.plain("pfif-sighting"),
        )
        for each in (await tx.exec(told.order_by(col(Sighting.id)))).all()
    ]
    linked = [_link(house, search, of=own, to=search.external_id or "")] if "/" in (search.external_id or "") else []
    return [sought, *seen, *linked]


def _link(house: House, search: Search, *, of: str, to: str) -> PfifNote:
    """One of the two notes by which two records are said to be about one person; neither is changed."""
    voice = _voice(house)
    theirs = "theirs" if of == search.external_id else "ours"
    return PfifNote(
        note_record_id=f"{own_id(house, search)}.link-{theirs}",
        person_record_id=of,
        linked_person_record_id=to,
        entry_date=search.opened_at or search.created_at,
        author_name=voice.plain("live-nobody"),
        source_date=search.opened_at or search.created_at,
        text=voice.plain("pfif-linked"),
    )


def _location(facts: SearchFacts, voice: Voice) -> str:
    """In words, with the coordinates beside them that readers of PFIF know to find there."""
    said = replace(facts, place=printable(facts.place)[0])
    words = printed(place_of(voice, said, 200) or Sentence(""))
    if facts.lat is None or facts.lon is None:
        return words
    degrees = f"{facts.lat:.{MAP_DECIMALS}f}, {facts.lon:.{MAP_DECIMALS}f}"
    return f"{words} ({degrees})" if words else degrees


def _voice(house: House) -> Voice:
    return _catalogues().voice(house.rules.languages.default)


@cache
def _catalogues() -> Catalogues:
    return load_catalogues()
