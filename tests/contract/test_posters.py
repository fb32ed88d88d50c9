"""Posters of open searches, on both databases: made when something changed, for staff who may, of what may be printed."""

from datetime import datetime
from typing import Any

import pytest
from sqlmodel import select

from alerts.uploads import Uploads, poster_name
from models.alerts import Wording
from models.posters import Poster, PosterNeedsConsent, PosterNeedsPolice, PosterSize
from models.refusals import NotAllowed
from models.searches import Outcome, Search, SearchNotOpen, SearchUnderReview
from services import objections, posters, search_closing, search_purging, search_updates
from services.house import House
from tests.contract.search_town import BOT, Town, town_of


@pytest.fixture
async def town(house: House, now: datetime) -> Town:
    return await town_of(house, now)


async def makes(town: Town, search: Search, by: str = "suad", **how: Any) -> tuple[str, ...]:
    wanted = {"size": PosterSize.CHAT, "language": "ar"} | how
    number = search.id or 0
    return await posters.make(town.house, search_id=number, member_id=town.people[by].id, now=town.now, **wanted)


async def kept(town: Town) -> list[Poster]:
    async with town.house.db.reading() as tx:
        return list((await tx.exec(select(Poster).order_by("id"))).all())


async def test_it_is_drawn_anew_only_when_something_changed_and_everyone_who_has_it_gets_the_new_one(town: Town):
    search = await town.opened()
    await makes(town, search)
    await makes(town, search, by="badr")
    [first] = await kept(town)
    assert first.revision == 1
    assert await town.told(search, Wording.POSTER) == {"suad", "badr"}

    change: dict[str, Any] = {"clothing": "فستان أحمر"}
    await search_updates.update(town.house, search_id=search.id or 0, member_id=town.suad, now=town.now, **change)
    [alert] = await town.alerts(search, Wording.POSTER)
    before = alert.revision
    await makes(town, search)
    [second] = await kept(town)
    assert (second.id, second.revision) == (first.id, 2)
    assert second.file != first.file
    [alert] = await town.alerts(search, Wording.POSTER)
    assert alert.revision > before
    assert (await town.acts(search)).count("search.poster") == 3

    uploads = Uploads(town.house.db, bot_id=BOT, neutral=bytes, now=lambda: town.now)
    assert await uploads.bytes_of(poster_name(second)) == second.file
    assert await uploads.bytes_of(poster_name(first)) is None  # the file before it is nobody's any more


async def test_each_size_and_language_is_a_poster_of_its_own_and_all_go_with_the_picture(town: Town):
    search = await town.opened()
    await makes(town, search)
    await makes(town, search, language="en")
    assert len(await kept(town)) == 2
    about: dict[str, Any] = {"outcome": Outcome.FOUND_SAFE, "evidence": "اتصلت الشرطة"}
    await search_closing.close(town.house, search_id=search.id or 0, member_id=town.suad, now=town.now, **about)
    assert {alert.state for alert in await town.alerts(search, Wording.POSTER)} == {"ended"}
    due = (await town.search(search)).contacts_purge_at
    assert due is not None
    await search_purging.purge_contacts(town.house, now=due)
    assert await kept(town) == []


async def test_nobody_but_staff_of_the_search_gets_one(town: Town):
    search = await town.opened()
    for stranger in ("charlie", "hind", "faris"):
        with pytest.raises(NotAllowed):
            await makes(town, search, by=stranger)
    assert await kept(town) == []


async def test_what_police_has_not_confirmed_is_not_printed(town: Town):
    search = await town.opened(police=False)
    with pytest.raises(PosterNeedsPolice):
        await makes(town, search)


async def test_without_a_recorded_consent_there_is_none(town: Town):
    search = await town.opened()
    async with town.house.db.transaction() as tx:
        row = await tx.get_one(Search, search.id)
        row.consent_by = ""
        tx.add(row)
    with pytest.raises(PosterNeedsConsent):
        await makes(town, search)


async def test_a_drill_has_a_poster_without_police_or_consent(town: Town):
    search = await town.opened(drill=True, police=False)
    assert await makes(town, search) == ()


async def test_only_an_open_search_has_a_poster(town: Town):
    draft = await town.submitted()
    with pytest.raises(SearchNotOpen):
        await makes(town, draft)
    search = await town.opened(subject_name="سارة بنت علي")
    await objections.object_to(town.house, search_id=search.id or 0, member_id=town.hind, now=town.now)
    with pytest.raises(SearchUnderReview):
        await makes(town, search)
