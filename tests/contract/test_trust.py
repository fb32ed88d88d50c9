"""How far organisations trust who reports to them, on both databases."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from models.refusals import NotAllowed
from models.reports import DANGER, ReasonMissing, ReportState, TooManyReports
from models.rows import id_of
from models.trust import AlreadyObjected, Banned, BannedForGood, NotOfOneself, TrustLevel
from services import forgetting, trust
from services.audit import Actor, who_looked
from services.house import House
from services.places import Place
from tests.contract.report_town import IN_FAR, NOWHERE, Town, town_of

BANNED, LIMITED, TRUSTED = TrustLevel.BANNED, TrustLevel.LIMITED, TrustLevel.TRUSTED
FAR = Place(IN_FAR.lat, IN_FAR.lon)


@pytest.fixture
async def town(house: House, now: datetime) -> Town:
    return await town_of(house, now)


async def says(town: Town, level: TrustLevel, by: str = "badr", **about: Any) -> trust.Said:
    given: dict[str, Any] = {"member_id": town.suad.id, "reason": "بلاغات كاذبة", "until": None} | about
    return await trust.say(town.house, level=level, by=town.people[by].id, now=town.now, **given)


async def test_who_is_banned_by_one_organisation_reports_to_the_others(town: Town):
    await says(town, BANNED)
    with pytest.raises(BannedForGood) as refused:
        await town.reports()
    assert refused.value.facts == {"organisation": "فريق الميناء", "reason": "بلاغات كاذبة"}
    await town.reports(place=FAR)


async def test_a_ban_never_stops_what_is_dangerous(town: Town):
    await says(town, BANNED)
    await town.reports(category=DANGER)


async def test_a_ban_ends_by_itself(town: Town):
    until = town.now + timedelta(days=7)
    await says(town, BANNED, until=until)
    with pytest.raises(Banned) as refused:
        await town.reports()
    assert refused.value.facts["until"] == until
    town.now += timedelta(days=7)
    await town.reports()


async def test_who_is_limited_sends_one_in_an_hour(town: Town):
    await says(town, LIMITED)
    await town.reports()
    with pytest.raises(TooManyReports) as refused:
        await town.reports()
    assert refused.value.facts["limit"] == 1
    town.now += timedelta(minutes=61)
    await town.reports()


async def test_reports_of_the_trusted_wait_for_the_desk_unless_the_deployment_says_otherwise(town: Town):
    await says(town, TRUSTED, reason="")
    assert (await town.reports()).state is ReportState.RECEIVED
    rules = town.house.rules.reports.model_copy(update={"trusted_accepted": True})
    town.house.rules = town.house.rules.model_copy(update={"reports": rules})
    assert (await town.reports()).state is ReportState.ACCEPTED
    assert (await town.reports(place=FAR)).state is ReportState.RECEIVED
    assert (await town.reports(by="charlie")).state is ReportState.RECEIVED


@pytest.mark.parametrize("level", [BANNED, LIMITED])
async def test_a_limit_has_a_reason(town: Town, level: TrustLevel):
    with pytest.raises(ReasonMissing):
        await says(town, level, reason=" ")


async def test_staff_say_it_of_others_than_themselves_and_strangers_of_nobody(town: Town):
    for name in ("badr", "noura"):
        with pytest.raises(NotOfOneself):
            await says(town, BANNED, member_id=town.people[name].id)
    with pytest.raises(NotAllowed):
        await says(town, BANNED, by="charlie")


async def test_one_objection_reaches_the_admins_of_that_organisation(town: Town):
    said = await says(town, BANNED)
    about: dict[str, Any] = {"member_id": town.suad.id, "organisation_id": id_of(said.now.organisation)}
    found, admins = await trust.object_to(town.house, **about, now=town.now)
    assert (found.level, [each.address for each in admins]) == (BANNED, ["1002"])
    with pytest.raises(AlreadyObjected):
        await trust.object_to(town.house, **about, now=town.now)
    await says(town, LIMITED)
    await trust.object_to(town.house, **about, now=town.now)


async def test_the_words_go_with_who_is_forgotten(town: Town):
    await says(town, BANNED)
    await forgetting.forget(town.house, member_id=town.suad.id, by=Actor.operator(), now=town.now)
    found = await trust.standing(town.house, member_id=town.suad.id, by=town.badr.id, now=town.now)
    assert (found.level, found.reason) == (BANNED, "")


async def test_whoever_looks_at_a_reporter_is_written_down(town: Town):
    report = id_of(await town.reports())
    await trust.reporter_of(town.house, report_id=report, by=town.badr.id, now=town.now)
    await trust.standing(town.house, member_id=town.suad.id, by=town.badr.id, now=town.now)
    for thing, number in (("report", report), ("member", town.suad.id)):
        looks = await who_looked(town.house, thing=thing, thing_id=number)
        assert [each.member_id for each in looks] == [town.badr.id]


async def test_who_sent_what_nobody_serves_is_for_admins_alone(town: Town):
    report = id_of(await town.reports(place=Place(NOWHERE.lat, NOWHERE.lon)))
    with pytest.raises(NotAllowed):
        await trust.reporter_of(town.house, report_id=report, by=town.badr.id, now=town.now)
    assert await trust.reporter_of(town.house, report_id=report, by=town.amal.id, now=town.now) == town.suad.id
