"""The dispatcher, on both databases, through the real sending path into the sandbox."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlmodel import select

from clock.clocks import SteppingClock
from models.alerts import Copy, CopyState, DeliveryState, Shape
from models.groups import Group, GroupKind, GroupState
from models.members import Recipient
from pictures.demo import child_in_blue_dress
from services import alerts, counting
from services.house import House
from tests.contract.post_office import PostOffice, post_office


@pytest.fixture
async def office(house: House, clock: SteppingClock) -> AsyncIterator[PostOffice]:
    async with post_office(house, clock) as opened:
        yield opened


async def test_everyone_concerned_gets_one_message(office: PostOffice) -> None:
    people = await office.people(40)
    stranger = office.telegram.person("غريب", started=True)
    await office.search()
    async with office.at_work():
        await office.until_nothing_waits()
    assert [len(person.inbox) for person in people] == [1] * 40
    assert stranger.inbox == []


async def test_closing_edits_every_copy_and_takes_the_picture_away(office: PostOffice) -> None:
    people = await office.people(12)
    picture = child_in_blue_dress()
    alert = await office.search(picture=picture)
    async with office.at_work():
        await office.until_nothing_waits()
        assert len(office.telegram.showing(photo=picture)) == 12
        await office.closes(alert)
        await office.until_nothing_waits()
    assert office.telegram.showing(photo=picture) == []
    assert {person.last.text for person in people} == {"search-closed 2"}
    assert len(office.telegram.journal.of("sendPhoto")) == 12
    uploads = [r for r in office.telegram.journal.of("sendPhoto") if not str(r.params["photo"]).startswith("Ag")]
    assert len(uploads) <= 1


async def test_those_who_blocked_the_bot_stop_nobody(office: PostOffice) -> None:
    people = await office.people(20)
    for person in people[:5]:
        person.blocks()
    alert = await office.search()
    async with office.at_work():
        await office.until_nothing_waits()
    assert sum(len(person.inbox) for person in people) == 15
    counts = await counting.counts(office.house, alert.id or 0)
    assert (counts.recipients, counts.sent, counts.failed, counts.waiting) == (20, 15, 5, 0)


async def test_what_waits_when_a_search_closes_is_never_sent(office: PostOffice) -> None:
    people = await office.people(10)
    alert = await office.search()
    await office.closes(alert)
    async with office.at_work():
        await office.until_nothing_waits()
    assert [person.inbox for person in people] == [[]] * 10
    counts = await counting.counts(office.house, alert.id or 0)
    assert (counts.withdrawn, counts.sent) == (10, 0)


async def test_a_sounding_update_is_a_new_message_and_the_old_one_goes(office: PostOffice) -> None:
    [person] = await office.people(1)
    alert = await office.search()
    async with office.at_work():
        await office.until_nothing_waits()
        first = person.last.id
        await office.changes(alert, sound=True)
        await office.until_nothing_waits()
    assert len(person.inbox) == 1
    assert person.last.id != first
    assert [copy.state for copy in await office.copies()] == [CopyState.GONE, CopyState.SHOWN]


async def test_several_changes_are_one_edit(office: PostOffice) -> None:
    [person] = await office.people(1)
    alert = await office.search()
    async with office.at_work():
        await office.until_nothing_waits()
    await office.changes(alert)
    await office.changes(alert)
    async with office.at_work():
        await office.until_nothing_waits()
    assert person.last.text.startswith("search-open 3")
    assert len(office.telegram.journal.of("editMessageText")) == 1


async def test_publishing_twice_is_harmless(office: PostOffice) -> None:
    [person] = await office.people(1)
    alert = await office.search()
    async with office.db.transaction() as tx:
        again = await alerts.reconcile(tx, office.house, await office.house.areas(), 1)
    assert again == 1  # what was promised and not sent is promised anew, once
    async with office.at_work():
        await office.until_nothing_waits()
    async with office.db.transaction() as tx:
        assert await alerts.reconcile(tx, office.house, await office.house.areas(), 1) == 0
    async with office.at_work():
        await office.until_nothing_waits()
    assert len(person.inbox) == 1
    assert alert.id is not None


async def test_a_group_that_moved_keeps_hearing(office: PostOffice) -> None:
    [person] = await office.people(1)
    group = office.telegram.group("متطوعو الحي", person)
    group.adds_bot(by=person)
    async with office.db.transaction() as tx:
        row = await tx.get_one(Recipient, 1)
        row.address = str(group.id)
        tx.add(row)
    group.migrates()
    await office.search()
    async with office.at_work():
        await office.until_nothing_waits()
    assert [copy.address for copy in await office.copies()] == [str(group.id)]
    assert [delivery.state for delivery in await office.deliveries()] == [DeliveryState.DONE]


async def test_a_copy_that_cannot_be_edited_is_deleted(office: PostOffice) -> None:
    [person] = await office.people(1)
    alert = await office.search(picture=child_in_blue_dress())
    async with office.at_work():
        await office.until_nothing_waits()
        async with office.db.transaction() as tx:
            copy = await tx.get_one(Copy, 1)
            copy.shape = Shape.TEXT  # a picture's words cannot be edited as a text's
            tx.add(copy)
        await office.closes(alert)
        await office.until_nothing_waits()
    assert person.inbox == []
    assert [copy.state for copy in await office.copies()] == [CopyState.GONE]


async def test_a_server_in_trouble_is_asked_again(office: PostOffice, clock: SteppingClock) -> None:
    [person] = await office.people(1)
    office.telegram.faults.fail("sendMessage", times=2)
    await office.search()
    async with office.at_work():
        for _ in range(40):
            await office.until_nothing_waits()
            if person.inbox:
                break
            clock.move(timedelta(minutes=1))

            await asyncio.sleep(0.3)
    assert len(person.inbox) == 1


async def test_a_letter_telegram_refuses_stops_its_alert(office: PostOffice) -> None:
    await office.people(30)
    office.letters_are_broken = True
    alert = await office.search()
    office.budget.turns.person_seconds = 0
    async with office.at_work():
        await office.until_nothing_waits()
    assert office.halted == [alert.id]
    counts = await counting.counts(office.house, alert.id or 0)
    assert counts.failed == 30
    assert counts.state == "halted"


async def test_a_group_that_moved_takes_the_place_of_a_row_that_says_no_more_than_that_the_bot_came(
    office: PostOffice,
) -> None:
    [person] = await office.people(1)
    chat = office.telegram.group("متطوعو الحي", person)
    chat.adds_bot(by=person)
    old = chat.id
    chat.migrates()
    async with office.db.transaction() as tx:
        common = {"bot_id": office.telegram.bot.id, "changed_at": office.now()}
        heard = Group(chat_id=old, kind=GroupKind.GROUP, state=GroupState.ACCEPTED, set_up_key="a", **common)
        entered = Group(chat_id=chat.id, kind=GroupKind.SUPERGROUP, set_up_key="b", **common)
        tx.add_all([heard, entered])
        await tx.flush()
        row = await tx.get_one(Recipient, 1)
        row.address, row.group_id, row.member_id = str(old), heard.id, None
        tx.add(row)
    await office.search()
    async with office.at_work():
        await office.until_nothing_waits()
    async with office.db.reading() as tx:
        [group] = (await tx.exec(select(Group))).all()
    assert (group.chat_id, group.kind, group.state) == (chat.id, GroupKind.SUPERGROUP, GroupState.ACCEPTED)
    assert [copy.address for copy in await office.copies()] == [str(chat.id)]
