"""Roles taken back from a lost phone: by whom, for which organisations, and what becomes of its copies."""

from datetime import datetime
from typing import Any

import pytest
from sqlmodel import select

from models.alerts import Alert, Delivery, DeliveryState, Wording
from models.claims import Claimed
from models.members import Member
from models.organisations import LastAdmin, NothingToRevoke, Role
from models.refusals import NotAllowed
from models.rows import id_of
from services import desk_items, lost_phones, members, organisations, recordings
from services.audit import Actor
from services.house import House
from tests.contract.report_town import BOT, Town, town_of


@pytest.fixture
async def town(house: House, now: datetime) -> Town:
    return await town_of(house, now)


async def loses(town: Town, name: str, by: str) -> lost_phones.Suspended:
    actor = Actor.member(town.people[by].id)
    return await lost_phones.suspend(town.house, member_id=town.people[name].id, by=actor, now=town.now)


async def test_an_admin_takes_back_what_is_theirs_to_give_and_no_more(town: Town):
    await organisations.grant(
        town.house, member_id=town.noura.id, role=Role.DESK, code="far", by=Actor.operator(), now=town.now
    )
    done = await loses(town, "noura", "amal")
    assert (done.roles, done.elsewhere) == (1, True)
    assert [each.role for each in await organisations.staff_roles(town.house, town.noura.id)] == [Role.DESK]
    done = await loses(town, "noura", "faris")
    assert (done.roles, done.elsewhere) == (1, False)


async def test_colleagues_and_other_admins_take_nothing_back(town: Town):
    for by in ("badr", "faris", "charlie"):
        with pytest.raises(NothingToRevoke):
            await loses(town, "noura", by)
    with pytest.raises(NotAllowed):
        await loses(town, "amal", "amal")


async def test_what_was_not_sent_yet_never_goes_out(town: Town):
    await town.reports()
    await loses(town, "noura", "amal")
    async with town.house.db.reading() as tx:
        theirs = select(Delivery.state).where(Delivery.recipient_id == town.noura.recipient_id)
        assert list((await tx.exec(theirs)).all()) == [DeliveryState.CANCELLED]


async def test_an_admin_may_go_once_another_is_there(town: Town):
    about: dict[str, Any] = {"member_id": town.amal.id, "role": Role.ADMIN, "code": "harbour", "now": town.now}
    by = Actor.member(town.amal.id)
    with pytest.raises(LastAdmin):
        await organisations.revoke(town.house, **about, by=by)
    await organisations.grant(town.house, **about | {"member_id": town.noura.id}, by=by)
    assert await organisations.revoke(town.house, **about, by=by)


async def test_what_staff_listened_to_leaves_the_phone_at_once(town: Town):
    shown = [recordings.Shown(BOT, int(each), 5, 1) for each in ("1000", "1001")]
    await recordings.remember_shown(town.house, shown, now=town.now)
    assert await recordings.to_take_back(town.house, bot_id=BOT, now=town.now) == []
    await loses(town, "noura", "amal")
    assert await recordings.to_take_back(town.house, bot_id=BOT, now=town.now) == shown[1:]


async def test_nobody_vouches_for_who_has_the_phone(town: Town):
    await members.vet(town.house, member_id=town.noura.id, by=Actor.operator(), now=town.now)
    await loses(town, "noura", "amal")
    async with town.house.db.reading() as tx:
        assert (await tx.get_one(Member, town.noura.id)).vetted_at is None


async def test_no_card_names_the_lost_phone_as_having_it(town: Town):
    report = await town.reports()
    about: dict[str, Any] = {"thing": Claimed.REPORT, "number": id_of(report), "now": town.now}
    await desk_items.take(town.house, **about, member_id=town.noura.id)
    before = await revision_of_card(town)
    await loses(town, "noura", "amal")
    assert await revision_of_card(town) > before


async def revision_of_card(town: Town) -> int:
    async with town.house.db.reading() as tx:
        return (await tx.exec(select(Alert.revision).where(Alert.wording == Wording.REPORT_CARD))).one()
