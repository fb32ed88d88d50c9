"""Words and pictures taken out of reports, on both databases."""

from datetime import datetime
from typing import Any

import pytest
from sqlmodel import select

from models.moderation import NothingChanged, ReportOriginal
from models.rows import id_of
from services import moderation
from services.house import House
from tests.contract.report_town import Town, town_of


@pytest.fixture
async def town(house: House, now: datetime) -> Town:
    return await town_of(house, now)


async def test_an_update_that_comes_twice_takes_out_once_and_is_answered_alike(town: Town):
    report = id_of(await town.reports(description="المصباح مطفأ 0551234567"))
    about: dict[str, Any] = {"report_id": report, "words": "المصباح مطفأ", "reason": "فيه رقم هاتف", "by": town.badr}
    for _ in range(2):
        said = await moderation.replace_words(town.house, **about, made_by="7:1", now=town.now)
        assert said.description == "المصباح مطفأ"
    async with town.house.db.reading() as tx:
        assert (await tx.exec(select(ReportOriginal.words))).all() == ["المصباح مطفأ 0551234567"]


async def test_the_same_words_and_no_picture_take_nothing_out(town: Town):
    report = id_of(await town.reports())
    about: dict[str, Any] = {"report_id": report, "reason": "كما هي", "by": town.badr, "now": town.now}
    with pytest.raises(NothingChanged):
        await moderation.replace_words(town.house, **about, words="المصباح مطفأ", made_by="7:1")
    with pytest.raises(NothingChanged):
        await moderation.hide_picture(town.house, **about, made_by="7:2")
