"""Telegram refuses the token in the middle of the work: no letter is burnt, and another token goes on."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text

from alerts.failures import TokenRefused
from bot import tokens
from bot.config import TelegramConfig
from bot.tokens import Token
from clock.clocks import SteppingClock
from models.alerts import DeliveryState
from sandbox import Limits, Sandbox
from services.house import House
from tests.contract.post_office import PostOffice, post_office


@pytest.fixture
async def office(house: House, clock: SteppingClock) -> AsyncIterator[PostOffice]:
    async with post_office(house, clock) as opened:
        yield opened


async def works_until_refused(office: PostOffice) -> None:
    """The dispatcher ends with TokenRefused and nothing else."""
    with pytest.raises(ExceptionGroup) as ended:
        await office._run()
    assert ended.group_contains(TokenRefused)
    assert len(ended.value.exceptions) == 1


async def test_what_waits_goes_on_waiting_uncounted_and_leaves_with_the_next_token(office: PostOffice) -> None:
    people = await office.people(30)
    await office.search()
    office.telegram.revokes_token()
    old, office.telegram.bot.token = office.telegram.bot.token, office.telegram.bot.token + "x"
    await works_until_refused(office)
    assert {(each.state, each.attempts) for each in await office.deliveries()} == {(DeliveryState.DUE, 0)}
    office.telegram.bot.token = old
    async with office.at_work():
        await office.until_nothing_waits()
    assert [len(person.inbox) for person in people] == [1] * 30
    assert [each.error for each in await office.deliveries()] == [None] * 30


async def test_copies_of_an_earlier_token_are_edited_and_a_refused_edit_takes_nothing_away(office: PostOffice) -> None:
    people = await office.people(8)
    alert = await office.search()
    async with office.at_work():
        await office.until_nothing_waits()
    await office.closes(alert)
    token = office.telegram.revokes_token()
    office.telegram.bot.token = "7000000001:AAF_sandbox_token_that_opens_nothing_"
    await works_until_refused(office)
    assert {person.last.text.split()[0] for person in people} == {"search-open"}
    office.telegram.bot.token = token
    async with office.at_work():
        await office.until_nothing_waits()
    assert {person.last.text for person in people} == {"search-closed 2"}
    assert [len(person.inbox) for person in people] == [1] * 8
    async with office.db.reading() as tx:
        states = (await tx.exec(text("SELECT DISTINCT state FROM copy"))).all()  # type: ignore[call-overload]
    assert states == [("shown",)]


async def test_a_token_without_a_file_is_asked_for_again_later_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "FIRST_PAUSE", 0.05)
    monkeypatch.setattr(tokens, "LOOK_SECONDS", 0.01)
    async with await Sandbox.start(limits=Limits.none()) as telegram:
        token = Token(TelegramConfig(token=telegram.token, api_url=telegram.api_url))
        new = telegram.revokes_token()
        token.refused(token.value)
        assert not await token.is_good()
        telegram.world.renew_token(telegram.bot, token.value)
        assert await token.good() == token.value != new
