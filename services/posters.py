"""Posters of open searches, made for staff: what may be printed, what has changed since, and gone when it is over."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlmodel import col, select

from alerts.facts_of_searches import SearchFacts, search_facts
from alerts.letters_of_posters import fingerprint
from alerts.poster_words import left_out_of, may_show_picture, poster_words
from language.catalogues import load_catalogues
from models.alerts import Alert, Audience, Wording
from models.database import Tx
from models.pictures import Picture, UploadedPicture
from models.posters import Poster, PosterNeedsConsent, PosterNeedsPolice, PosterSize
from models.rows import id_of
from models.searches import Search
from pictures.lands import lands_around
from pictures.maps import SearchMap, map_words
from pictures.posters import PosterMap, poster_file
from services import alerts
from services.audit import record
from services.copies import show_again
from services.house import House
from services.search_cards import new_alert
from services.search_grounds import audience_of
from services.search_states import ANY_STAFF, in_charge, refuse_unless_open

MAP_DECIMALS = 3
"""Of degrees on a poster's map: about 100 m, as in the links volunteers get."""
AROUND_M = 3000.0
"""So far around the last known point outlines are wanted for the map."""


@dataclass(frozen=True, slots=True)
class _Sketch:
    """What a poster is made of, read before it is drawn."""

    facts: SearchFacts
    picture: bytes | None
    shows: str
    made: Poster | None


async def make(
    house: House, *, search_id: int, member_id: int, size: PosterSize, language: str, now: datetime
) -> tuple[str, ...]:
    """Put the poster of an open search in front of a staff member; names of the fields that are not on it.

    It is drawn only when something changed since it was made last; all who have it then get the new one. Refuses with
    SearchNotOpen, SearchUnderReview, NotAllowed, PosterNeedsPolice, PosterNeedsConsent and NoArabicShaping.
    """
    sketch = await _sketch(house, search_id, member_id, size, language, now)
    file = None
    if sketch.made is None or sketch.made.shows != sketch.shows:
        around = await _map(house, sketch.facts, language)
        words = poster_words(sketch.facts, load_catalogues().voice(language), house.rules, now)
        file = await asyncio.to_thread(poster_file, words, size, picture=sketch.picture, around=around)
    left_out = left_out_of(sketch.facts, house.rules)
    async with house.db.transaction() as tx:
        search, by = await in_charge(tx, search_id=search_id, member_id=member_id, roles=ANY_STAFF)
        _refuse_unprintable(search)
        alert = await _keep(tx, house, search, sketch, size, language, file, left_out, now)
        for number in (await tx.exec(alerts.active_recipients_of([member_id]))).all():
            await show_again(tx, house, alert, number)
        about = {"size": size.value, "language": language, "left_out": ",".join(left_out) or None}
        await record(tx, act="search.poster", thing="search", thing_id=search_id, by=by, now=now, **about)
    return left_out


async def remove(tx: Tx, search_id: int) -> None:
    """Forget the posters of a search and where they were uploaded, in the caller's transaction."""
    found = (await tx.exec(select(Poster.id).where(Poster.search_id == search_id))).all()
    for number in found:
        await _forget_uploads(tx, number or 0)
    await tx.exec(delete(Poster).where(col(Poster.search_id) == search_id))


async def _sketch(
    house: House, search_id: int, member_id: int, size: PosterSize, language: str, now: datetime
) -> _Sketch:
    async with house.db.reading() as tx:
        search, _ = await in_charge(tx, search_id=search_id, member_id=member_id, roles=ANY_STAFF, looking=True)
        _refuse_unprintable(search)
        facts = await search_facts(tx, new_alert(search, Wording.POSTER, Audience.STAFF, now))
        shown = facts.picture_id if may_show_picture(facts, house.rules) else None
        picture = await tx.get(Picture, shown) if shown is not None else None
        made = (await tx.exec(_posters_of(search_id, size, language))).first()
        return _Sketch(facts, picture.jpeg if picture else None, fingerprint(facts), made)


def _refuse_unprintable(search: Search) -> None:
    """A poster is public and cannot be taken back: what is not public, or not agreed to, does not go on one."""
    refuse_unless_open(search)
    if audience_of(search) is Audience.VETTED:
        raise PosterNeedsPolice()
    if not search.drill and not (search.consent_by and search.consent_at):
        raise PosterNeedsConsent()


async def _keep(
    tx: Tx,
    house: House,
    search: Search,
    sketch: _Sketch,
    size: PosterSize,
    language: str,
    file: bytes | None,
    left_out: tuple[str, ...],
    now: datetime,
) -> Alert:
    """Write the file down, in the place of the one before it, whose readers are given it too."""
    known = (await tx.exec(_posters_of(id_of(search), size, language).with_for_update())).first()
    if known is None:
        alert = new_alert(search, Wording.POSTER, Audience.STAFF, now)
        alert.protect = False  # it is for printing and for official accounts: staff must be able to save it
        await alerts.tell_people(tx, house, alert, [])
        known = Poster(
            search_id=id_of(search),
            alert_id=id_of(alert),
            size=size,
            language=language,
            shows="",
            file=b"",
            made_at=now,
        )
    alert = await tx.get_one(Alert, known.alert_id)
    if file is not None and known.shows != sketch.shows:
        known.revision += 1 if known.file else 0
        known.file, known.shows, known.left_out, known.made_at = file, sketch.shows, ",".join(left_out), now
        tx.add(known)
        await tx.flush()
        await _forget_uploads(tx, id_of(known))
        await alerts.revise(tx, house, alert, now=now)
    return alert


def _posters_of(search_id: int, size: PosterSize, language: str) -> Any:
    return select(Poster).where(Poster.search_id == search_id, Poster.size == size, Poster.language == language)


async def _forget_uploads(tx: Tx, poster_id: int) -> None:
    await tx.exec(delete(UploadedPicture).where(col(UploadedPicture.name).startswith(f"poster-{poster_id}-")))


async def _map(house: House, facts: SearchFacts, language: str) -> PosterMap | None:
    """The last known point, no finer than the links volunteers get; None where it is not known."""
    if facts.lat is None or facts.lon is None:
        return None
    middle = (round(facts.lat, MAP_DECIMALS), round(facts.lon, MAP_DECIMALS))
    areas = await house.areas()
    lands = await asyncio.to_thread(lands_around, areas, middle, AROUND_M, language)
    return PosterMap(SearchMap(last_seen=middle, lands=lands), map_words(load_catalogues().voice(language)))
