"""Somebody saw her: what they are asked, who hears of it, what coordinators make of it, and where the search goes."""

import asyncio
from datetime import timedelta
from typing import Any

from pictures.demo import child_in_blue_dress
from sandbox.people import Person
from sandbox.phone import Bubble
from services import members, sightings, staff_summaries
from tests.story.searching import ends, goes_out, plain, presses, says, seen_after, town
from tests.story.test_searches_from_chat_to_volunteers import member_of
from tests.story.town import Town

__all__ = ["town"]

SUQ = (20.6216, 50.3504)
"""In the old souq, where Muna listens: about three kilometres from where Reem was last known."""
SEA = (20.70, 50.90)


async def begins(town: Town, person: Person) -> None:
    await presses(town, person, "button-find-saw-female")
    await presses(town, person, "sighting-person")
    await presses(town, person, "sighting-danger-no")


async def tells_all(town: Town, person: Person, place: tuple[float, float] = SUQ) -> None:
    """Every question, with a pin and no picture."""
    await begins(town, person)
    await person.sends_location(*place)
    await town.quiet()
    await presses(town, person, "place-this")
    await presses(town, person, "sighting-now")
    await presses(town, person, "sighting-no-picture")
    await presses(town, person, "sighting-sure-certain")


async def the_list(town: Town) -> Bubble:
    """The coordinator's one list."""
    found = [each for each in town.coordinator.screen_of(None) if "إفادات البحث رقم 1" in plain(each.text)]
    assert len(found) == 1, "one message, however many come"
    return found[0]


async def opens(town: Town, number: int = 1) -> Bubble:
    await town.coordinator.presses(f"sighting:show:{number}")
    await town.quiet()
    return town.coordinator.last


async def state_of(town: Town, number: int = 1) -> Any:
    [(state,)] = await town.query("SELECT state FROM sighting WHERE id = :n", n=number)
    return state


async def test_a_confirmed_sighting_moves_the_search_and_sounds_only_where_it_came_nearer(town: Town):
    khalid, muna, suad = town.volunteer, town.neighbour, town.coordinator
    await goes_out(town)
    first = khalid.last
    assert muna.inbox == []
    await town.passes(minutes=30)
    await presses(town, khalid, "button-find-saw-female")
    assert plain(khalid.last.text).startswith("إن كان الشخص في خطر الآن فالاتصال بالرقم 911 أولًا")
    await presses(town, khalid, "sighting-person")
    assert await state_of(town) == "new", "kept from the first answer on"
    assert "911" in khalid.last.text
    await presses(town, khalid, "sighting-danger-no")
    await khalid.sends_location(*SUQ)
    await town.quiet()
    await presses(town, khalid, "place-this")
    await presses(town, khalid, "sighting-now")
    await khalid.sends_photo(child_in_blue_dress())
    await town.quiet()
    await presses(town, khalid, "sighting-sure-likely")
    assert "الإفادة رقم 1 عند المنسّق وحده" in plain(khalid.last.text)

    assert "السوق القديم" in (await the_list(town)).text
    card = await opens(town)
    assert card.photo is not None
    assert card.protected
    assert "على الأرجح" in card.text
    assert town.copies("على الأرجح") == [card], "for coordinators only"
    assert "السوق القديم" not in town.citizen.last.text, "the family gets no automatic answer"

    await presses(town, suad, "button-sighting-confirm")
    assert "آخر مكان معروف" in suad.last.text
    await presses(town, suad, "sighting-confirm-now")
    assert await state_of(town) == "confirmed"
    [(lat, lon, state, ring)] = await town.query("SELECT lkp_lat, lkp_lon, state, ring_m FROM search")
    assert (round(lat, 4), round(lon, 4), state, ring) == (*SUQ, "open", 3400)
    assert len(await town.query("SELECT id FROM last_known_point")) == 2, "the first point is kept"
    assert "السوق القديم" in muna.last.text, "told at once"
    assert "السوق القديم" in first.text, "the copy is edited, without a new one"
    assert len([each for each in khalid.screen_of(None) if "طفلة مفقودة" in each.text]) == 1

    await ends(town)
    theirs = [*suad.screen_of(None), *muna.screen_of(None), first]
    assert [each.text for each in theirs if "السوق القديم" in each.text] == []
    assert town.copies("على الأرجح") == []


async def test_who_has_a_copy_hears_it_again_when_it_comes_into_their_district(town: Town):
    khalid, muna, suad = town.volunteer, town.neighbour, town.coordinator
    await goes_out(town, radius_km="10")
    far, near = muna.last, khalid.last
    await tells_all(town, khalid)
    await opens(town)
    await presses(town, suad, "button-sighting-confirm")
    await presses(town, suad, "sighting-confirm-now")
    alerts = [each for each in muna.screen_of(None) if "طفلة مفقودة" in each.text]
    assert len(alerts) == 1
    assert alerts[0].id != far.id, "a new sound is a new copy, and the old one goes"
    assert near.id in [each.id for each in khalid.screen_of(None)]
    assert await town.query("SELECT ring_m, audience_radius_m FROM search") == [(None, 10_000)], "chosen: not widened"


async def test_the_post_is_not_the_person_and_half_a_sighting_is_kept(town: Town):
    await goes_out(town)
    khalid = town.volunteer
    await presses(town, khalid, "button-find-saw-female")
    assert "لا حاجة إلى إفادة" in await seen_after(town, khalid, "sighting-post")
    assert await town.query("SELECT id FROM sighting") == []
    await begins(town, khalid)
    await says(town, khalid, "/menu")
    assert await town.query("SELECT state, danger, lat FROM sighting") == [("new", 0, None)]
    before = await the_list(town)
    assert "لم يُذكر المكان" in before.text
    await presses(town, town.coordinator, "button-search-sightings")
    assert (await the_list(town)).text == town.coordinator.last.text, "at the end of the chat"
    assert town.coordinator.last.id != before.id


async def test_danger_is_never_limited_and_heard_first(town: Town):
    number = await goes_out(town)
    khalid, who = town.volunteer, await member_of(town, town.volunteer)
    for _ in range(5):
        await sightings.saw(town.house, search_id=number, member_id=who, made_by=None, now=town.clock())
    await presses(town, khalid, "button-find-saw-female")
    await presses(town, khalid, "sighting-person")
    assert len(await town.query("SELECT id FROM sighting")) == 5
    assert "وهو الحد الأعلى" in await presses(town, khalid, "sighting-danger-no")
    await presses(town, khalid, "button-find-saw-female")
    await presses(town, khalid, "sighting-person")
    assert "الاتصال بالرقم 911 الآن" in plain(await danger(town, khalid))
    assert plain((await the_list(town)).text).split("\n")[2].startswith("في خطر الآن، رقم 6")


async def danger(town: Town, person: Person) -> str:
    before = len(person.inbox)
    await presses(town, person, "sighting-danger-yes")
    return "\n".join(each.text for each in person.inbox[before:])


async def test_forty_in_a_minute_are_one_readable_list(town: Town):
    number = await goes_out(town)
    crowd = [await somebody(town, address) for address in range(8)]
    told: list[dict[str, Any]] = [
        {"member_id": each, "danger": each == crowd[3] or None} for each in crowd for _ in range(5)
    ]
    common: dict[str, Any] = {"search_id": number, "made_by": None, "now": town.clock()}
    await asyncio.gather(*(sightings.saw(town.house, **common, **each) for each in told))
    await town.quiet()
    seen = await the_list(town)
    assert len(seen.labels) == 8
    assert "إفادات أخرى تنتظر: 32" in plain(seen.text)
    assert plain(seen.text).count("في خطر الآن") == 5, "the most pressing first"
    assert len(plain(seen.text).split("\n")) < 15


async def somebody(town: Town, address: int) -> int:
    met = await members.meet(
        town.house,
        bot_id=town.telegram.bot.id,
        address=str(500 + address),
        name="عابر",
        language="ar",
        now=town.clock(),
    )
    return met.id


async def test_sightings_that_wait_are_on_the_desk_with_danger_first_and_lead_to_their_list(town: Town):
    number, suad = await goes_out(town), town.coordinator
    who = await member_of(town, town.volunteer)
    for said in (None, None, None, True):
        await sightings.saw(town.house, search_id=number, member_id=who, made_by=None, danger=said, now=town.clock())
    await town.quiet()
    town.clock.move(timedelta(minutes=12))
    await says(town, suad, "/desk")
    desk = suad.last
    lines = plain(desk.text).split("\n")
    pressing = "إفادة واحدة عن شخص في خطر تنتظر النظر فيها، وصلت منذ 12 دقيقة."
    waits = "3 إفادات تنتظر النظر فيها، أقدمها منذ 12 دقيقة."
    assert pressing in lines
    assert waits in lines
    assert lines.index(pressing) < lines.index(waits)
    assert desk.labels[:2] == [town.ar.plain("desk-show-seen-in-danger"), town.ar.plain("desk-show-sighting")]
    await presses(town, suad, "desk-show-sighting")
    assert await the_list(town) == suad.last
    assert plain(suad.last.text).split("\n")[2].startswith("في خطر الآن، رقم 4")
    await opens(town, 4)
    await presses(town, suad, "button-sighting-doubt")
    await ends(town)
    await says(town, suad, "/desk")
    assert "إفاد" not in suad.last.text, "what was told of a search that is over waits no more"
    await sightings.saw(town.house, search_id=number, member_id=who, made_by=None, danger=True, now=town.clock())
    await says(town, suad, "/desk")
    assert pressing.partition("،")[0] in plain(suad.last.text)
    await says(town, town.approver, "/desk")
    assert "إفاد" not in town.approver.last.text, "for who decides on them"


async def test_each_search_has_a_button_and_the_summary_counts_sightings_of_all(town: Town):
    first, suad = await goes_out(town), town.coordinator
    who = await member_of(town, town.volunteer)
    second = await goes_out(town)
    for number in (first, first, second):
        await sightings.saw(town.house, search_id=number, member_id=who, made_by=None, now=town.clock())
    await says(town, suad, "/desk")
    await presses(town, suad, "desk-show-sighting")
    labels = [plain(each) for each in suad.last.labels]
    assert [each.rpartition(" · ")[0] for each in labels[:2]] == ["عملية بحث 1 · إفادات: 2", "عملية بحث 2 · إفادات: 1"]
    await suad.presses(suad.last.labels[1])
    await town.quiet()
    assert "إفادات البحث رقم 2" in plain(suad.last.text)
    await staff_summaries.staff_summary(town.house, now=town.clock())
    tomorrow = town.clock() + timedelta(days=1)
    [summary] = await staff_summaries.staff_summary(town.house, now=tomorrow)
    assert "3 إفادات تنتظر النظر فيها، أقدمها منذ" in plain(staff_summaries.summary_words(town.ar, summary))


async def test_doubted_merged_and_dismissed_and_the_sender_hears_why(town: Town):
    number = await goes_out(town)
    who, suad = await member_of(town, town.volunteer), town.coordinator
    for _ in range(3):
        await sightings.saw(town.house, search_id=number, member_id=who, made_by=None, now=town.clock())
    await town.quiet()
    await opens(town, 1)
    await presses(town, suad, "button-sighting-doubt")
    await opens(town, 2)
    await presses(town, suad, "button-sighting-merge")
    await suad.presses("sighting-into:2:1")
    await town.quiet()
    await opens(town, 3)
    await presses(town, suad, "button-sighting-dismiss")
    await presses(town, suad, "sighting-why-other-person")
    assert [await state_of(town, each) for each in (1, 2, 3)] == ["doubted", "merged", "dismissed"]
    assert "تبيّن أنه شخص آخر" in town.volunteer.last.text


async def test_what_cannot_be_is_flagged_before_it_is_confirmed(town: Town):
    await goes_out(town)
    await tells_all(town, town.volunteer, SEA)
    card = await opens(town)
    assert "خارج كل النطاقات المسجلة" in card.text
    assert "لا يمكن مشيًا" in card.text
    looked = await seen_after(town, town.coordinator, "button-sighting-confirm")
    assert "خارج كل النطاقات المسجلة" in looked
    assert await state_of(town) == "new"


async def test_when_it_is_over_only_danger_is_told_and_staff_hear_it(town: Town):
    await goes_out(town)
    alert = town.volunteer.last
    await ends(town)
    assert alert.button("find:saw:1") is None
    assert await sightings.is_over(town.house, search_id=1)
    who = await member_of(town, town.volunteer)
    kept = await sightings.saw(town.house, search_id=1, member_id=who, made_by=None, danger=True, now=town.clock())
    await town.quiet()
    assert kept is not None
    assert kept.after_end
    assert "في خطر الآن" in town.coordinator.last.text
    assert await town.query("SELECT state FROM search") == [("closed",)]


async def test_a_picture_that_is_none_is_refused_and_the_question_stays(town: Town):
    await goes_out(town)
    khalid = town.volunteer
    await begins(town, khalid)
    khalid.sends_document(b"%PDF-1.4", "she.png")
    await town.quiet()
    assert await town.query("SELECT picture_id FROM sighting") == [(None,)]
    await khalid.sends_location(*SUQ)
    await town.quiet()
    assert town.ar.plain("place-this") in khalid.last.labels
