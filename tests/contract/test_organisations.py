"""Organisations, the areas they serve, and who may act; Alice administers, Bob is at the desk, Charlie has no role."""

import pytest
from sqlmodel import select

from models.areas import Area, AreaKind
from models.organisations import Organisation, OrganisationNotFound, Role
from models.refusals import NotAllowed
from models.rows import id_of
from services import members, organisations
from services.audit import Actor
from services.organisations import Charter

JAM = Charter("jam", "جمعية", "Association", ("city",))


@pytest.fixture
async def people(house, now):
    async with house.db.transaction() as tx:
        region = Area(code="region", kind=AreaKind.REGION, name_ar="منطقة")
        tx.add(region)
        await tx.flush()
        tx.add(Area(code="city", kind=AreaKind.CITY, name_ar="مدينة", parent_id=region.id))
    await organisations.sync(house, [JAM, Charter("wide", "هيئة", areas=("region",))], now=now)
    names = ("alice", "bob", "charlie")
    met = {
        name: await members.meet(house, bot_id=42, address=str(n), name=name, language="en", now=now)
        for n, name in enumerate(names, 1)
    }
    await grant(house, now, met["alice"], Role.ADMIN)
    await grant(house, now, met["bob"], Role.DESK, by=Actor.member(met["alice"].id))
    return met


async def grant(house, now, who, role, *, by=Actor.operator(), code="jam"):  # noqa: B008
    return await organisations.grant(house, member_id=who.id, role=role, code=code, by=by, now=now)


async def area(house, code) -> int:
    async with house.db.reading() as tx:
        return id_of((await tx.exec(select(Area).where(Area.code == code))).one())


async def serving(house, *area_ids) -> str:
    """The code of who serves a place."""
    number = await organisations.serving(house, area_ids)
    return "" if number is None else (await organisations.organisation(house, number)).code


async def test_the_same_config_again_changes_nothing(house, people, now):
    assert await organisations.sync(house, [JAM, Charter("wide", "هيئة", areas=("region",))], now=now) == []
    async with house.db.reading() as tx:
        assert len((await tx.exec(select(Organisation))).all()) == 2


async def test_an_area_that_is_not_there_is_named(house, now):
    assert await organisations.sync(house, [Charter("x", "س", areas=("nowhere",))], now=now) == ["nowhere"]


async def test_the_smallest_served_area_wins(house, people):
    city, region = await area(house, "city"), await area(house, "region")
    assert await serving(house, city, region) == "jam"
    assert await serving(house, region) == "wide"
    assert await serving(house, 999) == ""


async def test_an_organisation_taken_out_of_config_serves_nothing(house, people, now):
    await organisations.sync(house, [Charter("wide", "هيئة", areas=("region",))], now=now)
    city, region = await area(house, "city"), await area(house, "region")
    assert await serving(house, city, region) == "wide"
    assert [each.role for each in await organisations.staff_roles(house, people["bob"].id)] == [Role.DESK]


async def test_roles_are_granted_by_admins_of_the_organisation_only(house, people, now):
    for who in ("bob", "charlie"):
        with pytest.raises(NotAllowed):
            await grant(house, now, people[who], Role.ADMIN, by=Actor.member(people[who].id))
    with pytest.raises(NotAllowed):
        await grant(house, now, people["alice"], Role.DESK, by=Actor.member(people["alice"].id), code="wide")
    with pytest.raises(OrganisationNotFound):
        await grant(house, now, people["alice"], Role.DESK, code="none")


async def test_a_role_is_held_once_and_revoked_once(house, people, now):
    first, again = await grant(house, now, people["bob"], Role.DESK), await grant(house, now, people["bob"], Role.DESK)
    assert first.id == again.id
    taken = [
        await organisations.revoke(
            house, member_id=people["bob"].id, role=Role.DESK, code="jam", by=Actor.operator(), now=now
        )
        for _ in range(2)
    ]
    assert taken == [True, False]
    assert await organisations.staff_roles(house, people["bob"].id) == []


async def test_who_may_act_is_told_for_whom(house, people):
    async with house.db.reading() as tx:
        jam = await organisations.require(tx, member_id=people["bob"].id, role=Role.DESK, organisation_id=None)
        assert await organisations.require(tx, member_id=people["alice"].id, role=Role.APPROVER, organisation_id=jam)
        for who, role, where in (
            (people["bob"].id, Role.APPROVER, jam),
            (people["charlie"].id, Role.DESK, jam),
            (people["bob"].id, Role.DESK, jam + 1),
            (None, Role.DESK, jam),
        ):
            with pytest.raises(NotAllowed):
                await organisations.require(tx, member_id=who, role=role, organisation_id=where)


async def test_staff_are_listed_longest_in_office_first_and_not_those_who_blocked_the_bot(house, people, now):
    async with house.db.reading() as tx:
        jam = await organisations.require(tx, member_id=people["bob"].id, role=Role.DESK, organisation_id=None)
        both = await organisations.staff_of(tx, organisation_id=jam, roles={Role.DESK, Role.ADMIN})
        admins = await organisations.staff_of(tx, organisation_id=None, roles={Role.DESK})
    assert both == [people["alice"].recipient_id, people["bob"].recipient_id]
    assert admins == [people["alice"].recipient_id]
    await members.blocked(house, bot_id=42, address="1", now=now)
    async with house.db.reading() as tx:
        assert await organisations.staff_of(tx, organisation_id=jam, roles={Role.DESK, Role.ADMIN}) == both[1:]


async def test_staff_are_known_as_such(house, people, now):
    known = [await members.known_at(house, bot_id=42, address=address) for address in ("2", "3")]
    assert [each.staff for each in known if each is not None] == [True, False]
