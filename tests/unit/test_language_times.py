"""Times in words, in both languages."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from language.catalogues import load_catalogues
from language.lists import listed
from language.refusals import refusal_sentence
from language.text import Sentence
from language.times import ahead, clock, day, lasting, since, when
from models.refusals import Refusal, TooLong

RIYADH = ZoneInfo("Asia/Riyadh")
NOW = datetime(2026, 11, 22, 13, 40, tzinfo=UTC)


@pytest.fixture(scope="module")
def catalogues():
    return load_catalogues()


@pytest.fixture
def ar(catalogues):
    return catalogues.voice("ar")


@pytest.fixture
def en(catalogues):
    return catalogues.voice("en")


def bare(sentence: str) -> str:
    return sentence.replace("\u2068", "").replace("\u2069", "").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("hour", "minute", "arabic", "english"),
    [
        (16, 40, "الساعة 4:40\u00a0م", "4:40\u00a0pm"),
        (0, 5, "الساعة 12:05\u00a0ص", "12:05\u00a0am"),
        (12, 0, "الساعة 12:00\u00a0م", "12:00\u00a0pm"),
        (11, 59, "الساعة 11:59\u00a0ص", "11:59\u00a0am"),
    ],
)
def test_the_clock_is_the_readers_and_stays_on_one_line(ar, en, hour, minute, arabic, english):
    moment = datetime(2026, 11, 22, hour, minute, tzinfo=RIYADH).astimezone(UTC)
    assert clock(ar, moment, RIYADH) == arabic
    assert clock(en, moment, RIYADH) == english


def test_a_time_without_a_zone_is_never_shown(ar):
    with pytest.raises(ValueError, match="zone"):
        clock(ar, datetime(2026, 1, 1), RIYADH)  # noqa: DTZ001


def test_a_date_is_gregorian_with_hijri_beside_it_where_asked(ar, en):
    """12 Jumada al-Akhirah 1448 is hijridate's Umm al-Qura; 1 Ramadan 1442 was 13 April 2021 in the kingdom."""
    assert day(ar, NOW, RIYADH) == "22 نوفمبر 2026"
    assert day(en, NOW, RIYADH) == "22 November 2026"
    assert day(ar, NOW, RIYADH, hijri=True) == "22 نوفمبر 2026 (12 جمادى الآخرة 1448 هـ)"
    ramadan = datetime(2021, 4, 13, 9, tzinfo=UTC)
    assert day(en, ramadan, RIYADH, hijri=True) == "13 April 2021 (1 Ramadan 1442 AH)"


def test_the_date_is_that_of_the_readers_zone(ar):
    late = datetime(2026, 11, 22, 22, 0, tzinfo=UTC)
    assert day(ar, late, RIYADH) == "23 نوفمبر 2026"
    assert day(ar, late, UTC) == "22 نوفمبر 2026"


@pytest.mark.parametrize(
    ("hours", "arabic", "english"),
    [
        (0, "اليوم الساعة 4:40 م", "today at 4:40 pm"),
        (-24, "أمس الساعة 4:40 م", "yesterday at 4:40 pm"),
        (8, "غدًا الساعة 12:40 ص", "tomorrow at 12:40 am"),
        (-72, "يوم الخميس 19 نوفمبر 2026 الساعة 4:40 م", "on Thursday 19 November 2026 at 4:40 pm"),
    ],
)
def test_a_moment_is_said_as_people_say_it(ar, en, hours, arabic, english):
    moment = NOW + timedelta(hours=hours)
    assert bare(when(ar, moment, RIYADH, NOW)) == arabic
    assert bare(when(en, moment, RIYADH, NOW)) == english


MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("passed", "arabic", "english"),
    [
        (timedelta(seconds=59), "قبل لحظات", "a moment ago"),
        (-HOUR, "قبل لحظات", "a moment ago"),
        (MINUTE, "منذ دقيقة", "a minute ago"),
        (2 * MINUTE, "منذ دقيقتين", "2 minutes ago"),
        (5 * MINUTE, "منذ 5 دقائق", "5 minutes ago"),
        (59 * MINUTE, "منذ 59 دقيقة", "59 minutes ago"),
        (HOUR, "منذ ساعة", "an hour ago"),
        (11 * HOUR, "منذ 11 ساعة", "11 hours ago"),
        (2 * DAY, "منذ يومين", "2 days ago"),
        (13 * DAY, "منذ 13 يومًا", "13 days ago"),
        (21 * DAY, "منذ 3 أسابيع", "3 weeks ago"),
        (60 * DAY, "منذ شهرين", "2 months ago"),
        (3_000 * DAY, "منذ 100 شهر", "100 months ago"),
    ],
)
def test_how_long_ago_is_a_whole_sentence(ar, en, passed, arabic, english):
    assert bare(since(ar, NOW - passed, NOW)) == arabic
    assert bare(since(en, NOW - passed, NOW)) == english


@pytest.mark.parametrize(
    ("away", "arabic", "english"),
    [
        (timedelta(seconds=20), "بعد لحظات", "in a moment"),
        (-HOUR, "بعد لحظات", "in a moment"),
        (timedelta(seconds=119), "بعد دقيقتين", "in 2 minutes"),
        (90 * MINUTE, "بعد 90 دقيقة", "in 90 minutes"),
        (HOUR, "بعد ساعة", "in an hour"),
        (2 * HOUR + 40 * MINUTE, "بعد 3 ساعات", "in 3 hours"),
        (DAY, "بعد 24 ساعة", "in 24 hours"),
        (3 * DAY + HOUR, "بعد 3 أيام", "in 3 days"),
    ],
)
def test_how_long_until_is_rounded_to_what_people_plan_by(ar, en, away, arabic, english):
    assert bare(ahead(ar, NOW + away, NOW)) == arabic
    assert bare(ahead(en, NOW + away, NOW)) == english


@pytest.mark.parametrize(
    ("length", "arabic", "english"),
    [
        (timedelta(0), "لمدة دقيقة", "for a minute"),
        (90 * MINUTE, "لمدة 90 دقيقة", "for 90 minutes"),
        (2 * HOUR, "لمدة ساعتين", "for 2 hours"),
        (3 * DAY, "لمدة 3 أيام", "for 3 days"),
    ],
)
def test_how_long_is_exact(ar, en, length, arabic, english):
    assert bare(lasting(ar, length)) == arabic
    assert bare(lasting(en, length)) == english


@pytest.mark.parametrize(
    ("items", "arabic", "english"),
    [
        ([], "", ""),
        (["أ"], "أ", "أ"),
        (["أ", "ب"], "أ وب", "أ and ب"),
        (["أ", "ب", "ج"], "أ وب وج", "أ, ب and ج"),
    ],
)
def test_several_things_are_joined_as_the_language_joins_them(ar, en, items, arabic, english):
    assert bare(listed(ar, items)) == arabic
    assert bare(listed(en, items)) == english


def test_a_single_item_is_escaped_and_isolated_unless_it_is_a_sentence(ar):
    assert listed(ar, ["<b>"]) == "\u2068&lt;b&gt;\u2069"
    assert listed(ar, [Sentence("<b>x</b>")]) == "<b>x</b>"


def test_a_refusal_is_said_with_its_facts(ar, en):
    refusal = TooLong(limit=500, length=10_000)
    assert "500" in refusal_sentence(ar, refusal, zone=RIYADH, now=NOW)
    assert "10,000" in refusal_sentence(en, refusal, zone=RIYADH, now=NOW)


def test_a_moment_among_the_facts_is_said_in_the_readers_zone(en):
    class TooLongThisHour(Refusal):
        """A refusal with a moment in it."""

    TooLongThisHour.sentence = "refusal-bad-zone"
    said = refusal_sentence(en, TooLongThisHour(text=NOW), zone=RIYADH, now=NOW)
    assert "today at 4:40 pm" in bare(said)
