"""What we hold about a member, and how it goes; on SQLite and on PostgreSQL."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import SQLModel, col, select

from formats.members_csv import MemberRow
from models.alerts import (
    Alert,
    AlertState,
    Audience,
    Copy,
    CopyState,
    Delivery,
    DeliveryState,
    Priority,
    Shape,
    Wording,
)
from models.members import Member, Recipient, RecipientState, StillOutThere
from models.organisations import Role
from models.reports import Report
from models.responders import Responder, ResponderState
from models.rows import id_of
from models.searches import Search, SearchState
from places.grounds import Circle
from places.points import Point
from services import forgetting, intake, members, organisations, preferences, subscriptions
from services.audit import Actor
from services.intake import Incoming, Page, Place
from services.member_imports import import_members
from services.organisations import Charter
from services.subscriptions import Wish

ADDRESS = "100001"
CLOCK = Actor.clock()


@pytest.fixture
async def suad(house, now):
    """Somebody of whom we hold everything that there is to hold."""
    known = await members.meet(house, bot_id=42, address=ADDRESS, name="سعاد", language="ar", now=now)
    await preferences.confirm_adult(house, member_id=known.id, now=now)
    await preferences.set_quiet_hours(house, member_id=known.id, text="21:00-05:00", now=now)
    home = Circle(Point(24.7, 46.7), 5000)
    await subscriptions.subscribe(house, recipient_id=known.recipient_id, ground=home, wish=Wish(), now=now)
    await organisations.sync(house, [Charter("jam", "جمعية")], now=now)
    await organisations.grant(house, member_id=known.id, role=Role.DESK, code="jam", by=Actor.operator(), now=now)
    await members.vet(house, member_id=known.id, by=Actor.operator(), now=now)
    arrived = [Incoming(1, f"chat:{ADDRESS}", b'{"message": "100001"}'), Incoming(2, f"chat:{ADDRESS}", b"100001")]
    await intake.keep_updates(house, bot_id=42, updates=arrived, now=now)
    here = Place(42, int(ADDRESS), int(ADDRESS))
    await intake.finish(house, bot_id=42, update_id=1, pages={here: Page("x", {"words": "سعاد"})}, now=now)
    async with house.db.transaction() as tx:
        tx.add(Report(category="lighting", reporter_id=known.id, created_at=now, changed_at=now))
    return known


async def everything(house) -> str:
    """Every word in the database."""
    async with house.db.reading() as tx:
        tables = SQLModel.metadata.sorted_tables
        return "\n".join([repr(tuple(row)) for table in tables for row in (await tx.exec(table.select())).all()])


@pytest.fixture
def a_copy_of(house, suad, now):
    """A message about a search in her chat."""

    async def made(state: SearchState, alert_state: AlertState, *, shown: int = 1, revision: int = 1) -> int:
        async with house.db.transaction() as tx:
            search = Search(state=state, approved_as_operator=True, created_at=now, changed_at=now)
            tx.add(search)
            await tx.flush()
            alert = Alert(
                search_id=search.id, audience=Audience.SUBSCRIBERS, wording=Wording.SEARCH_OPEN, state=alert_state,
                priority=Priority.URGENT, revision=revision, created_at=now, changed_at=now,
            )  # fmt: skip
            tx.add(alert)
            await tx.flush()
            delivery = Delivery(
                alert_id=alert.id, recipient_id=suad.recipient_id, bot_id=42, priority=0, state=DeliveryState.DONE,
                want_revision=revision, shown_revision=shown,
            )  # fmt: skip
            tx.add(delivery)
            await tx.flush()
            copy = Copy(
                delivery_id=id_of(delivery), bot_id=42, address=ADDRESS, message_id=5, shape=Shape.PICTURE,
                revision=shown, state=CopyState.SHOWN, sent_at=now,
            )  # fmt: skip
            tx.add(copy)
            return id_of(search)

    return made


async def close(house) -> None:
    """The search is over and her copy says so."""
    async with house.db.transaction() as tx:
        for alert in (await tx.exec(select(Alert))).all():
            alert.state = AlertState.ENDED
            tx.add(alert)
        for delivery in (await tx.exec(select(Delivery))).all():
            delivery.shown_revision = delivery.want_revision
            tx.add(delivery)


async def test_a_member_sees_what_is_held(house, suad, now):
    held = await forgetting.what_we_hold(house, suad.id)
    assert (held.name, held.language, held.since, held.vetted) == ("سعاد", "ar", now, True)
    assert (held.subscriptions, held.circles, held.reports, held.searches, held.copies) == (1, 1, 1, 0, 0)
    assert (held.updates, held.answers, held.objections, held.groups_set_up, held.groups_in) == (0, 0, 0, 0, 0)
    assert held.unfinished
    assert (held.roles, held.adult_since, held.forget_at) == (["desk"], now, None)


async def test_afterwards_nothing_names_them(house, suad, now):
    assert ADDRESS in await everything(house)
    assert await forgetting.forget(house, member_id=suad.id, by=CLOCK, now=now)
    left = await everything(house)
    assert ADDRESS not in left
    assert "سعاد" not in left
    assert "24.7" not in left
    async with house.db.reading() as tx:
        report = (await tx.exec(select(Report))).one()
        recipient = (await tx.exec(select(Recipient))).one()
    assert report.reporter_id is None
    assert (recipient.address, recipient.state) == (f"forgotten-{recipient.id}", RecipientState.GONE)
    assert await organisations.staff_roles(house, suad.id) == []


async def test_it_happens_a_day_after_it_was_asked_and_not_before(house, suad, now):
    due = await forgetting.ask_forgetting(house, member_id=suad.id, now=now)
    assert due == now + timedelta(hours=24)
    assert await forgetting.ask_forgetting(house, member_id=suad.id, now=now + timedelta(hours=5)) == due
    assert await forgetting.forget_due(house, now=due - timedelta(minutes=1)) == 0
    assert (await forgetting.what_we_hold(house, suad.id)).forget_at == due
    assert await forgetting.forget_due(house, now=due) == 1
    assert await forgetting.forget_due(house, now=due + timedelta(days=1)) == 0


async def test_the_wish_can_be_taken_back(house, suad, now):
    await forgetting.ask_forgetting(house, member_id=suad.id, now=now)
    await forgetting.stay(house, member_id=suad.id, now=now)
    assert await forgetting.forget_due(house, now=now + timedelta(days=2)) == 0


async def test_an_import_does_not_bring_them_back_but_they_may_come_themselves(house, suad, now):
    row = MemberRow(
        line=2, channel="telegram", address=ADDRESS, name="سعاد", language="ar", roles=("volunteer",),
        subscription="circle", lat=24.7, lon=46.7, radius_km=5, kinds=("searches",), frequency="instant",
    )  # fmt: skip
    await forgetting.forget(house, member_id=suad.id, by=CLOCK, now=now)
    report = await import_members(house, [row], bot_id=42, by=Actor.operator(), now=now)
    assert (report.forgotten, report.members, report.subscriptions) == (1, 0, 0)
    assert ADDRESS not in await everything(house)
    again = await members.meet(house, bot_id=42, address=ADDRESS, name="سعاد", language="ar", now=now)
    assert again.id != suad.id
    assert (await import_members(house, [row], bot_id=42, by=Actor.operator(), now=now)).subscriptions == 1


@pytest.mark.parametrize(
    ("alert_state", "shown", "revision"),
    [(AlertState.OPEN, 1, 1), (AlertState.PAUSED, 1, 1), (AlertState.ENDED, 1, 2)],
    ids=["open", "paused", "over but not yet edited"],
)
async def test_only_the_address_stays_until_the_picture_is_out_of_their_chat(
    house, suad, a_copy_of, now, alert_state, shown, revision
):
    await a_copy_of(SearchState.OPEN, alert_state, shown=shown, revision=revision)
    assert not await forgetting.forget(house, member_id=suad.id, by=CLOCK, now=now)
    async with house.db.reading() as tx:
        assert (await tx.exec(select(Recipient.state))).one() is RecipientState.ACTIVE
        assert (await tx.exec(select(Member.name))).one() == ""
    assert await subscriptions.of_recipient(house, suad.recipient_id) == []
    await close(house)
    assert await forgetting.forget_due(house, now=now + timedelta(hours=24)) == 1
    assert ADDRESS not in await everything(house)


async def test_a_copy_of_a_search_that_is_over_keeps_nobody(house, suad, a_copy_of, now):
    await a_copy_of(SearchState.CLOSED, AlertState.ENDED)
    assert await forgetting.forget(house, member_id=suad.id, by=CLOCK, now=now)
    async with house.db.reading() as tx:
        assert (await tx.exec(select(col(Copy.address)))).one() == ""
        assert (await tx.exec(select(Delivery.state))).one() is DeliveryState.DONE


async def test_who_told_us_of_somebody_missing_can_be_reached_until_that_search_is_over(house, suad, now):
    async with house.db.transaction() as tx:
        case = Search(
            state=SearchState.DRAFT, reporter_id=suad.id, reporter_phone="0500", created_at=now, changed_at=now
        )
        tx.add(case)
    assert not await forgetting.forget(house, member_id=suad.id, by=CLOCK, now=now)
    async with house.db.transaction() as tx:
        kept = (await tx.exec(select(Search))).one()
        assert kept.reporter_phone == "0500"
        kept.state = SearchState.STOPPED
        tx.add(kept)
    assert await forgetting.forget(house, member_id=suad.id, by=CLOCK, now=now)
    assert "0500" not in await everything(house)


@pytest.mark.parametrize("state", [ResponderState.COMING, ResponderState.ON_SITE])
async def test_who_is_out_in_a_search_comes_back_first(house, suad, a_copy_of, now: datetime, state):
    search_id = await a_copy_of(SearchState.OPEN, AlertState.OPEN)
    async with house.db.transaction() as tx:
        tx.add(Responder(search_id=search_id, member_id=suad.id, state=state, changed_at=now))
    with pytest.raises(StillOutThere):
        await forgetting.ask_forgetting(house, member_id=suad.id, now=now)
    async with house.db.transaction() as tx:
        out = (await tx.exec(select(Responder))).one()
        out.state = ResponderState.BACK
        tx.add(out)
    await forgetting.ask_forgetting(house, member_id=suad.id, now=now)
