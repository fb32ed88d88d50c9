"""Members from a file, on SQLite and on PostgreSQL."""

import time

import pytest
from sqlmodel import func, select

from formats.members_csv import COLUMNS, read_members
from models.areas import Area, AreaKind
from models.members import Member, Recipient
from models.subscriptions import Subscription, SubscriptionCategory
from places.points import Point, distance_m
from services.audit import Actor
from services.member_imports import import_members
from services.subscriptions import known_kinds

SUAD = "telegram,100001,سعاد,ar,volunteer,circle,,24.70000,46.67000,10,searches,instant,22:30,05:30"
SUAD_TOO = "telegram,100001,سعاد,ar,volunteer;vetted,area,city-3,,,,searches;lighting,daily 20:00,,"
BADR = "telegram,100002,Badr,en,,area,city-3,,,,lighting,instant,,"


def rows(*lines: str):
    kinds = known_kinds(["lighting", "road"])
    read = read_members("\n".join([",".join(COLUMNS), *lines]).encode(), kinds=kinds)
    assert read.bad == []
    return read.rows


@pytest.fixture
async def city(house):
    async with house.db.transaction() as tx:
        area = Area(code="city-3", kind=AreaKind.CITY, name_ar="مدينة", lat=24.7, lon=46.7, radius_m=9000)
        tx.add(area)
    return area


async def everything(house) -> list[str]:
    """All that an import may write, for comparing before and after."""
    async with house.db.reading() as tx:
        tables = (Member, Recipient, Subscription, SubscriptionCategory)
        return sorted([repr(row) for table in tables for row in (await tx.exec(select(table))).all()])


async def run(house, now, *lines: str):
    return await import_members(house, rows(*lines), bot_id=42, by=Actor.operator(), now=now)


async def test_one_person_may_have_several_subscriptions(house, city, now):
    report = await run(house, now, SUAD, SUAD_TOO, BADR)
    assert (report.members, report.subscriptions, report.unchanged, report.bad) == (2, 3, 0, [])
    async with house.db.reading() as tx:
        assert (await tx.exec(select(func.count()).select_from(Recipient))).one() == 2
        suad = (await tx.exec(select(Member).where(Member.name == "سعاد"))).one()
    assert suad.vetted_at is not None
    assert suad.adult_at is not None
    assert suad.quiet_from is not None


async def test_the_same_file_twice_changes_nothing(house, city, now):
    await run(house, now, SUAD, SUAD_TOO, BADR)
    before = await everything(house)
    again = await run(house, now, SUAD, SUAD_TOO, BADR)
    assert (again.members, again.subscriptions, again.changed, again.unchanged) == (0, 0, 0, 3)
    assert await everything(house) == before


async def test_a_home_is_kept_coarse_and_its_circle_still_reaches_as_far(house, city, now):
    await run(house, now, SUAD)
    async with house.db.reading() as tx:
        row = (await tx.exec(select(Subscription))).one()
    home = Point(24.7, 46.67)
    moved = distance_m(home, Point(row.lat, row.lon))
    assert (row.lat, row.lon) != (home.lat, home.lon)
    assert row.radius_m >= 10_000 + moved


async def test_a_digest_is_due_at_the_time_in_the_file(house, city, now):
    await run(house, now, SUAD_TOO)
    async with house.db.reading() as tx:
        row = (await tx.exec(select(Subscription))).one()
    assert (row.instant, row.cron) == (False, "daily 20:00")
    assert row.next_digest_at.isoformat() == "2026-11-22T17:00:00+00:00"


async def test_a_corrected_file_changes_how_often(house, city, now):
    await run(house, now, SUAD_TOO)
    report = await run(house, now, SUAD_TOO.replace("daily 20:00", "instant"))
    assert (report.changed, report.subscriptions) == (1, 0)
    async with house.db.reading() as tx:
        row = (await tx.exec(select(Subscription))).one()
    assert (row.instant, row.cron, row.next_digest_at) == (True, None, None)


async def test_a_row_with_an_unknown_area_is_listed_and_the_others_are_kept(house, now):
    report = await run(house, now, SUAD, BADR)
    assert [(bad.line, bad.field, bad.facts["value"]) for bad in report.bad] == [(3, "area_id", "city-3")]
    assert report.subscriptions == 1


@pytest.mark.slow
async def test_a_hundred_thousand_rows_would_take_well_under_a_minute(house, city, now):
    many = rows(
        *(f"telegram,{200000 + n},متطوع {n},ar,volunteer,circle,,{24 + n % 1000 / 1000},{46 + n % 777 / 777},5,searches,"
          f"{'instant' if n % 3 else 'daily 20:00'},," for n in range(4_000))
    )  # fmt: skip
    began = time.process_time()
    report = await import_members(house, many, bot_id=42, by=Actor.operator(), now=now)
    took = time.process_time() - began
    assert report.subscriptions == 4_000
    assert took * 25 < 120
