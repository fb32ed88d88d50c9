"""What will happen next, and which groups are there, as an operator sees them."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from models.areas import Area, AreaKind
from models.database import Database, open_database
from models.groups import Group, GroupKind, GroupState
from models.members import Member, Recipient
from models.organisations import Organisation
from models.searches import Search, SearchState
from models.subscriptions import Subscription

pytest_plugins = ["tests.story.command_lines"]
pytestmark = pytest.mark.usefixtures("migrated")

NOW = datetime(2026, 11, 22, 13, 40, tzinfo=UTC)


def stored(*rows: object) -> None:
    """These rows, in the database of this folder."""

    async def write(db: Database) -> None:
        async with db.transaction() as tx:
            for row in rows:
                tx.add(row)
                await tx.flush()
        await db.close()

    asyncio.run(write(open_database("sqlite:///data/mizalla.db")))


def north() -> Area:
    return Area(id=1, code="north", kind=AreaKind.REGION, name_ar="الشمال", lat=24.8, lon=46.7, radius_m=30_000)


def listener(number: int, **subscription: Any) -> tuple[object, ...]:
    return (
        Member(id=number, created_at=NOW),
        Recipient(id=number, bot_id=1, address=str(number), member_id=number, changed_at=NOW),
        Subscription(recipient_id=number, area_id=1, created_at=NOW, **subscription),
    )


def test_the_clocks_list_is_told_soonest_first_with_reasons(terminal):
    tonight = NOW + timedelta(hours=4)
    stored(
        north(),
        *listener(1, instant=False, next_digest_at=tonight),
        *listener(2, instant=False, next_digest_at=tonight),
        *listener(3, instant=False, next_digest_at=tonight, cron="weekly thu 17:00"),
        *listener(4),
        Organisation(code="rescue", name_ar="إنقاذ", next_summary_at=NOW + timedelta(hours=15)),
        Search(
            id=7, state=SearchState.DRAFT, approver_ask_at=NOW + timedelta(minutes=5), created_at=NOW, changed_at=NOW
        ),
        Search(
            id=8, state=SearchState.CLOSED, contacts_purge_at=NOW + timedelta(days=1), created_at=NOW, changed_at=NOW
        ),
        Member(id=9, created_at=NOW, forget_at=NOW),
    )
    coming = terminal("schedule show --json").json
    assert [(one["what"], one["thing"], one["n"]) for one in coming] == [
        ("ask the next approver", "search 7", 1),
        ("digests", "", 2),
        ("digests", "", 1),
        ("staff summary", "rescue", 1),
        ("forget members", "", 1),
        ("remove picture and contacts", "search 8", 1),
    ]
    assert coming[1]["at"] == tonight.isoformat()
    assert "0 20 * * *" in coming[1]["why"]
    assert "weekly thu 17:00" in coming[2]["why"]
    assert all(one["why"] for one in coming)


def test_people_read_the_clock_of_the_deployment(terminal):
    stored(north(), *listener(1, instant=False, next_digest_at=NOW))
    assert "2026-11-22 16:40" in terminal("schedule show").out


def test_an_empty_clock_says_so(terminal):
    assert terminal("schedule show").out == "Nothing is due.\n"
    assert terminal("schedule show --json").json == []


def test_groups_are_listed_those_that_wait_for_staff_first(terminal):
    stored(
        north(),
        Organisation(id=1, code="rescue", name_ar="إنقاذ"),
        Group(id=1, bot_id=1, chat_id=-1, kind=GroupKind.GROUP, title="Old", set_up_key="a", changed_at=NOW,
              state=GroupState.ACCEPTED, organisation_id=1),
        Group(id=2, bot_id=1, chat_id=-2, kind=GroupKind.CHANNEL, title="قناة", set_up_key="b", changed_at=NOW,
              state=GroupState.PROPOSED),
        Recipient(id=1, bot_id=1, address="-1", group_id=1, changed_at=NOW),
        Subscription(recipient_id=1, area_id=1, created_at=NOW),
    )  # fmt: skip
    groups = terminal("groups list --json").json
    assert [(group["id"], group["state"], group["organisation"], group["areas"]) for group in groups] == [
        (2, "proposed", None, []),
        (1, "accepted", "rescue", ["north"]),
    ]
    assert "قناة" in terminal("groups list").out


def test_no_group_is_said_in_a_sentence(terminal):
    assert terminal("groups list").out == "The bot is in no group yet.\n"
