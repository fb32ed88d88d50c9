"""A child is missing: from her mother's first word to "closed, thank you" in every chat."""

from typing import Any

from sqlmodel import select

from models.areas import Area
from models.groups import Group, GroupState
from models.members import Recipient
from models.searches import Sex
from models.subscriptions import Subscription
from pictures.demo import child_in_blue_dress
from sandbox.gatherings import Gathering
from sandbox.people import Person
from services import searches
from tests.story.searching import (
    FIRST,
    NAME,
    answers,
    ends,
    fills_in,
    goes_out,
    plain,
    presses,
    says,
    seen_after,
    tells,
    to_the_summary,
    town,
)
from tests.story.town import Town

__all__ = ["town"]


async def test_a_search_travels_from_a_mother_to_volunteers_and_out_of_every_chat_again(town: Town):
    mother, khalid = town.citizen, town.volunteer
    number = await tells(town, mother, photo=child_in_blue_dress())
    card = await town.coordinator.hears(NAME, kind="photo")
    assert "ينقص" in card.text
    assert "رقم" in (await mother.hears(f"بلاغك عن {NAME}")).text

    await fills_in(town, "station", "شرطة الظلال")
    await fills_in(town, "checked", "اتصال بالمركز")
    await presses(town, town.coordinator, "button-search-submit")
    ask = await town.approver.hears("مطلوب قرارك", kind="photo")
    assert NAME in ask.text
    assert khalid.inbox == []
    asked = await seen_after(town, town.approver, "button-approval-approve")
    assert "شخص واحد" in asked
    assert "الحلقة الأولى، 1 كم، وُجد داخلها 75% من المفقودين: عضو واحد" in asked
    assert "إحصاءات أجنبية" in asked
    assert town.approver.last.button(town.ar.plain("button-approval-return")) is not None
    await presses(town, town.approver, "approval-now")

    alert = khalid.last
    assert plain(alert.text).startswith("طفلة مفقودة في الغدير: ر. ع.، 6 سنوات.")
    assert "911" in alert.text
    assert (alert.protected, alert.photo is not None, NAME in alert.text) == (True, True, False)

    await presses(town, khalid, "button-find-coming")
    assert "اثنين اثنين" in khalid.last.text
    assert "في الطريق: 1" in plain(card.text)

    await presses(town, town.coordinator, "button-search-update")
    await says(town, town.coordinator, "شوهدت قرب المسجد")
    await presses(town, town.coordinator, "search-update-quietly")
    assert "شوهدت قرب المسجد" in alert.text

    await ends(town)
    assert town.copies(NAME) == []
    assert town.copies("ر. ع.") == []
    assert town.copies(photo=child_in_blue_dress()) == []
    assert alert.text == town.ar.plain("search-closed")
    assert (await khalid.hears(town.ar.plain("search-come-back"))).labels == [town.ar.plain("button-find-back")]
    await presses(town, khalid, "button-find-back")
    assert await town.query("SELECT state FROM responder") == [("back",)]
    assert (await town.query("SELECT state, outcome FROM search WHERE id = :n", n=number)) == [("closed", "found-safe")]


async def test_a_yes_at_a_gate_stops_it_before_anybody_is_named(town: Town):
    mother = town.citizen
    await says(town, mother, "/missing")
    await says(town, mother, "٦ سنوات")
    await presses(town, mother, "search-answer-custody-yes")
    card = await mother.hears("نزاع على الحضانة")
    assert "911" in card.text
    assert await town.query("SELECT state, stopped_for FROM search") == [("stopped", "custody")]
    assert "توقف البحث" in town.coordinator.last.text
    await says(town, mother, "ريم")
    assert len(await town.query("SELECT id FROM search")) == 1


async def test_a_grown_person_who_decides_for_themselves_is_not_looked_for(town: Town):
    grown = {"left-by-choice": "search-answer-left-by-choice-no", "vulnerable": "search-answer-vulnerable-decides"}
    gates = {field: FIRST[field] for field in ("custody", "protection-order")}
    await says(town, town.citizen, "/missing")
    await answers(town, town.citizen, {"age": "30"} | gates | grown)
    assert await town.query("SELECT state, stopped_for FROM search") == [("stopped", "adult-by-choice")]


async def test_a_notice_is_amended_and_taken_back(town: Town):
    mother = town.citizen
    await to_the_summary(town, mother)
    await presses(town, mother, "notice-amend")
    await presses(town, mother, "search-field-age")
    await says(town, mother, "7")
    assert "7" in mother.last.text
    await presses(town, mother, "notice-send")
    assert await town.query("SELECT subject_age, state FROM search") == [(7, "draft")]
    card = await mother.hears("بلاغك عن")
    await presses(town, mother, "button-notice-withdraw")
    await mother.presses("notice:withdraw-now:1")
    await town.quiet()
    assert await town.query("SELECT state, stopped_for FROM search") == [("stopped", "withdrawn")]
    assert NAME not in card.text


async def test_a_typed_time_is_read_back_before_it_counts(town: Town):
    mother = town.citizen
    await says(town, mother, "/missing")
    await answers(town, mother, FIRST | {"when": "4:20"})
    assert [plain(label) for label in mother.last.labels] == ["اليوم الساعة 4:20 م", "اليوم الساعة 4:20 ص"]
    await mother.presses(mother.last.labels[0])
    await town.quiet()
    assert "أين كانت آخر رؤية" in mother.inbox[-2].text + mother.last.text


async def test_somebody_objects_and_everything_waits_until_an_approver_decides(town: Town):
    await goes_out(town, radius_km="10")
    alert = town.volunteer.last
    stranger = town.neighbour
    await presses(town, stranger, "button-find-object-female")
    assert await town.query("SELECT state FROM search") == [("open",)], "a thumb slips: asked once more"
    await presses(town, stranger, "find-object-now")
    assert await town.query("SELECT state FROM search") == [("paused",)]
    assert "طفلة مفقودة" in alert.text, "copies already sent wait unchanged"
    assert "متوقف" in await presses(town, town.volunteer, "button-find-coming")
    await town.approver.hears("قرارك العاجل")
    await presses(town, town.approver, "button-objection-uphold")
    await town.approver.presses("objection:uphold-now:1")
    await town.quiet()
    assert alert.text == town.ar.plain("search-closed")
    assert town.copies(NAME) == []
    assert await town.query("SELECT outcome FROM search") == [("false-case",)]


async def test_a_rejected_objection_goes_on(town: Town):
    await goes_out(town, radius_km="10")
    await presses(town, town.neighbour, "button-find-object-female")
    await presses(town, town.neighbour, "find-object-now")
    await presses(town, town.approver, "button-objection-reject")
    await town.approver.presses("objection:reject-now:1")
    await town.quiet()
    assert await town.query("SELECT state FROM search") == [("open",)]


async def accepted_group(town: Town, *members: Person) -> Gathering:
    """A group that hears of searches in the Ghadir district, as if staff had accepted it."""
    group = town.telegram.supergroup("متطوعو الغدير", *members)
    group.adds_bot(by=members[0])
    await town.quiet()
    now = town.clock()
    async with town.house.db.transaction() as tx:
        row = (await tx.exec(select(Group).where(Group.chat_id == group.id))).one()
        row.state = GroupState.ACCEPTED
        tx.add(row)
        recipient = Recipient(bot_id=row.bot_id, address=str(group.id), group_id=row.id, changed_at=now)
        tx.add(recipient)
        await tx.flush()
        area_id = (await tx.exec(select(Area.id).where(Area.code == "zilal-ghadir"))).one()
        tx.add(Subscription(recipient_id=recipient.id or 0, area_id=area_id, created_at=now))
    return group


async def test_in_a_group_a_tap_is_answered_in_private_and_a_stranger_is_told_to_write_first(town: Town):
    stranger = town.telegram.person("جار", language="ar")
    group = await accepted_group(town, town.neighbour, stranger)
    await goes_out(town)
    said = group.said_by_bots()
    alert = said[-1]
    assert "طفلة مفقودة" in alert.text

    answer = await stranger.presses(town.ar.plain("button-find-coming"), on=alert)
    assert answer.text == town.ar.plain("refusal-not-met-yet")
    await town.neighbour.presses(town.ar.plain("button-find-coming"), on=alert)
    await town.quiet()
    assert "اثنين اثنين" in town.neighbour.last.text
    await town.neighbour.presses(town.ar.plain("button-find-object-female"), on=alert)
    await town.quiet()
    await presses(town, town.neighbour, "find-object-now")
    assert await town.query("SELECT state FROM search") == [("paused",)]
    assert group.said_by_bots() == said, "the group reads nothing of it"

    await presses(town, town.approver, "button-objection-uphold")
    await town.approver.presses("objection:uphold-now:1")
    await town.quiet()
    assert alert.text == town.ar.plain("search-closed")
    assert town.ar.plain("search-come-back") in [bubble.text for bubble in town.neighbour.inbox]


async def test_a_drill_says_so_to_everybody_it_reaches_and_reaches_the_team_only(town: Town):
    suad = town.coordinator
    await says(town, suad, "/search")
    await presses(town, suad, "search-start-drill")
    search = await searches.complete(
        town.house, search_id=1, member_id=await member_of(town, suad), now=town.clock(), **everything(town)
    )
    await town.quiet()
    await presses(town, suad, "button-search-submit")
    await presses(town, town.approver, "button-approval-approve")
    await presses(town, town.approver, "approval-now")
    assert (await town.query("SELECT state FROM search")) == [("open",)]
    assert town.volunteer.inbox == []
    assert town.neighbour.inbox == []
    shown = [
        bubble.text for bubble in (*suad.inbox, *town.approver.inbox) if NAME in bubble.text or "ر. ع." in bubble.text
    ]
    assert len(shown) == 3
    assert all("تمرين" in text for text in shown)
    assert search.drill
    await presses(town, town.approver, "button-find-saw-female")
    assert town.approver.last.text.startswith("تمرين"), "nobody calls the police for it"
    await presses(town, town.approver, "sighting-person")
    assert town.approver.last.text.startswith("تمرين")


async def member_of(town: Town, person: Person) -> int:
    [(number,)] = await town.query("SELECT member_id FROM recipient WHERE address = :a", a=str(person.id))
    return int(number)


def everything(town: Town) -> dict[str, Any]:
    """All a case needs."""
    return {
        "subject_name": NAME, "subject_age": 6, "subject_sex": Sex.FEMALE, "lkp_at": town.clock(), "custody": False,
        "protection_order": False, "reporter_name": "هند", "reporter_relation": "الأم", "how_checked": "اتصال",
        "consent_by": "هند", "consent_at": town.clock(), "police_number": "1", "police_station": "س",
    }  # fmt: skip
