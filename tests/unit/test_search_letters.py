"""What volunteers, staff and the person who told us read about a search."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from alerts.distances import AreaName
from alerts.facts_of_searches import CardFacts, SearchFacts
from alerts.letters import Letter, View
from alerts.letters_of_searches import forms
from language.catalogues import load_catalogues
from language.text import CAPTION_LIMIT, utf16_length, visible
from models.alerts import Audience, Wording
from models.rules import AreaRules, EmergencyRule, Rules, SearchRules
from models.searches import SearchState, Sex, StopReason, SubjectKind

NOW = datetime(2026, 11, 22, 13, 45, tzinfo=UTC)
VOICES = load_catalogues()
NAME = "ريم بنت فهد العتيبي"

REEM = SearchFacts(
    number=7,
    state=SearchState.OPEN,
    drill=False,
    name=NAME,
    age=6,
    sex=Sex.FEMALE,
    kind=SubjectKind.CHILD,
    clothing="فستان أزرق",
    marks="",
    vehicle="",
    picture_id=3,
    lat=24.71234567,
    lon=46.67654321,
    seen_at=NOW - timedelta(minutes=5),
    place="حديقة السلام",
    path=(AreaName("النسيم الغربي", "West Naseem"), AreaName("الرياض", "Riyadh")),
    area_codes=("naseem", "riyadh"),
    update="",
    organisation=AreaName("فريق الإنقاذ", "Rescue team"),
    told_at=NOW,
    audience=Audience.SUBSCRIBERS,
    nowhere=False,
    protect=True,
    through={},
)
CARD = CardFacts(
    search=replace(REEM, state=SearchState.DRAFT),
    over=False,
    stopped_for=None,
    missing=(),
    gates_asked=True,
    police_number="1/22",
    police_station="شرطة النسيم",
    how_checked="اتصال",
    reporter_name="هند",
    reporter_relation="الأم",
    consent_by="هند",
    audience_path=(),
    posted_by="سعاد",
    approved_by="",
    as_operator=False,
    submitted_at=None,
    expires_at=None,
    expiry_asked=False,
    progress=(),
    objected=False,
    like_stopped=None,
)


def written(wording: Wording, facts: Any, *, language: str = "ar", rules: Rules | None = None, **view: Any) -> Letter:
    return forms(rules or Rules())[wording].write(facts, VOICES.voice(language), View(language, **view))


def read(letter: Letter) -> str:
    return visible(letter.text).translate(dict.fromkeys(map(ord, "\u2068\u2069\u200f")) | {0xA0: " "})


def alert(language: str = "ar", rules: Rules | None = None, band: int | None = 1, octant: int | None = 0, **facts: Any):
    return written(
        Wording.SEARCH_OPEN, replace(REEM, **facts), language=language, rules=rules, band=band, octant=octant
    )


def test_the_first_lines_say_who_where_when_and_how_far():
    assert read(alert()).split("\n")[:3] == [
        "طفلة مفقودة بالقرب منك: ر. ع.، 6 سنوات.",
        "شوهدت آخر مرة الساعة 4:40 م عند حديقة السلام، النسيم الغربي، الرياض، على بُعد كيلومتر تقريبًا إلى الشمال منك.",
        "ترتدي: فستان أزرق.",
    ]


def test_the_same_in_english_is_written_afresh():
    assert read(alert("en")).split("\n")[:2] == [
        "A girl is missing near you: ر. ع., 6 years old.",
        "She was last seen at 4:40 pm by حديقة السلام, West Naseem, Riyadh, about 1 km away to the north.",
    ]


@pytest.mark.parametrize(
    ("sex", "words"),
    [(Sex.FEMALE, "أبقِها تحت نظرك"), (Sex.MALE, "أبقِه تحت نظرك"), (Sex.OTHER, "من غير مطاردة ولا اصطحاب")],
)
def test_what_to_do_is_said_of_a_girl_a_boy_and_of_whom_we_do_not_know(sex, words):
    assert words in read(alert(sex=sex))


def test_a_boy_an_old_woman_and_a_man_are_called_what_they_are():
    heads = [
        read(alert(sex=Sex.MALE)),
        read(alert(kind=SubjectKind.ELDER, age=74)),
        read(alert(kind=SubjectKind.ADULT, sex=Sex.MALE, age=30)),
    ]
    assert [head.split(" بالقرب")[0] for head in heads] == ["طفل مفقود", "مسنّة مفقودة", "رجل مفقود"]


@pytest.mark.parametrize(
    ("age", "words"),
    [(0, "أقل من سنة"), (1, "سنة واحدة"), (2, "سنتان"), (6, "6 سنوات"), (11, "11 سنة"), (None, "العمر غير معروف")],
)
def test_ages_are_counted_as_arabic_counts(age, words):
    assert f"، {words}." in read(alert(age=age))


def test_no_full_name_and_no_exact_place_goes_out():
    letter = alert()
    (link,) = [button.url for row in letter.buttons for button in row if button.url]
    assert NAME not in letter.text
    assert "24.712" in link
    assert "24.7123" not in link


def test_the_vehicle_is_told_and_what_an_announcement_said_is_not():
    assert "المركبة: كامري بيضاء، لوحة أ ب ج 1234." in read(alert(vehicle="كامري بيضاء، لوحة أ ب ج 1234"))
    card = replace(CARD, quoted={"age": "بنت ست سنين", "care": "تعاني من التوحد"})
    assert "العمر: «بنت ست سنين»" in read(written(Wording.SEARCH_CARD, card))
    over = replace(card, search=replace(card.search, state=SearchState.OPEN))
    assert "ست سنين" not in read(written(Wording.SEARCH_CARD, over))


def test_the_given_name_is_shown_where_the_deployment_says_so():
    rules = Rules(searches=SearchRules(show_given_name=True))
    assert "مفقودة بالقرب منك: ريم، 6" in read(alert(rules=rules))


def test_where_nothing_is_measured_the_area_is_named_and_with_no_place_at_all_it_is_said():
    assert read(alert(band=None, octant=None)).startswith("طفلة مفقودة في النسيم الغربي: ")
    nowhere = read(alert(band=None, octant=None, place="", path=(), lat=None, lon=None, nowhere=True))
    assert nowhere.startswith("طفلة مفقودة في منطقتك: ")
    assert "غير محدد" in nowhere


def test_yesterday_is_said_as_a_day_that_stays_true():
    text = read(alert(seen_at=NOW - timedelta(days=1)))
    assert "يوم السبت 21 نوفمبر 2026 الساعة 4:45 م" in text
    assert "أمس" not in text


def test_a_place_that_begins_with_where_is_not_given_another():
    assert "م قرب حديقة السلام" in read(alert(place="قرب حديقة السلام"))


def test_the_emergency_line_is_that_of_the_place():
    lines = (EmergencyRule(number="911"), EmergencyRule(area="riyadh", number="999"))
    rules = Rules(areas=AreaRules(emergency=lines))
    assert "999" in read(alert(rules=rules))
    assert "911" in read(alert(rules=rules, area_codes=("jeddah",)))


@pytest.mark.parametrize(
    ("audience", "kind", "shown"),
    [
        (Audience.SUBSCRIBERS, SubjectKind.CHILD, False),
        (Audience.VETTED, SubjectKind.CHILD, True),
        (Audience.SUBSCRIBERS, SubjectKind.ELDER, True),
    ],
)
def test_where_the_law_forbids_it_no_minor_s_picture_is_public(audience, kind, shown):
    rules = Rules(searches=SearchRules(minors_pictures_public=False))
    assert (alert(rules=rules, audience=audience, kind=kind).picture is not None) == shown


def test_what_police_has_not_confirmed_says_so():
    assert "لم تؤكده الشرطة" in read(alert(audience=Audience.VETTED))
    assert "لم تؤكده الشرطة" not in read(alert())


@pytest.mark.parametrize("wording", [Wording.SEARCH_OPEN, Wording.SEARCH_CLOSED, Wording.COME_BACK])
def test_a_drill_begins_with_saying_that_it_is_one(wording):
    assert read(written(wording, replace(REEM, drill=True))).startswith("تمرين، وليس بحثًا حقيقيًا.")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_letter_fits_under_a_picture_and_what_to_do_is_never_cut(language):
    long = "كلمة طويلة " * 45
    huge = replace(
        REEM,
        clothing=long,
        marks=long,
        update=long,
        place="مكان " * 60,
        name="اسم " * 25,
        drill=True,
        audience=Audience.VETTED,
    )
    facts = replace(
        CARD, search=replace(huge, state=SearchState.OPEN), how_checked=long, objected=True, like_stopped=3,
        police_station="مركز " * 24, reporter_name="اسم " * 25, consent_by="اسم " * 25, progress=(99_999, 99_999, 9, 9, 9, 9, 9, 9, 9, 9, 9),
        submitted_at=NOW, approved_by="اسم " * 25, expires_at=NOW, missing=("subject_name", "custody", "how_checked"),
    )  # fmt: skip
    letters = [written(Wording.SEARCH_OPEN, huge, language=language, band=3, octant=1)]
    letters += [written(wording, facts, language=language) for wording in (Wording.SEARCH_CARD, Wording.SEARCH_ASK)]
    assert all(utf16_length(visible(letter.text)) <= CAPTION_LIMIT for letter in letters)
    assert read(alert(language)).split("\n\n")[1].split("\n")[0] in read(letters[0])


@pytest.mark.parametrize("state", [SearchState.CLOSED, SearchState.STOPPED])
@pytest.mark.parametrize("wording", [Wording.SEARCH_CARD, Wording.SEARCH_ASK, Wording.NOTICE_CARD])
def test_no_card_of_a_search_that_is_over_names_or_shows_anybody(state, wording):
    facts = replace(CARD, search=replace(REEM, state=state), stopped_for=StopReason.CUSTODY, over=True)
    for language in ("ar", "en"):
        letter = written(wording, facts, language=language)
        assert NAME not in letter.text
        assert letter.picture is None


def test_the_outcome_is_in_no_facts():
    fields = {*SearchFacts.__dataclass_fields__, *CardFacts.__dataclass_fields__}
    assert not fields & {"outcome", "evidence"}


def test_a_draft_says_what_is_missing_and_cannot_be_submitted():
    letter = written(Wording.SEARCH_CARD, replace(CARD, missing=("subject_age", "custody")))
    assert "ينقص: العمر وسؤال الحضانة." in read(letter)
    assert "search:submit:7" not in [button.data for row in letter.buttons for button in row]


def test_a_complete_draft_can_be_submitted_once():
    first = written(Wording.SEARCH_CARD, CARD)
    asked = written(Wording.SEARCH_CARD, replace(CARD, submitted_at=NOW))
    has = [["search:submit:7" in str(letter.buttons)] for letter in (first, asked)]
    assert has == [[True], [False]]
    assert "بانتظار الاعتماد" in read(asked)


def test_every_reason_to_stop_has_its_words_for_whoever_told_us():
    for reason in StopReason:
        facts = replace(CARD, search=replace(REEM, state=SearchState.STOPPED), stopped_for=reason)
        assert read(written(Wording.NOTICE_CARD, facts))
        assert read(written(Wording.SEARCH_CARD, facts))


def test_buttons_are_ids_of_at_most_64_bytes():
    number = 2**63
    facts = replace(CARD, search=replace(REEM, number=number, state=SearchState.OPEN), submitted_at=NOW)
    letters = [written(wording, facts) for wording in (Wording.SEARCH_CARD, Wording.SEARCH_ASK, Wording.NOTICE_CARD)]
    letters.append(written(Wording.SEARCH_OPEN, facts.search))
    datas = [button.data for letter in letters for row in letter.buttons for button in row if button.data]
    assert datas
    assert all(len(data.encode()) <= 64 for data in datas)
