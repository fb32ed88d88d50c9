"""Volunteers on the ground: what they may say, where they meet, and who is asked when nothing is heard of them."""

import asyncio
from datetime import timedelta

import pytest

from models.responders import NotOut
from sandbox.people import Person
from services import check_ins, responders
from tests.story.searching import ends, in_ghadir, plain, presses, town
from tests.story.town import Town
from tests.story.wide_town import publish

__all__ = ["town"]


@pytest.fixture
async def out(town: Town) -> Town:
    """A search that is out, and Khalid on his way."""
    await publish(town, await in_ghadir(town), audience={"radius_km": 10})
    await town.quiet()
    await sets_out(town, town.volunteer)
    return town


async def sets_out(town: Town, person: Person) -> None:
    await presses(town, person, "button-find-coming")
    if town.ar.plain("find-adult") in person.last.labels:
        await presses(town, person, "find-adult")


async def asked_and_told(town: Town) -> list[int]:
    """How often volunteers, partners and coordinators were written to."""
    rows = dict(
        await town.query(
            "SELECT a.wording, count(*) FROM alert a JOIN delivery d ON d.alert_id = a.id"
            " WHERE a.wording IN ('check-in', 'check-partner', 'overdue') GROUP BY a.wording"
        )
    )
    return [rows.get(each, 0) for each in ("check-in", "check-partner", "overdue")]


async def test_everything_after_the_first_tap_is_optional_and_kept_for_the_coordinators(out: Town):
    town, khalid = out, out.volunteer
    assert "وقت الوصول" in plain(khalid.last.text)
    assert await town.query("SELECT state FROM responder") == [("coming",)]
    await presses(town, khalid, "way-in-30")
    await presses(town, khalid, "way-car-1")
    skill = town.house.rules.searches.skills[0]
    await khalid.presses(skill.ar)
    await town.quiet()
    assert f"✓ {skill.ar}" in khalid.last.labels
    [(arrives_at, has_car, skills)] = await town.query("SELECT arrives_at, has_car, skills FROM responder")
    assert (arrives_at is not None, bool(has_car), skills) == (True, True, skill.code)
    await presses(town, khalid, "find-arrived")
    await presses(town, khalid, "button-find-back")
    assert await town.query("SELECT state, check_at FROM responder") == [("back", None)]
    assert khalid.last.labels == []


async def test_an_old_button_changes_nothing_for_who_is_there_or_back(out: Town):
    town, khalid = out, out.volunteer
    alert = next(each for each in khalid.inbox if "في الطريق" in each.labels)
    await presses(town, khalid, "find-arrived")
    await khalid.presses("في الطريق", on=alert)
    await town.quiet()
    assert await town.query("SELECT state FROM responder") == [("on_site",)]
    await presses(town, khalid, "button-find-back")
    search_id, member_id = await number_of(town, khalid)
    with pytest.raises(NotOut):
        await responders.on_site(town.house, search_id=search_id, member_id=member_id, now=town.clock())
    assert await town.query("SELECT state FROM responder") == [("back",)]


async def test_whoever_is_overdue_is_asked_then_the_coordinator_hears_it_until_somebody_says_safe(out: Town):
    town, khalid, coordinator = out, out.volunteer, out.coordinator
    rules = town.house.rules.searches
    search_id, member_id = await number_of(town, khalid)
    await responders.can(town.house, search_id=search_id, member_id=member_id, skill=rules.skills[0].code)
    await town.passes(minutes=rules.checkin_minutes + 1)
    assert any("هل أنت بخير" in plain(each.text) for each in khalid.inbox)
    assert await asked_and_told(town) == [1, 0, 0]

    await town.passes(minutes=rules.overdue_minutes + 1)
    assert "متطوع واحد متأخر" in plain(coordinator.last.text)
    assert "خالد" not in plain(coordinator.last.text)
    heard = coordinator.last.id
    await town.passes(minutes=rules.overdue_minutes + 1)
    assert coordinator.last.id > heard, "told again, with a sound"

    await presses(town, coordinator, "button-call-list")
    assert "خالد" in plain(coordinator.last.text)
    assert f"المهارات: {rules.skills[0].ar}." in plain(coordinator.last.text)
    assert await town.query("SELECT count(*) FROM audit WHERE act = 'see.call-list'") == [(1,)]
    await coordinator.presses(coordinator.last.labels[0])
    await town.quiet()
    assert await town.query("SELECT state, check_at FROM responder") == [("back", None)]
    assert "لا متأخر من المتطوعين" in plain(next(b for b in coordinator.inbox if "متأخر" in plain(b.text)).text)
    assert "لا حاجة إلى جواب" in plain(next(b for b in khalid.inbox if "لا حاجة" in plain(b.text)).text)
    await town.passes(hours=24)
    assert town.copies("من يلزم الاتصال بهم") == []


async def test_still_out_puts_the_question_off_and_two_clocks_ask_once(out: Town):
    town, khalid = out, out.volunteer
    minutes = town.house.rules.searches.checkin_minutes + 1
    town.clock.move(timedelta(minutes=minutes))
    both = await asyncio.gather(*(check_ins.check_due(town.house, now=town.clock()) for _ in range(2)))
    assert sum(both) == 1
    await town.quiet()
    assert await asked_and_told(town) == [1, 0, 0]
    await presses(town, khalid, "button-still-out")
    await town.passes(minutes=30)
    assert await asked_and_told(town) == [1, 0, 0]
    await town.passes(minutes=31)
    assert await asked_and_told(town) == [2, 0, 0]


async def test_the_partner_is_asked_before_the_coordinator(out: Town):
    town, khalid, other = out, out.volunteer, out.neighbour
    await sets_out(town, other)
    for each in (khalid, other):
        await presses(town, each, "find-arrived")
        await presses(town, each, "button-segment-take")
        await presses(town, each, "button-pair-anybody")
    rules = town.house.rules.searches
    town.clock.move(timedelta(minutes=rules.checkin_minutes - 1))
    await presses_stay(town, other)
    await town.passes(minutes=2)
    await town.passes(minutes=rules.overdue_minutes + 1)
    assert await asked_and_told(town) == [1, 1, 0]
    assert "الشريك في الفريق 1" in plain(other.last.text)
    await presses(town, other, "button-partner-lost")
    assert await asked_and_told(town) == [1, 1, 1]
    await presses(town, town.coordinator, "button-call-list")
    assert "الفريق 1، مع" in plain(town.coordinator.last.text)


async def number_of(town: Town, person: Person) -> tuple[int, int]:
    """The search they are out in, and theirs."""
    [(search_id, member_id)] = await town.query(
        "SELECT r.search_id, r.member_id FROM responder r JOIN recipient c ON c.member_id = r.member_id"
        " WHERE c.address = :address",
        address=str(person.id),
    )
    return search_id, member_id


async def presses_stay(town: Town, person: Person) -> None:
    """As under a question of the check, before it was asked."""
    search_id, member_id = await number_of(town, person)
    await responders.stays(town.house, search_id=search_id, member_id=member_id, minutes=600, now=town.clock())


async def test_the_meeting_point_reaches_those_out_and_those_who_set_out_later(out: Town):
    town, khalid, coordinator = out, out.volunteer, out.coordinator
    await presses(town, coordinator, "button-search-meeting")
    await coordinator.sends_location(*await in_ghadir(town))
    await town.quiet()
    await presses(town, coordinator, "place-this")
    assert "مكان التجمّع" in plain(khalid.last.text)
    await sets_out(town, town.neighbour)
    assert "مكان التجمّع: " in plain(town.neighbour.last.text)
    assert town.ar.plain("button-meeting-map") in town.neighbour.last.labels
    await ends(town)
    assert town.copies("مكان التجمّع الغدير") == []


async def test_those_out_are_called_in_before_dark_once(out: Town):
    town, khalid = out, out.volunteer
    [(at,)] = await town.query("SELECT come_in_at FROM search")
    assert at is not None
    await presses(town, khalid, "find-arrived")
    await town.passes(hours=24)
    told = [each for each in khalid.inbox if "اقترب الغروب" in plain(each.text)]
    assert len(told) <= 1
    [(following,)] = await town.query("SELECT come_in_at FROM search")
    assert following != at


async def test_who_blocked_the_bot_on_the_way_hears_that_it_is_over_when_they_come_back(out: Town):
    town, khalid = out, out.volunteer
    khalid.blocks()
    await town.quiet()
    await ends(town)
    assert town.ar.plain("search-come-back") not in [each.text for each in khalid.inbox]
    khalid.unblocks()
    await khalid.says("/start")
    await town.quiet()
    heard = [plain(each.text) for each in khalid.inbox]
    assert plain(town.ar.plain("search-come-back")) in heard
    assert plain(town.ar.plain("alerts-on-again")) in heard


async def test_searches_near_me_show_numbers_and_bring_the_alert_itself(out: Town):
    town, khalid = out, out.volunteer
    await khalid.says("/searches")
    await town.quiet()
    shown = plain(khalid.last.text)
    assert ("عملية بحث واحدة قريبة منك" in shown, "ريم" in shown, "البحث رقم 1" in shown) == (True, False, True)
    await presses(town, khalid, "near-show", number=1)
    assert town.ar.plain("button-find-coming") in khalid.last.labels
    await presses(town, khalid, "button-search-mute")
    assert await town.query("SELECT count(*) FROM delivery WHERE muted_at IS NOT NULL") == [(1,)]
    await presses(town, khalid, "button-search-follow")
    await presses(town, khalid, "button-search-only")
    assert await town.query("SELECT count(*) FROM delivery WHERE muted_at IS NOT NULL") == [(0,)]
    await khalid.says("/searches")
    await town.quiet()
    await presses(town, khalid, "near-mine")
    assert "البحث رقم 1: في الطريق" in plain(khalid.last.text)
    await ends(town)
    await khalid.says("/searches")
    await town.quiet()
    assert plain(town.ar.plain("near-none")) in plain(khalid.last.text)


async def test_what_a_search_teaches_is_kept_without_anybody(out: Town):
    town = out
    await town.passes(hours=2)
    await ends(town)
    figures = await town.query("SELECT outcome, hours, volunteers, moved_m FROM search_figure")
    assert figures == [("found-safe", 2.0, 1, None)]
    await town.passes(days=31)
    assert await town.query("SELECT count(*) FROM responder") == [(0,)]
    assert await town.query("SELECT count(*) FROM search_figure") == [(1,)]
