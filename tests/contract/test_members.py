"""Who is met, what they say of themselves, who vouches for them; on SQLite and on PostgreSQL."""

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import func, select

from clock.zones import BadZone
from models.members import Member, MemberNotFound, Recipient, RecipientState
from models.organisations import Role
from models.refusals import NotAllowed, NotUnderstood
from services import audit, members, organisations, preferences
from services.audit import Actor
from services.organisations import Charter


async def meet(house, now, address="100001", bot_id=42, name="سعاد"):
    return await members.meet(house, bot_id=bot_id, address=address, name=name, language="ar", now=now)


async def test_who_writes_twice_is_met_once(house, now):
    first = await meet(house, now)
    assert await meet(house, now, name="another name") == first
    assert (first.name, first.adult, first.staff) == ("سعاد", False, False)


async def test_many_first_words_at_once_make_one_member(house, now):
    met = await asyncio.gather(*(meet(house, now) for _ in range(8)))
    assert len({each.id for each in met}) == 1
    async with house.db.reading() as tx:
        assert (await tx.exec(select(func.count()).select_from(Member))).one() == 1


async def test_one_person_with_two_bots_is_one_member(house, now):
    here, there = await meet(house, now), await meet(house, now, bot_id=43)
    assert here.id == there.id
    assert here.recipient_id != there.recipient_id


async def test_who_blocked_the_bot_is_a_stranger_until_they_write(house, now):
    known = await meet(house, now)
    await members.blocked(house, bot_id=42, address="100001", now=now)
    assert await members.known_at(house, bot_id=42, address="100001") is None
    assert (await meet(house, now)).id == known.id
    async with house.db.reading() as tx:
        assert (await tx.exec(select(Recipient.state))).one() is RecipientState.ACTIVE


async def test_those_imported_before_there_was_a_token_are_adopted_by_the_bot(house, now):
    old = await meet(house, now, bot_id=0)
    await meet(house, now, bot_id=0, address="100002")
    already = await meet(house, now, bot_id=42, address="100002")
    assert await members.adopt(house, bot_id=42, username="mizalla_bot", now=now) == 1
    known = [await members.known_at(house, bot_id=42, address=address) for address in ("100001", "100002")]
    assert [each.recipient_id for each in known if each is not None] == [old.recipient_id, already.recipient_id]


async def test_only_staff_vouch_for_a_volunteer(house, now):
    await organisations.sync(house, [Charter("jam", "جمعية")], now=now)
    stranger, staff = await meet(house, now), await meet(house, now, address="100002")
    await organisations.grant(
        house, member_id=staff.id, role=Role.COORDINATOR, code="jam", by=Actor.operator(), now=now
    )
    with pytest.raises(NotAllowed):
        await members.vet(house, member_id=stranger.id, by=Actor.member(stranger.id), now=now)
    await members.vet(house, member_id=stranger.id, by=Actor.member(staff.id), now=now)
    assert (await meet(house, now)).vetted
    await members.unvet(house, member_id=stranger.id, by=Actor.operator(), now=now)
    assert not (await meet(house, now)).vetted


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("22:30-05:30", "22:30 05:30"),
        ("من ١٠ م إلى ٥:٣٠ ص", "22:00 05:30"),
        ("10pm - 6 am", "22:00 06:00"),
        ("12 ص الى 12 م", "00:00 12:00"),
        ("0:00-0:00", "00:00 00:00"),
    ],
)
def test_hours_are_read_as_people_write_them(text, hours):
    assert " ".join(f"{each:%H:%M}" for each in preferences.read_hours(text)) == hours


@pytest.mark.parametrize("text", ["", "ليلًا", "22:30", "25:00-06:00", "13 pm - 6 am", "22:75-05:00", "1-2-3"])
def test_what_are_no_hours_is_refused(text):
    with pytest.raises(NotUnderstood):
        preferences.read_hours(text)


async def test_what_is_said_is_kept_and_recorded_without_what_was_said(house, now):
    known = await meet(house, now)
    await preferences.set_quiet_hours(house, member_id=known.id, text="21:00-04:00", now=now)
    await preferences.pause_for(house, member_id=known.id, length=timedelta(hours=1), now=now)
    await preferences.confirm_adult(house, member_id=known.id, now=now)
    kept = await preferences.profile(house, known.id)
    assert (str(kept.quiet_from), kept.paused_until, kept.adult_at) == ("21:00:00", now + timedelta(hours=1), now)
    acts = await audit.history(house, thing="member", thing_id=known.id)
    assert [(act.act, act.facts) for act in acts] == [
        ("member.quiet-hours", {}),
        ("member.pause", {}),
        ("member.adult", {}),
    ]


async def test_a_zone_that_is_none_changes_nothing(house, now):
    known = await meet(house, now)
    with pytest.raises(BadZone):
        await preferences.set_zone(house, member_id=known.id, text="Mars", now=now)
    assert (await preferences.profile(house, known.id)).zone is None


async def test_nobody_is_refused_by_name(house, now):
    with pytest.raises(MemberNotFound):
        await preferences.set_wake(house, member_id=999, wake=True, now=now)


async def test_who_looked_is_seen(house, now):
    known = await meet(house, now)
    await audit.looked(house, what="contact", thing="search", thing_id=5, by=Actor.member(known.id), now=now)
    looks = await audit.who_looked(house, thing="search", thing_id=5)
    assert [(look.act, look.member_id) for look in looks] == [("see.contact", known.id)]
