"""One whole case through phones, in Arabic: from the post that circulates to nothing left of it anywhere."""

import asyncio
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from geopy.distance import distance
from structlog.testing import capture_logs

from clock.clocks import SteppingClock
from pictures.demo import child_in_blue_dress
from sandbox.people import Person
from tests.story import wide_town
from tests.story.searching import ends, fills_in, in_ghadir, listening, plain, presses, says
from tests.story.town import Town, town

__all__ = ["town"]

NAME, PHONE = "جنى خالد الحربي", "0501234567"
POST = (
    f"🔴 مفقودة 🔴\nالطفلة {NAME}، عمرها ٧ سنوات، خرجت اليوم الساعة ٨ صباحًا من حي الغدير ولم تعد، "
    f"ترتدي فستانًا أزرق وعندها شامة على الخد\nللتواصل مع والدها {PHONE}"
)
FIRST_OF_PAIRS = "SELECT c.address FROM search_pair p JOIN recipient c ON c.member_id = p.first_id"
HELD = """
    SELECT s.lat, s.lon FROM segment s JOIN segment_search held ON held.segment_id = s.id
    JOIN search_pair p ON p.id = held.pair_id JOIN recipient c ON c.member_id IN (p.first_id, p.second_id)
    WHERE c.address = :address
"""
OF_HER = ("جنى", "الحربي", "ج. ح.")
SEEN = ((20.6216, 50.3504), (20.6300, 50.3900), (20.6400, 50.3700))
RINGS = ((0.3, 149), (2.4, 200), (5.2, 149))
"""How far from where she was last known they live, in km, and how many; with Khalid and Muna 500."""
ASKED = {
    "reporter": "خالد الحربي",
    "checked": "اتصال بالمركز",
    "consent": "خالد الحربي",
    "custody": "search-answer-custody-no",
    "protection-order": "search-answer-protection-order-no",
}
"""What the post does not say, in the order it is asked."""


@pytest.fixture
def clock() -> SteppingClock:
    """A Sunday morning: half past eight in Riyadh."""
    return SteppingClock(datetime(2026, 11, 22, 5, 30, tzinfo=UTC))


@dataclass
class Case:
    """The case and who is in it."""

    town: Town
    volunteers: list[Person]
    out: list[Person] = field(default_factory=list)


async def volunteers(town: Town) -> list[Person]:
    """Round the place, each within half a kilometre or so of their home."""
    people = town.telegram.crowd(sum(number for _, number in RINGS))
    rows, waiting = [], iter(people)
    for km, number in RINGS:
        for each in range(number):
            home = distance(kilometers=km).destination(await in_ghadir(town), bearing=each * 360 / number)
            rows.append(wide_town.by_circle(next(waiting), (round(home.latitude, 5), round(home.longitude, 5)), 0.2))
    await wide_town.members(town, rows)
    return people


@pytest.mark.slow
async def test_a_case_from_the_post_to_nothing_left(the_town: Town, caplog: pytest.LogCaptureFixture):
    town = await listening(the_town)
    case = Case(town, await volunteers(town))
    with capture_logs() as logs:
        await from_post_to_draft(case)
        await approved_by_somebody_else(case)
        await wider_and_wider(case)
        await forty_are_coming(case)
        await they_gather(case)
        await pairs_take_segments(case)
        await they_walk(case)
        await three_sightings(case)
        await found(case)
        await nothing_is_left(case)
    said = str(logs) + caplog.text
    assert [word for word in (*OF_HER, PHONE[1:]) if word in said] == []


async def from_post_to_draft(case: Case) -> None:
    """Forwarded from a group the bot is not in; what it does not say is asked."""
    town, suad = case.town, case.town.coordinator
    father = town.telegram.person("أبو جنى")
    post = await father.sends_photo(child_in_blue_dress(), POST, to=town.telegram.supergroup("أخبار الحي", father))
    await suad.forwards(post)
    await town.quiet()
    card = await suad.hears("ينقص", kind="photo")
    assert "الموافقة على النشر وسؤال" in plain(card.text), "what is asked once is said once"
    for asked, answer in ASKED.items():
        await presses(town, suad, "search-next-field", field=town.ar(f"search-field-{asked}"))
        if answer.startswith("search-answer-"):
            await presses(town, suad, answer)
        else:
            await says(town, suad, answer)
    await fills_in(town, "police", "1/22")
    await fills_in(town, "station", "شرطة الظلال")
    await presses(town, suad, "button-search-complete")
    await presses(town, suad, "search-field-place")
    await suad.sends_location(*await in_ghadir(town))
    await town.quiet()
    await presses(town, suad, "place-this")
    await presses(town, suad, "button-search-complete")
    await presses(town, suad, "search-field-terrain")
    await presses(town, suad, "search-answer-terrain-dry")


async def approved_by_somebody_else(case: Case) -> None:
    """Who is told in which ring is shown before; the poster of the case cannot approve it."""
    town, suad, nasser = case.town, case.town.coordinator, case.town.approver
    await presses(town, suad, "button-search-rings")
    assert [f"% من المفقودين: {number} من" in plain(suad.last.text) for number in (150, 351, 500)] == [True] * 3
    await presses(town, suad, "button-search-submit")
    assert heard(case) == 0
    await presses(town, nasser, "button-approval-approve")
    assert "إلى 150 من الأعضاء والمجموعات" in plain(nasser.last.text)
    await presses(town, nasser, "approval-now")
    assert heard(case) == 150
    alert = plain(town.volunteer.last.text)
    assert alert.startswith("طفلة مفقودة في الغدير: ج. ح.، 7 سنوات.\nشوهدت آخر مرة الساعة 8:00 ص في الغدير، مدينة")
    assert town.volunteer.last.protected


def heard(case: Case) -> int:
    """How many volunteers have the alert; nobody has it twice."""
    inboxes = [each.inbox for each in (case.town.volunteer, case.town.neighbour, *case.volunteers)]
    copies = [sum("طفلة مفقودة" in one.text for one in inbox) for inbox in inboxes]
    assert max(copies) <= 1
    return sum(copies)


async def wider_and_wider(case: Case) -> None:
    """By the clock; each ring once, and one copy for everybody."""
    for reached in (351, 500):
        await case.town.passes(minutes=91)
        assert heard(case) == reached
    await case.town.passes(minutes=91)
    assert heard(case) == 500


async def forty_are_coming(case: Case) -> None:
    """From all three rings; some say when, and by car."""
    town = case.town
    case.out = [town.volunteer, town.neighbour, *case.volunteers[::13][:38]]
    await all_press(case, "button-find-coming")
    await all_press(case, "find-adult")
    for each in case.out[:3]:
        await presses(town, each, "way-in-30")
        await presses(town, each, "way-car-1")
    coming = await town.query("SELECT count(*), sum(has_car), count(arrives_at) FROM responder WHERE state = 'coming'")
    assert coming == [(40, 3, 3)]


async def all_press(case: Case, key: str, people: list[Person] | None = None) -> None:
    """At once, whoever has the button."""
    label = case.town.ar.plain(key)
    who = [each for each in people or case.out if label in [name for one in each.inbox for name in one.labels]]
    await asyncio.gather(*(each.presses(label) for each in who))
    await case.town.quiet()


async def they_gather(case: Case) -> None:
    town, suad = case.town, case.town.coordinator
    await presses(town, suad, "button-search-meeting")
    await suad.sends_location(*await in_ghadir(town))
    await town.quiet()
    await presses(town, suad, "place-this")
    assert all(any("مكان التجمّع" in each.text for each in person.inbox) for person in case.out)
    await all_press(case, "find-arrived", case.out[:26])


async def pairs_take_segments(case: Case) -> None:
    town, suad = case.town, case.town.coordinator
    await presses(town, suad, "button-search-segments")
    await presses(town, suad, "ground-footing-streets")
    there = case.out[:24]
    await all_press(case, "button-segment-take", there)
    await all_press(case, "button-pair-anybody", there)
    firsts = [town.telegram.people[int(address)] for (address,) in await town.query(FIRST_OF_PAIRS)]
    await all_press(case, "button-segment-take", firsts)
    await presses(town, suad, "button-search-segments")
    await presses(town, suad, "button-search-map")


async def they_walk(case: Case) -> None:
    """Two pairs across the segment they hold; how well, the list and the card then say."""
    town, suad = case.town, case.town.coordinator
    walkers = [case.out[0], case.out[2]]
    middles = {each: await middle_of_theirs(town, each) for each in walkers}
    for each, (lat, lon) in middles.items():
        await each.shares_live_location(lat, lon - 0.002)
    for step in range(-1, 3):
        await town.quiet()
        town.clock.move(timedelta(minutes=1))
        for each, (lat, lon) in middles.items():
            await each.moves_to(lat, lon + step * 0.0008, 5)
    await town.quiet()
    await all_press(case, "button-segment-done", walkers)
    await presses(town, suad, "button-search-segments")
    shown = plain(suad.last.text)
    assert "جرى تفتيشها: 2" in shown
    assert shown.count("التغطية 0.") == 2
    await town.passes(seconds=5)
    [card] = [each for each in suad.inbox if each.kind == "photo" and plain(each.text).startswith("البحث رقم 1:")]
    assert "فُتّشت: 2" in plain(card.text)
    await presses(town, suad, "button-search-map")
    assert (suad.last.photo is not None, suad.last.protected) == (True, True)


async def middle_of_theirs(town: Town, person: Person) -> tuple[float, float]:
    """Of the segment this person's pair holds."""
    [(lat, lon)] = await town.query(HELD, address=str(person.id))
    return lat, lon


async def three_sightings(case: Case) -> None:
    """One moves the search, one is dismissed and its sender told why, one stays in doubt; the family hears nothing."""
    town, suad = case.town, case.town.coordinator
    await town.passes(minutes=30)
    senders = [case.out[1], case.volunteers[201], case.volunteers[-1]]
    for each, place, sure in zip(senders, SEEN, ("certain", "unsure", "likely"), strict=True):
        await sees_her(town, each, place, sure)
    await opens(town, 1)
    await presses(town, suad, "button-sighting-confirm")
    await presses(town, suad, "sighting-confirm-now")
    [confirmed] = [each for each in suad.inbox if plain(each.text).startswith("الإفادة رقم 1 في")]
    assert "على بُعد" not in confirmed.text, "it is the last known point now"
    await opens(town, 2)
    await presses(town, suad, "button-sighting-dismiss")
    await presses(town, suad, "sighting-why-other-person")
    await opens(town, 3)
    await presses(town, suad, "button-sighting-doubt")
    assert await town.query("SELECT state FROM sighting ORDER BY id") == [("confirmed",), ("dismissed",), ("doubted",)]
    assert "تبيّن أنه شخص آخر" in senders[1].last.text
    [(lat, lon)] = await town.query("SELECT lkp_lat, lkp_lon FROM search")
    assert (round(lat, 4), round(lon, 4)) == SEEN[0]
    far = next(each for each in case.volunteers[-1].inbox if "طفلة مفقودة" in each.text)
    assert plain(far.text).startswith("طفلة مفقودة في السوق القديم"), "ten kilometres are not near"
    assert heard(case) == 500


async def sees_her(town: Town, person: Person, place: tuple[float, float], sure: str) -> None:
    await presses(town, person, "button-find-saw-female")
    await presses(town, person, "sighting-person")
    await presses(town, person, "sighting-danger-no")
    await person.sends_location(*place)
    await town.quiet()
    await presses(town, person, "place-this")
    await presses(town, person, "sighting-now")
    await presses(town, person, "sighting-no-picture")
    await presses(town, person, f"sighting-sure-{sure}")


async def opens(town: Town, number: int) -> None:
    await town.coordinator.presses(f"sighting:show:{number}")
    await town.quiet()


async def found(case: Case) -> None:
    """Those out are called back, every copy of every shape is neutral, and the ground is frozen."""
    town, suad = case.town, case.town.coordinator
    await presses(town, suad, "button-search-poster")
    await presses(town, suad, "poster-make-chat-ar")
    alert = next(each for each in town.volunteer.inbox if "طفلة مفقودة" in each.text)
    shows_her = [alert.photo, suad.last.file]
    assert len(town.copies(photo=alert.photo)) > 500
    await ends(town)
    assert await town.query("SELECT state, outcome FROM search") == [("closed", "found-safe")]
    assert await town.query("SELECT DISTINCT state FROM segment") == [("frozen",)]
    back = plain(town.ar.plain("search-come-back"))
    assert all([plain(each.text) for each in person.inbox].count(back) == 1 for person in case.out)
    assert len(town.copies(town.ar.plain("search-come-back"))) == len(case.out)
    assert len(town.copies(town.ar.plain("search-closed"))) >= 500
    shown = [plain(each.text) for each in town.telegram.everything_shown()]
    assert [text for text in shown if any(word in text for word in OF_HER)] == []
    assert [each for each in town.telegram.everything_shown() if each.file in shows_her] == []
    assert "لم يقل بعد إنه عاد من المتطوعين: 40" in plain(await presses(town, suad, "button-search-progress"))
    await all_press(case, "button-find-back")
    assert await town.query("SELECT DISTINCT state FROM responder") == [("back",)]
    assert "المتطوعين: 0" in plain(await presses(town, suad, "button-search-progress"))


async def nothing_is_left(case: Case) -> None:
    """Picture and contacts go within a day, the rest within a month; her name stays nowhere."""
    town = case.town
    [(sha256,)] = await town.query("SELECT p.sha256 FROM picture p JOIN search s ON s.picture_id = p.id")
    assert await where_kept(town, PHONE[1:], sha256) != []
    await town.passes(hours=24)
    assert await town.query("SELECT count(*) FROM picture") == [(0,)]
    assert await town.query("SELECT count(*) FROM track_point") == [(0,)]
    assert town.copies("خريطة البحث") == []
    assert await where_kept(town, PHONE[1:], sha256) == []
    await town.passes(days=30)
    assert await where_kept(town, *OF_HER, PHONE[1:], sha256) == []
    assert await town.query("SELECT state, subject_name, lkp_lat FROM search") == [("closed", "", None)]


async def where_kept(town: Town, *words: str) -> list[str]:
    """Which tables hold one of these words in any column, as it is or as JSON escapes it."""
    wanted = {*words, *(json.dumps(each).strip('"') for each in words)}
    tables = [name for (name,) in await town.query("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows = {name: await town.query(f'SELECT * FROM "{name}"') for name in tables}
    return [name for name, kept in rows.items() if any(word in in_text(kept) for word in wanted)]


def in_text(rows: list[Any]) -> str:
    """Every value of some rows, bytes as the text they may be."""
    values = [value for row in rows for value in row if isinstance(value, str | bytes)]
    return " ".join(value.decode("utf-8", "replace") if isinstance(value, bytes) else value for value in values)
