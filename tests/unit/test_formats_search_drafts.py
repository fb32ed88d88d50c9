"""The JSON of `searches import`: whole records become drafts, the others are named by record, field and reason."""

import copy
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formats.bad_rows import BadRecord, Reason
from formats.search_drafts import REQUIRED, SearchDraft, Subject, missing_from, read_search_drafts
from language.catalogues import load_catalogues
from models.searches import Search, Sex, SubjectKind

REEM: dict[str, Any] = {
    "id": "town/reem",
    "subject": {
        "name": "ريم", "age": 6, "sex": "female", "kind": "child", "clothing": "فستان أزرق", "marks": "نظارة",
        "photo": "reem.jpg",
    },
    "last_seen": {"lat": 24.7, "lon": 46, "at": "2026-11-22T16:40:00+03:00", "place": "حديقة السلام"},
    "police_report": {"number": "77/1", "station": "مركز النسيم"},
    "vulnerable": True,
    "reporter": {"name": "أم ريم", "relation": "الأم"},
    "gates": {"custody": False, "protection_order": False, "left_by_choice": False},
    "consent": {"by": "أم ريم", "at": "2026-11-22T17:00:00+03:00"},
    "audience": {"radius_km": 5},
}  # fmt: skip


def changed(*path: str, to: Any = ...) -> dict[str, Any]:
    """Reem's record with one value put in, or taken out."""
    record = copy.deepcopy(REEM)
    *parents, last = path
    part = record
    for name in parents:
        part = part[name]
    if to is ...:
        del part[last]
    else:
        part[last] = to
    return record


def faults(record: Any) -> list[tuple[str, Reason]]:
    found = read_search_drafts(orjson.dumps(record))
    assert found.drafts == [] or found.bad == []
    return [(bad.field, bad.reason) for bad in found.bad]


def test_a_whole_record_becomes_a_draft():
    found = read_search_drafts(orjson.dumps(REEM))
    assert found.bad == []
    (draft,) = found.drafts
    assert (draft.id, draft.subject.name, draft.subject.age, draft.vulnerable) == ("town/reem", "ريم", 6, True)
    assert (draft.subject.sex, draft.subject.kind) == (Sex.FEMALE, SubjectKind.CHILD)
    assert (draft.last_seen.lat, draft.last_seen.lon) == (24.7, 46.0)
    assert draft.last_seen.at == datetime(2026, 11, 22, 13, 40, tzinfo=UTC)
    assert draft.last_seen.at.tzinfo is UTC
    assert draft.police_report is not None
    assert draft.police_report.station == "مركز النسيم"
    assert draft.audience is not None
    assert (draft.audience.radius_km, draft.audience.area_id) == (5.0, None)
    assert draft.missing() == []


@pytest.mark.parametrize(
    "path",
    [
        ("id",), ("subject", "clothing"), ("subject", "marks"), ("subject", "photo"), ("last_seen", "place"),
        ("police_report",), ("vulnerable",), ("consent",), ("audience",),
    ],
)  # fmt: skip
def test_what_the_manual_marks_as_optional_may_be_left_out(path):
    found = read_search_drafts(orjson.dumps(changed(*path)))
    assert found.bad == []
    assert found.drafts[0].missing() == []
    if path != ("vulnerable",):
        assert faults(changed(*path, to=None)) == []


@pytest.mark.parametrize("path", REQUIRED)
def test_what_a_search_cannot_do_without_is_asked_for(path):
    assert (path, Reason.FIELD_MISSING) in faults(changed(*path.split("."))) or path in {
        "last_seen.lat",
        "last_seen.lon",
    }
    assert faults(changed(*path.split("."))) != []


def test_a_blank_text_is_as_good_as_none():
    assert faults(changed("subject", "name", to=" \u200f ")) == [("subject.name", Reason.FIELD_MISSING)]
    assert faults(changed("subject", "clothing", to="")) == []


def test_an_empty_record_is_told_everything_it_lacks():
    assert faults({}) == [(path, Reason.FIELD_MISSING) for path in REQUIRED]


@pytest.mark.parametrize(
    ("path", "value", "field", "reason"),
    [
        ("subject.age", "6", "subject.age", Reason.NOT_A_NUMBER),
        ("subject.age", 6.5, "subject.age", Reason.NOT_A_NUMBER),
        ("subject.age", True, "subject.age", Reason.NOT_A_NUMBER),
        ("subject.age", -1, "subject.age", Reason.OUT_OF_RANGE),
        ("subject.age", 121, "subject.age", Reason.OUT_OF_RANGE),
        ("subject.age_to", 3, "subject", Reason.AGES_REVERSED),
        ("subject.sex", "f", "subject.sex", Reason.VALUE_UNKNOWN),
        ("subject.sex", 1, "subject.sex", Reason.NOT_TEXT),
        ("subject.kind", "boy", "subject.kind", Reason.VALUE_UNKNOWN),
        ("subject.name", 5, "subject.name", Reason.NOT_TEXT),
        ("subject.name", "ر" * 101, "subject.name", Reason.TOO_LONG),
        ("subject.nmae", "x", "subject.nmae", Reason.FIELD_UNKNOWN),
        ("subject", 3, "subject", Reason.NOT_AN_OBJECT),
        ("subject", None, "subject", Reason.NOT_AN_OBJECT),
        ("drill", True, "drill", Reason.FIELD_UNKNOWN),
        ("last_seen.lat", 91, "last_seen.lat", Reason.OUT_OF_RANGE),
        ("last_seen.lon", "46", "last_seen.lon", Reason.NOT_A_NUMBER),
        ("last_seen.lat", None, "last_seen", Reason.PLACE_HALF),
        ("last_seen.at", "2026-11-22T16:40:00", "last_seen.at", Reason.NOT_A_MOMENT),
        ("last_seen.at", "2026-11-22", "last_seen.at", Reason.NOT_A_MOMENT),
        ("last_seen.at", "yesterday", "last_seen.at", Reason.NOT_A_MOMENT),
        ("last_seen.at", "1764000000", "last_seen.at", Reason.NOT_A_MOMENT),
        ("last_seen.at", "0001-01-01T00:00:00+14:00", "last_seen.at", Reason.NOT_A_MOMENT),
        ("last_seen.at", 1764000000, "last_seen.at", Reason.NOT_A_MOMENT),
        ("gates.custody", "no", "gates.custody", Reason.NOT_TRUE_FALSE),
        ("gates.custody", 0, "gates.custody", Reason.NOT_TRUE_FALSE),
        ("vulnerable", "yes", "vulnerable", Reason.NOT_TRUE_FALSE),
        ("police_report", {"number": "1"}, "police_report.station", Reason.FIELD_MISSING),
        ("consent", {"by": "أم ريم"}, "consent.at", Reason.FIELD_MISSING),
        ("audience", {}, "audience", Reason.AUDIENCE_BOTH),
        ("audience", {"radius_km": 5, "area_id": "city-3"}, "audience", Reason.AUDIENCE_BOTH),
        ("audience", {"radius_km": 0}, "audience.radius_km", Reason.OUT_OF_RANGE),
        ("audience", {"area_id": 3}, "audience.area_id", Reason.NOT_TEXT),
    ],
)
def test_a_bad_value_is_named_by_its_field(path, value, field, reason):
    assert faults(changed(*path.split("."), to=value)) == [(field, reason)]


def test_nought_by_nought_is_not_a_place():
    record = changed("last_seen", "lat", to=0)
    record["last_seen"]["lon"] = 0.0
    assert faults(record) == [("last_seen", Reason.PLACE_ZERO)]


@pytest.mark.parametrize(
    ("kind", "age", "fits"),
    [
        ("child", 17, True), ("child", 18, False), ("adult", 18, True), ("adult", 17, False), ("adult", 70, True),
        ("elder", 60, True), ("elder", 59, False), ("child", 0, True),
    ],
)  # fmt: skip
def test_nobody_is_called_a_child_or_an_elder_who_is_neither(kind, age, fits):
    record = changed("subject", "age", to=age)
    record["subject"]["kind"] = kind
    assert faults(record) == ([] if fits else [("subject", Reason.AGE_OF_KIND)])


def test_a_gate_answered_with_yes_is_still_read_because_the_house_decides():
    (draft,) = read_search_drafts(orjson.dumps(changed("gates", "custody", to=True))).drafts
    assert draft.gates.custody is True


def test_good_records_of_a_list_are_kept_and_bad_ones_are_counted_from_one():
    found = read_search_drafts(orjson.dumps([REEM, 5, changed("subject", "age", to="x"), REEM, changed("id", to="b")]))
    assert [draft.id for draft in found.drafts] == ["town/reem", "b"]
    assert found.bad == [
        BadRecord(2, Reason.NOT_AN_OBJECT),
        BadRecord(3, Reason.NOT_A_NUMBER, "subject.age", {"value": "x"}),
        BadRecord(4, Reason.ID_TWICE, "id", {"first": "1"}),
    ]


def test_wrong_and_missing_fields_of_a_record_are_told_together():
    record = changed("subject", "age", to="six")
    del record["gates"]["custody"]
    record["reporter"] = []
    assert faults(record) == [
        ("subject.age", Reason.NOT_A_NUMBER),
        ("reporter", Reason.NOT_AN_OBJECT),
        ("gates.custody", Reason.FIELD_MISSING),
    ]


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", Reason.NOT_JSON),
        (b"{", Reason.NOT_JSON),
        (b"\xff\xfe{", Reason.NOT_JSON),
        (b'{"age": NaN}', Reason.NOT_JSON),
        (b"[" * 100_000, Reason.NOT_JSON),
        (b"[]", Reason.FILE_EMPTY),
    ],
)
def test_a_file_that_cannot_be_read_says_why(raw, reason):
    assert read_search_drafts(raw).bad == [BadRecord(0, reason)]


def test_a_byte_order_mark_does_not_matter():
    assert len(read_search_drafts(b"\xef\xbb\xbf" + orjson.dumps(REEM)).drafts) == 1


def test_names_lose_what_would_turn_the_sentence_around_them():
    record = changed("subject", "name", to="  ريم\u202e \n\x00علي ")
    assert read_search_drafts(orjson.dumps(record)).drafts[0].subject.name == "ريم علي"


def test_a_draft_may_lack_everything_and_says_so():
    assert SearchDraft().missing() == list(REQUIRED)
    assert SearchDraft(subject=Subject(name="ريم", age=6)).missing() == [
        path for path in REQUIRED if path not in {"subject.name", "subject.age"}
    ]
    assert missing_from({"subject": "?"}) == list(REQUIRED)


def test_what_a_draft_can_hold_its_table_can_hold():
    limits = {
        "external_id": ("id",), "subject_name": ("subject", "name"), "clothing": ("subject", "clothing"),
        "marks": ("subject", "marks"), "lkp_place": ("last_seen", "place"), "police_number": ("police_report", "number"),
        "police_station": ("police_report", "station"), "reporter_name": ("reporter", "name"),
        "reporter_relation": ("reporter", "relation"), "consent_by": ("consent", "by"),
    }  # fmt: skip
    for column, path in limits.items():
        length = Search.__table__.c[column].type.length  # type: ignore[attr-defined]
        assert faults(changed(*path, to="ر" * length)) == []
        assert faults(changed(*path, to="ر" * (length + 1))) == [(".".join(path), Reason.TOO_LONG)]


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
PATHS = [
    "id",
    "subject",
    "vulnerable",
    "last_seen",
    "audience",
    "consent",
    *REQUIRED,
    "audience.area_id",
    "subject.age_to",
]


@settings(deadline=None)
@given(st.sampled_from(PATHS), VALUES)
def test_no_value_anywhere_stops_the_import(path, value):
    found = read_search_drafts(orjson.dumps(changed(*path.split("."), to=value)))
    assert bool(found.drafts) != bool(found.bad)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_each_fault_is_told_with_its_record_and_field(language):
    say = load_catalogues().voice(language)
    records = [REEM, REEM, 5, {}] + [
        changed(*path.split("."), to=value)
        for path, value in [
            ("subject.age", "6"), ("subject.age", 200), ("subject.age", 40), ("subject.age_to", 3), ("subject.sex", "f"),
            ("subject.name", 5), ("subject.more", 1), ("last_seen.lat", None), ("last_seen.at", "x"), ("vulnerable", 3),
            ("audience", {}),
        ]
    ]  # fmt: skip
    bad = read_search_drafts(orjson.dumps(records)).bad
    assert len({each.reason for each in bad}) == 14
    for each in bad:
        told = each.plain(say)
        assert str(each.line) in told
        assert each.field in told
        assert "{" not in told.replace("{ }", "")
