"""What the person who told us adds, and what staff read of them, on both databases."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from alerts.facts_of_searches import card_facts
from models.alerts import Wording
from models.trust import TrustLevel
from services import search_telling, searches, trust
from services.house import House
from tests.contract.search_town import Town, town_of


@pytest.fixture
async def town(house: House, now: datetime) -> Town:
    return await town_of(house, now)


async def adds(town: Town, search_id: int, words: str) -> str:
    about: dict[str, Any] = {"search_id": search_id, "member_id": town.hind}
    await search_telling.add_to_notice(town.house, **about, words=words, now=town.now)
    return (await searches.look(town.house, search_id=search_id, member_id=town.suad)).said


async def test_an_update_that_comes_twice_adds_its_words_once(town: Town):
    number = (await town.notice()).id or 0
    assert await adds(town, number, "خرجت مع جدتها") == "خرجت مع جدتها"
    assert await adds(town, number, "خرجت مع جدتها") == "خرجت مع جدتها"
    assert await adds(town, number, "جدتها") == "خرجت مع جدتها\nجدتها"


@pytest.mark.parametrize(("days", "said"), [(None, True), (1, True), (-1, False)])
async def test_staff_read_of_a_ban_only_where_it_held_when_the_notice_came(town: Town, days: int | None, said: bool):
    until = town.now + timedelta(days=days) if days else None
    about: dict[str, Any] = {
        "member_id": town.hind,
        "level": TrustLevel.BANNED,
        "reason": "بلاغات كاذبة",
        "by": town.badr,
    }
    await trust.say(town.house, **about, until=until, now=town.now - timedelta(days=7))
    search = await town.notice()
    [card] = await town.alerts(search, Wording.SEARCH_CARD)
    async with town.house.db.reading() as tx:
        assert (await card_facts(tx, card)).banned is said
