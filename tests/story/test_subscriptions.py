"""A volunteer says what to hear of, where and when; hears that and nothing else; and changes their mind."""

import pytest

from places.grounds import AreaGround
from places.points import Point, coarse, distance_m
from sandbox.people import Person
from services import members, subscriptions
from services.subscriptions import Wish
from tests.story.test_reports_from_chat_to_neighbours import in_ghadir, plain, presses, reports, says
from tests.story.town import Town
from tests.story.wide_town import publish

ADDED = "SELECT s.* FROM subscription s JOIN recipient r ON r.id = s.recipient_id WHERE r.address = :address AND active"
SEARCHES = "عمليات البحث عن المفقودين"
REPORTS = "كل البلاغات"


@pytest.fixture
def salma(the_town: Town) -> Person:
    """A newcomer."""
    return the_town.telegram.person("سلمى", language="ar", started=True)


async def taps(town: Town, person: Person, *labels: str) -> None:
    for label in labels:
        chosen = label.startswith("✓ ")
        await person.presses(town.ar.plain("chosen", name=label[2:]) if chosen else label)
        await town.quiet()


async def asks_for(town: Town, person: Person, *kinds: str) -> None:
    """Begin, and choose these kinds; searches are chosen at first."""
    await says(town, person, "/alerts")
    await presses(town, person, "alerts-add")
    await taps(town, person, *kinds)
    await presses(town, person, "alerts-kinds-done")


async def asks_for_reports(town: Town, person: Person) -> None:
    await asks_for(town, person, f"✓ {SEARCHES}", REPORTS)


async def in_district(town: Town, person: Person, district: str = "الغدير") -> None:
    await taps(town, person, "الرمال", "مدينة الظلال", district)


async def switches_on(town: Town, person: Person, district: str = "الغدير", times: str = "alerts-instant") -> None:
    """Every report of a district."""
    await asks_for_reports(town, person)
    await in_district(town, person, district)
    await presses(town, person, times)
    await presses(town, person, "alerts-summary-send")


async def rows(town: Town, person: Person) -> list[dict[str, object]]:
    """The alerts of this person that are on, as the database has them."""
    return [dict(row._mapping) for row in await town.query(ADDED, address=str(person.id))]


async def a_light_is_out(town: Town) -> int:
    """In Ghadir; accepted by the desk."""
    number = await reports(town, town.citizen)
    await presses(town, town.coordinator, "button-report-desk-accept")
    return number


def heard(person: Person, words: str) -> list[str]:
    return [plain(bubble.text) for bubble in person.inbox if words in plain(bubble.text)]


def is_asked(person: Person, words: str) -> bool:
    """Whether the newest message with buttons says this."""
    return words in plain(next(bubble for bubble in person.inbox[::-1] if bubble.labels).text)


async def test_a_newcomer_hears_of_the_district_chosen_and_not_of_another(the_town: Town, salma: Person):
    badr = the_town.telegram.person("بدر", language="ar", started=True)
    await switches_on(the_town, salma)
    assert "فُعّلت تنبيهات الغدير، مدينة الظلال، الرمال" in plain(salma.last.text)
    await switches_on(the_town, badr, "السوق القديم")
    await a_light_is_out(the_town)
    assert len(heard(salma, "بلاغ في نطاقك: إنارة")) == 1
    assert heard(badr, "بلاغ في نطاقك") == []


async def test_a_circle_round_a_pin_is_kept_coarse_and_hears_what_lies_in_it(the_town: Town, salma: Person):
    lat, lon = await in_ghadir(the_town)
    await asks_for(the_town, salma)
    await presses(the_town, salma, "alerts-adult")
    assert any("500" in plain(bubble.text) for bubble in salma.inbox)
    await salma.sends_location(lat, lon)
    await the_town.quiet()
    await presses(the_town, salma, "place-this")
    await presses(the_town, salma, "alerts-km", km="3")
    await presses(the_town, salma, "alerts-instant")
    assert "تنبيهات 3 كم حول مكان في الغدير" in plain(salma.last.text)
    await presses(the_town, salma, "alerts-summary-send")

    [row] = await rows(the_town, salma)
    kept = Point(float(str(row["lat"])), float(str(row["lon"])))
    assert (kept.lat, kept.lon) != (lat, lon)
    assert kept == coarse(Point(lat, lon)).point
    assert distance_m(kept, Point(lat, lon)) < 500
    assert float(str(row["radius_m"])) == 3000 + coarse(Point(lat, lon)).error_m
    entered = await the_town.query("SELECT entered FROM conversation")
    assert f"{lat:.4f}" not in str(entered)

    await publish(the_town, (lat + 0.01, lon))
    await publish(the_town, (lat - 0.1, lon))
    await the_town.quiet()
    assert len(heard(salma, "طفلة مفقودة")) == 1


async def test_a_digest_waits_for_its_time(the_town: Town, salma: Person):
    evening = "ملخّص المساء، كل يوم الساعة 8:00 م"
    await asks_for_reports(the_town, salma)
    await in_district(the_town, salma)
    await taps(the_town, salma, next(label for label in salma.last.labels if plain(label) == evening))
    await presses(the_town, salma, "alerts-summary-send")
    [row] = await rows(the_town, salma)
    assert (row["instant"], row["cron"]) == (0, None)
    assert row["next_digest_at"] is not None
    before = len(salma.inbox)
    await a_light_is_out(the_town)
    assert len(salma.inbox) == before
    await the_town.passes(hours=24)
    assert len(salma.inbox) == before + 1
    assert "إنارة" in salma.last.text


async def test_what_is_open_there_is_counted_and_comes_at_once(the_town: Town, salma: Person):
    badr = the_town.telegram.person("بدر", language="ar", started=True)
    await a_light_is_out(the_town)
    await switches_on(the_town, salma)
    assert len(heard(salma, "المفتوح هناك الآن تنبيه واحد")) == 1
    assert len(heard(salma, "بلاغ في نطاقك: إنارة")) == 1
    await asks_for_reports(the_town, badr)
    await in_district(the_town, badr)
    await says(the_town, badr, "every 6h")
    await presses(the_town, badr, "alerts-summary-send")
    assert len(heard(badr, "المفتوح هناك الآن تنبيه واحد")) == 1
    assert len(heard(badr, "إنارة")) == 1


async def test_searches_are_for_adults_by_their_word_asked_once(the_town: Town, salma: Person):
    adult = "SELECT m.adult_at FROM member m JOIN recipient r ON r.member_id = m.id WHERE r.address = :address"
    await asks_for(the_town, salma)
    assert await the_town.query(adult, address=str(salma.id)) == [(None,)]
    await presses(the_town, salma, "alerts-adult")
    assert await the_town.query(adult, address=str(salma.id)) != [(None,)]
    await says(the_town, salma, "/cancel")
    await asks_for(the_town, salma)
    assert the_town.ar.plain("alerts-adult") not in salma.last.labels
    assert len(heard(salma, "هل أتممتها")) == 1


async def test_who_is_younger_hears_of_reports_and_of_no_search(the_town: Town, salma: Person):
    await asks_for(the_town, salma)
    await presses(the_town, salma, "alerts-minor")
    assert is_asked(salma, the_town.ar.plain("alerts-kinds-question"))
    await taps(the_town, salma, REPORTS)
    await presses(the_town, salma, "alerts-kinds-done")
    await in_district(the_town, salma)
    await presses(the_town, salma, "alerts-instant")
    await presses(the_town, salma, "alerts-summary-send")
    [row] = await rows(the_town, salma)
    assert (row["searches"], row["reports"]) == (0, "all")


async def test_a_place_typed_and_some_kinds_and_a_schedule_typed(the_town: Town, salma: Person):
    await asks_for(the_town, salma, f"✓ {SEARCHES}", "إنارة", "تسرب مياه")
    await says(the_town, salma, "الغدير، الظلال")
    await presses(the_town, salma, "place-this")
    await says(the_town, salma, "Daily ١٨:٣٠")
    await presses(the_town, salma, "alerts-summary-send")
    [row] = await rows(the_town, salma)
    assert (row["reports"], row["cron"]) == ("some", "daily 18:30")
    chosen = await the_town.query("SELECT category FROM subscription_category ORDER BY category")
    assert [tuple(each) for each in chosen] == [("lighting",), ("water",)]


STEPS = ("kinds", "adult", "place", "radius", "times", "summary")


async def goes_to(town: Town, person: Person, step: str) -> None:
    """To this step of a circle about searches."""
    await says(town, person, "/alerts")
    await presses(town, person, "alerts-add")
    if step in STEPS[1:]:
        await presses(town, person, "alerts-kinds-done")
    if step in STEPS[2:]:
        await presses(town, person, "alerts-adult")
    if step in STEPS[3:]:
        await person.sends_location(*await in_ghadir(town))
        await town.quiet()
        await presses(town, person, "place-this")
    if step in STEPS[4:]:
        await says(town, person, "2,5")
    if step in STEPS[5:]:
        await presses(town, person, "alerts-instant")


@pytest.mark.parametrize("step", STEPS)
async def test_what_is_no_answer_gets_a_sentence_and_the_step_stays(the_town: Town, salma: Person, step: str):
    await goes_to(the_town, salma, step)
    [(before,)] = await the_town.query("SELECT step FROM conversation")
    asked = next(bubble.text for bubble in salma.inbox[::-1] if bubble.labels)
    await salma.sends_sticker()
    await the_town.quiet()
    assert len(heard(salma, plain(the_town.ar.plain("refusal-not-understood")))) == 1
    count = len(salma.inbox)
    await says(the_town, salma, "ا" * 4096)
    assert len(salma.inbox) > count
    assert await the_town.query("SELECT step FROM conversation") == [(before,)]
    assert any(bubble.text == asked for bubble in salma.inbox[-3:]) or step == "times"
    if step in STEPS[2:]:
        answer = await salma.presses(the_town.ar.plain("alerts-minor"))
        assert plain(answer.text) == the_town.ar.plain("button-stale")
        assert await the_town.query("SELECT step FROM conversation") == [(before,)]


async def test_nothing_entered_is_lost_over_what_was_no_answer(the_town: Town, salma: Person):
    await goes_to(the_town, salma, "radius")
    await says(the_town, salma, "500")
    assert "من 1 إلى 100" in plain(salma.last.text)
    await says(the_town, salma, "بعيد")
    await says(the_town, salma, "٢٫٥")
    await says(the_town, salma, "كل حين")
    assert "كل حين" in salma.last.text
    await presses(the_town, salma, "alerts-instant")
    assert "2.5 كم" in plain(salma.last.text)
    assert SEARCHES in plain(salma.last.text)


async def test_a_button_of_an_older_summary_switches_nothing_on(the_town: Town, salma: Person):
    await goes_to(the_town, salma, "summary")
    old = salma.last
    await says(the_town, salma, "/cancel")
    await switches_on(the_town, salma)
    await asks_for_reports(the_town, salma)
    await in_district(the_town, salma, "السوق القديم")
    await presses(the_town, salma, "alerts-instant")
    answer = await salma.presses(the_town.ar.plain("alerts-summary-send"), on=old)
    assert plain(answer.text) == the_town.ar.plain("button-stale")
    assert len(await rows(the_town, salma)) == 1
    await presses(the_town, salma, "alerts-summary-send")
    assert len(await rows(the_town, salma)) == 2


async def test_alerts_are_switched_off_and_on_again(the_town: Town, salma: Person):
    await switches_on(the_town, salma)
    await says(the_town, salma, "/alerts")
    assert "تنبيهات الغدير" in plain(salma.last.text)
    await taps(the_town, salma, salma.last.labels[0])
    await presses(the_town, salma, "alerts-change-remove")
    assert await rows(the_town, salma) == []
    await a_light_is_out(the_town)
    assert heard(salma, "بلاغ في نطاقك") == []
    await presses(the_town, salma, "alerts-bring-back")
    assert len(await rows(the_town, salma)) == 1
    assert len(heard(salma, "بلاغ في نطاقك: إنارة")) == 1


async def test_switching_on_is_undone_at_once(the_town: Town, salma: Person):
    await switches_on(the_town, salma)
    await presses(the_town, salma, "alerts-undo")
    assert await rows(the_town, salma) == []


async def test_what_and_when_are_changed_and_the_place_stays(the_town: Town, salma: Person):
    await switches_on(the_town, salma)
    [before] = await rows(the_town, salma)
    for act, label in (("kinds", REPORTS), ("times", "")):
        await says(the_town, salma, "/alerts")
        await taps(the_town, salma, salma.last.labels[0])
        await presses(the_town, salma, f"alerts-change-{act}")
        if label:
            await taps(the_town, salma, f"✓ {label}", "إنارة")
            await presses(the_town, salma, "alerts-kinds-done")
        else:
            await says(the_town, salma, "كل خميس 5 العصر")
        await presses(the_town, salma, "alerts-summary-save")
        assert "حُفظ التعديل" in salma.last.text
    [after] = await rows(the_town, salma)
    assert (after["id"], after["area_id"]) == (before["id"], before["area_id"])
    assert (after["reports"], after["instant"], after["cron"]) == ("some", 0, "weekly thu 17:00")


async def test_the_place_is_changed_and_the_rest_stays(the_town: Town, salma: Person):
    await switches_on(the_town, salma)
    [before] = await rows(the_town, salma)
    await says(the_town, salma, "/alerts")
    await taps(the_town, salma, salma.last.labels[0])
    await presses(the_town, salma, "alerts-change-place")
    await salma.sends_location(*await in_ghadir(the_town))
    await the_town.quiet()
    await presses(the_town, salma, "place-this")
    await presses(the_town, salma, "alerts-km", km="10")
    assert [dict(each)["area_id"] for each in await rows(the_town, salma)] == [before["area_id"]]
    await presses(the_town, salma, "alerts-summary-save")
    [after] = await rows(the_town, salma)
    assert (after["id"], after["area_id"], after["reports"]) == (before["id"], None, "all")
    assert float(str(after["radius_m"])) > 10_000
    await a_light_is_out(the_town)
    assert len(heard(salma, "بلاغ في نطاقك: إنارة")) == 1


async def test_a_test_alert_says_that_it_is_one_and_promises_nothing(the_town: Town, salma: Person):
    await says(the_town, salma, "/alerts")
    await presses(the_town, salma, "alerts-try")
    sample = plain(salma.last.text)
    assert sample.startswith("تنبيه تجريبي")
    assert "كيلومتر تقريبًا إلى الشمال" in sample
    assert await the_town.query("SELECT count(*) FROM delivery") == [(0,)]


async def test_the_limit_is_told_before_anything_is_asked(the_town: Town, salma: Person):
    await says(the_town, salma, "/alerts")
    known = await members.known_at(the_town.house, bot_id=the_town.telegram.bot.id, address=str(salma.id))
    assert known is not None
    [*districts] = await the_town.query("SELECT id FROM area WHERE kind = 'district'")
    wishes = [(number, kind) for (number,) in districts for kind in ("lighting", "water", "road")][:20]
    for number, kind in wishes:
        wish = Wish.of_kinds([kind])
        await subscriptions.subscribe(
            the_town.house,
            recipient_id=known.recipient_id,
            ground=AreaGround(number),
            wish=wish,
            now=the_town.clock(),
        )
    answer = await salma.presses(the_town.ar.plain("alerts-add"))
    assert plain(answer.text) == plain(the_town.ar.plain("refusal-too-many-subscriptions", limit=20))
    await says(the_town, salma, "/alerts")
    assert len(salma.last.labels) == 20 + 5
    assert len(set(salma.last.labels)) == 20 + 5
    assert "وقت عدم الإزعاج: من" in plain(salma.last.text)


async def test_a_pin_sent_out_of_the_blue_is_taken_up(the_town: Town, salma: Person):
    await salma.sends_location(*await in_ghadir(the_town))
    await the_town.quiet()
    await presses(the_town, salma, "menu-alerts")
    await taps(the_town, salma, f"✓ {SEARCHES}", REPORTS)
    await presses(the_town, salma, "alerts-kinds-done")
    await presses(the_town, salma, "alerts-km", km="1")
    await presses(the_town, salma, "alerts-instant")
    await presses(the_town, salma, "alerts-summary-send")
    [row] = await rows(the_town, salma)
    assert row["area_id"] is None
    assert row["lat"] is not None


async def test_nobody_changes_the_alerts_of_another(the_town: Town, salma: Person):
    await says(the_town, salma, "/alerts")
    await says(the_town, the_town.volunteer, "/alerts")
    listed = the_town.volunteer.last
    await taps(the_town, the_town.volunteer, listed.labels[0])
    for key in ("alerts-change-kinds", "alerts-change-times", "alerts-change-place", "alerts-change-remove"):
        answer = await salma.presses(the_town.ar.plain(key), on=listed)
        assert plain(answer.text) == plain(the_town.ar.plain("refusal-subscription-not-found"))
    assert await the_town.query("SELECT count(*) FROM subscription WHERE active") == [(2,)]


async def test_a_report_under_way_is_not_dropped_by_new_alerts(the_town: Town, salma: Person):
    await says(the_town, salma, "/alerts")
    listed = salma.last
    await says(the_town, salma, "/report")
    await salma.presses(the_town.ar.plain("alerts-add"), on=listed)
    await the_town.quiet()
    assert plain(salma.last.text) == the_town.ar.plain("unfinished-first")
    await presses(the_town, salma, "menu-go-on")
    assert the_town.ar.plain("report-without-picture") in salma.last.labels
