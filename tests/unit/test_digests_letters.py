"""What a digest says: counts in whole sentences, lines that end, numbers to call; never a name, never a picture."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from alerts.distances import AreaName
from alerts.facts_of_digests import DigestFacts, ReportLine
from alerts.facts_of_searches import SearchFacts
from alerts.letters import Letter, View
from alerts.letters_of_digests import MOST_LINES, Digests
from language.catalogues import Catalogues
from language.text import LETTER_LIMIT, utf16_length, visible, without_direction
from models.alerts import Audience, DigestKind
from models.rules import AreaRules, EmergencyRule, Rules
from models.searches import SearchState, Sex, SubjectKind

NOW = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)
ROSES = (AreaName("حي الورود", "Roses"), AreaName("الظلال", "Shades"))
REEM = SearchFacts(
    number=3,
    state=SearchState.OPEN,
    drill=False,
    name="ريم بنت فهد العتيبي",
    age=6,
    sex=Sex.FEMALE,
    kind=SubjectKind.CHILD,
    clothing="فستان أزرق",
    marks="",
    vehicle="",
    picture_id=5,
    lat=24.05123456,
    lon=46.05,
    seen_at=NOW - timedelta(hours=3),
    place="حديقة السلام",
    path=ROSES,
    area_codes=("roses",),
    update="",
    organisation=None,
    told_at=NOW,
    audience=Audience.SUBSCRIBERS,
    nowhere=False,
    protect=True,
    through={},
)
LAMP = ReportLine(number=12, category="lighting", area_id=2, path=ROSES, words="", lat=24.05, lon=46.05, over=False)


def letter(catalogues: Catalogues, language: str = "ar", rules: Rules | None = None, **about: Any) -> Letter:
    """A digest with a search and a report, unless `about` says otherwise."""
    given = {"kind": DigestKind.NEWS, "written_at": NOW, "searches": (REEM,), "searches_over": 0, "reports": (LAMP,)}
    facts = DigestFacts(**{**given, **about})
    return Digests(rules or Rules()).write(facts, catalogues.voice(language), View(language))


def lines(of: Letter) -> list[str]:
    return [without_direction(line).replace("\u00a0", " ") for line in visible(of.text).splitlines()]


def test_a_digest_reads_searches_first_then_reports(catalogues: Catalogues) -> None:
    assert lines(letter(catalogues)) == [
        "ملخّص التنبيهات",
        "",
        "عملية بحث واحدة مفتوحة:",
        "• طفلة: ر. ع.، 6 سنوات، حي الورود، الظلال، منذ الساعة 5:00 م (الخريطة)",
        "عند رؤية أحد منهم: اتصل بالرقم 911 فورًا، مع المتابعة بالنظر من بُعد حتى تصل الشرطة، من غير مطاردة ولا اصطحاب.",
        "",
        "بلاغ واحد قائم:",
        "• إنارة، حي الورود، الظلال: بلاغ واحد (رقم 12)",
    ]


def test_it_reads_in_english_too(catalogues: Catalogues) -> None:
    said = lines(letter(catalogues, "en"))
    assert said[2:4] == [
        "One search is open:",
        "• Missing girl: ر. ع., 6 years old, Roses, Shades, since 5:00 pm (map)",
    ]
    assert said[-1] == "• Street lighting, Roses, Shades: one report (no. 12)"


def test_no_name_no_picture_and_no_exact_place_leaves_the_house(catalogues: Catalogues) -> None:
    written = letter(catalogues)
    assert "ريم" not in written.text
    assert "24.051234" not in written.text
    assert (written.picture, written.protect) == (None, True)


@pytest.mark.parametrize(
    ("count", "title", "line"),
    [
        (1, "بلاغ واحد قائم:", "بلاغ واحد"),
        (2, "بلاغان قائمان:", "بلاغان"),
        (3, "3 بلاغات قائمة:", "3 بلاغات"),
        (11, "11 بلاغًا قائمًا:", "11 بلاغًا"),
        (100, "100 بلاغ قائم:", "100 بلاغ"),
    ],
)
def test_counts_are_whole_sentences(catalogues: Catalogues, count: int, title: str, line: str) -> None:
    reports = tuple(replace(LAMP, number=number) for number in range(1, count + 1))
    said = lines(letter(catalogues, searches=(), reports=reports))
    assert said[2] == title
    assert f": {line} (" in said[3]
    assert len(said) == 4


def test_reports_of_a_kind_in_a_place_share_a_line_and_dangers_come_first(catalogues: Catalogues) -> None:
    danger = replace(LAMP, number=20, category="danger")
    there = replace(LAMP, number=21, area_id=3, path=(AreaName("حي النهر", "River"),))
    second = replace(LAMP, number=22)
    said = lines(letter(catalogues, searches=(), reports=(LAMP, danger, there, second)))
    assert [line.partition(":")[0] for line in said[3:]] == [
        "• خطر على المارة، حي الورود، الظلال",
        "• إنارة، حي الورود، الظلال",
        "• إنارة، حي النهر",
    ]
    assert "(رقم 12 ورقم 22)" in said[4]


def test_what_is_more_than_ten_lines_is_counted(catalogues: Catalogues) -> None:
    reports = tuple(replace(LAMP, number=n, area_id=n, path=(AreaName(f"حي {n}", ""),)) for n in range(1, 15))
    said = lines(letter(catalogues, searches=(), reports=reports))
    assert len(said) == 3 + MOST_LINES + 1
    assert said[-1] == "و4 بلاغات أخرى."


def test_a_search_that_ended_says_so_and_nothing_of_who_it_was(catalogues: Catalogues) -> None:
    said = lines(letter(catalogues, searches=(), searches_over=1))
    assert "• انتهت عملية بحث. شكرًا لكل من ساعد." in said
    assert not any("ر. ع." in line or "911" in line for line in said)


def test_a_report_that_ended_says_so_in_its_line(catalogues: Catalogues) -> None:
    over = replace(LAMP, over=True)
    assert lines(letter(catalogues, searches=(), reports=(over,)))[2:] == [
        "لم يعد أي من هذه البلاغات قائمًا:",
        "• إنارة، حي الورود، الظلال: لم يعد قائمًا",
    ]
    both = lines(letter(catalogues, searches=(), reports=(over, replace(LAMP, number=13))))
    assert both[3] == "• إنارة، حي الورود، الظلال: بلاغ واحد (رقم 13)"


def test_nothing_left_is_said_in_one_sentence(catalogues: Catalogues) -> None:
    assert lines(letter(catalogues, searches=(), reports=())) == [
        "لم يبقَ في هذا الملخّص ما هو قائم. ما يستجدّ يصل في رسالة أخرى."
    ]


def test_what_police_has_not_confirmed_and_drills_say_so(catalogues: Catalogues) -> None:
    vetted = letter(catalogues, searches=(replace(REEM, audience=Audience.VETTED, drill=True),), reports=())
    voice = catalogues.voice("ar")
    assert voice.plain("search-vetted-only") in visible(vetted.text)
    assert voice.plain("search-drill") in visible(vetted.text)


def test_searches_of_regions_with_different_emergency_lines_name_their_own(catalogues: Catalogues) -> None:
    emergency = (EmergencyRule(area="roses", number="911"), EmergencyRule(area="", number="999"))
    rules = Rules(areas=AreaRules(emergency=emergency))
    said = lines(letter(catalogues, rules=rules, searches=(REEM, replace(REEM, number=4, area_codes=())), reports=()))
    assert [line for line in said if line.startswith("رقم الطوارئ")] == [
        "رقم الطوارئ هناك: 911",
        "رقم الطوارئ هناك: 999",
    ]
    assert said[-1].startswith("عند رؤية أحد منهم: اتصل برقم الطوارئ فورًا")


def test_since_when_names_the_day_where_it_was_another_one(catalogues: Catalogues) -> None:
    before = replace(REEM, seen_at=NOW - timedelta(days=1))
    assert "منذ يوم السبت 21 نوفمبر 2026 الساعة 8:00 م" in lines(letter(catalogues, searches=(before,)))[3]


def test_open_searches_told_again_have_a_title_of_their_own(catalogues: Catalogues) -> None:
    said = lines(letter(catalogues, kind=DigestKind.OPEN_SEARCHES, reports=()))
    assert said[0] == "عمليات البحث المفتوحة الآن"


def test_the_longest_digest_fits_into_a_message(catalogues: Catalogues) -> None:
    searches = tuple(
        replace(REEM, number=n, name="عبد الرحمن " * 9, path=(AreaName("حي " * 60, ""),)) for n in range(30)
    )
    reports = tuple(replace(LAMP, number=n, area_id=n, path=(), words="مكان " * 50) for n in range(400))
    for language in catalogues.languages:
        assert (
            utf16_length(visible(letter(catalogues, language, searches=searches, reports=reports).text)) <= LETTER_LIMIT
        )
