"""The inbox and the conversations, on SQLite and on PostgreSQL."""

from datetime import timedelta

from sqlmodel import col, select

from models.intake import Conversation, InboxState, InboxUpdate
from services import intake
from services.intake import ATTEMPTS, Incoming, Page, Place

BOT = 42
HERE = Place(BOT, 7, 7)


def update(number: int, lane: str = "chat:7") -> Incoming:
    return Incoming(number, lane, b'{"update_id": %d, "message": "a secret"}' % number)


async def stored(house) -> list[InboxUpdate]:
    async with house.db.reading() as tx:
        return list((await tx.exec(select(InboxUpdate).order_by(col(InboxUpdate.update_id)))).all())


async def test_an_update_that_comes_again_is_kept_once(house, now):
    assert await intake.keep_updates(house, bot_id=BOT, updates=[update(1), update(2)], now=now) == {1, 2}
    assert await intake.keep_updates(house, bot_id=BOT, updates=[update(2), update(3)], now=now) == {3}
    assert [each.update_id for each in await intake.waiting(house, bot_id=BOT)] == [1, 2, 3]


async def test_two_bots_may_have_updates_of_the_same_number(house, now):
    await intake.keep_updates(house, bot_id=BOT, updates=[update(1)], now=now)
    assert await intake.keep_updates(house, bot_id=43, updates=[update(1)], now=now) == {1}
    assert len(await intake.waiting(house, bot_id=43)) == 1


async def test_what_waits_is_read_in_parts(house, now):
    await intake.keep_updates(house, bot_id=BOT, updates=map(update, range(1, 8)), now=now)
    first = await intake.waiting(house, bot_id=BOT, limit=3)
    rest = await intake.waiting(house, bot_id=BOT, after=first[-1].update_id)
    assert [each.update_id for each in first + rest] == list(range(1, 8))


async def test_done_keeps_nothing_of_what_was_written(house, now):
    await intake.keep_updates(house, bot_id=BOT, updates=[update(1)], now=now)
    assert await intake.finish(house, bot_id=BOT, update_id=1, pages={}, now=now)
    (row,) = await stored(house)
    assert (row.state, row.payload) == (InboxState.DONE, None)


async def test_done_and_the_page_are_turned_together_and_once(house, now):
    await intake.keep_updates(house, bot_id=BOT, updates=[update(1)], now=now)
    page = Page("Reporting:place", {"words": "حفرة", "n": 3})
    assert await intake.finish(house, bot_id=BOT, update_id=1, pages={HERE: page}, now=now)
    assert await intake.load_conversation(house, HERE) == page
    assert not await intake.finish(house, bot_id=BOT, update_id=1, pages={HERE: Page("later")}, now=now)
    assert await intake.load_conversation(house, HERE) == page


async def test_a_page_is_turned_again_and_an_empty_one_leaves_no_row(house, now):
    for number, page in enumerate([Page("one", {"a": 1}), Page("two"), Page()], 1):
        await intake.keep_updates(house, bot_id=BOT, updates=[update(number)], now=now)
        await intake.finish(house, bot_id=BOT, update_id=number, pages={HERE: page}, now=now)
        assert await intake.load_conversation(house, HERE) == page
    async with house.db.reading() as tx:
        assert (await tx.exec(select(Conversation))).all() == []


async def test_after_three_failures_an_update_is_given_up_and_counted(house, now):
    await intake.keep_updates(house, bot_id=BOT, updates=[update(1), update(2)], now=now)
    given_up = [await intake.fail(house, bot_id=BOT, update_id=1, error="KeyError") for _ in range(ATTEMPTS)]
    assert given_up == [False] * (ATTEMPTS - 1) + [True]
    counted = await intake.backlog(house, bot_id=BOT)
    assert (counted.waiting, counted.failed, counted.oldest) == (1, 1, now)


async def test_what_failed_may_be_tried_again_after_mending(house, now):
    await intake.keep_updates(house, bot_id=BOT, updates=[update(1)], now=now)
    await intake.set_aside(house, bot_id=BOT, update_ids=[1], error="Unreadable")
    assert await intake.waiting(house, bot_id=BOT) == []
    assert await intake.try_again(house, bot_id=BOT) == 1
    assert len(await intake.waiting(house, bot_id=BOT)) == 1


async def test_the_sweep_forgets_what_cannot_come_again(house, now):
    await intake.keep_updates(house, bot_id=BOT, updates=[update(1), update(2), update(3)], now=now)
    await intake.finish(house, bot_id=BOT, update_id=1, pages={}, now=now)
    await intake.set_aside(house, bot_id=BOT, update_ids=[2], error="Unreadable")
    assert await intake.sweep(house, now=now + timedelta(hours=24)) == 0
    assert await intake.sweep(house, now=now + timedelta(hours=73)) == 1
    failed, waiting = await stored(house)
    assert (failed.state, failed.payload, failed.lane) == (InboxState.FAILED, None, "")
    assert waiting.payload is not None


async def test_forgetting_a_chat_empties_what_came_from_it(house, now):
    await intake.keep_updates(house, bot_id=BOT, updates=[update(1), update(2, "chat:8")], now=now)
    await intake.finish(house, bot_id=BOT, update_id=1, pages={HERE: Page("one")}, now=now)
    async with house.db.transaction() as tx:
        await intake.forget_chats(tx, [7])
    assert await intake.load_conversation(house, HERE) == Page()
    assert [(row.lane, row.payload is None) for row in await stored(house)] == [("", True), ("chat:8", False)]
