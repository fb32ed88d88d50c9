"""PFIF 1.4 is read as generously as other people write it, and nobody who is not missing comes out of it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formats.bad_rows import Reason
from formats.pfif import read_pfif
from formats.search_drafts import DraftsFile, SearchDraft
from language.catalogues import load_catalogues
from models.searches import Sex, SubjectKind

NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
NAMESPACE = "http://zesty.ca/pfif/1.4"


def person(*fields: str, id: str = "example.org/p1", name: str | None = "ريم علي\nReem Ali") -> str:
    full_name = "" if name is None else f"<pfif:full_name>{name}</pfif:full_name>"
    fixed = (
        f"<pfif:person_record_id>{id}</pfif:person_record_id><pfif:source_date>2026-11-22T10:00:00Z</pfif:source_date>"
    )
    return f"<pfif:person>{fixed}{full_name}{''.join(fields)}</pfif:person>"


def field(name: str, value: str) -> str:
    return f"<pfif:{name}>{value}</pfif:{name}>"


def note(status: str = "", at: str = "2026-11-22T11:00:00Z", place: str = "", about: str = "") -> str:
    return (
        f"<pfif:note><pfif:note_record_id>example.org/n{at}</pfif:note_record_id>{field('person_record_id', about)}"
        f"<pfif:author_name>x</pfif:author_name>{field('source_date', at) if at else ''}"
        f"{field('status', status)}{field('last_known_location', place)}<pfif:text>x</pfif:text></pfif:note>"
    )


def read(*records: str, namespace: str = NAMESPACE) -> DraftsFile:
    inside = "".join(records)
    text = f'<?xml version="1.0" encoding="UTF-8"?><pfif:pfif xmlns:pfif="{namespace}">{inside}</pfif:pfif>'
    return read_pfif(text.encode(), now=NOW)


def only(*records: str) -> SearchDraft:
    found = read(*records)
    assert found.bad == []
    (draft,) = found.drafts
    return draft


def reasons(found: DraftsFile) -> list[tuple[int, Reason]]:
    return [(bad.line, bad.reason) for bad in found.bad]


FULL = person(
    field("age", "٦"),
    field("sex", "female"),
    field("author_name", "سعاد"),
    field("author_phone", "+966500000000"),
    field("home_street", "شارع 7"),
    field("description", "فستان أزرق،\n نظارة"),
    field("photo_url", "http://169.254.169.254/x.jpg"),
    note("believed_missing", place="حديقة السلام"),
)


@pytest.mark.parametrize("namespace", [NAMESPACE, f"{NAMESPACE}/"])
def test_a_missing_person_becomes_a_draft_with_or_without_the_slash(namespace):
    found = read(FULL, namespace=namespace)
    assert found.bad == []
    (draft,) = found.drafts
    assert draft.id == "example.org/p1"
    assert (draft.subject.name, draft.subject.latin_name) == ("ريم علي", "Reem Ali")
    assert (draft.subject.age, draft.subject.age_to, draft.subject.sex) == (6, None, Sex.FEMALE)
    assert draft.subject.kind is SubjectKind.CHILD
    assert draft.subject.marks == "فستان أزرق، نظارة"
    assert draft.last_seen.place == "حديقة السلام"
    assert draft.reporter.name == "سعاد"


def test_what_the_format_has_no_place_for_is_left_to_the_desk():
    assert only(FULL).missing() == [
        "last_seen.lat", "last_seen.lon", "last_seen.at", "reporter.relation",
        "gates.custody", "gates.protection_order", "gates.left_by_choice",
    ]  # fmt: skip
    assert {"subject.age", "subject.sex", "subject.kind", "reporter.name"} < set(only(person()).missing())


def test_homes_telephones_and_addresses_of_pictures_are_not_taken_over():
    kept = repr(only(FULL))
    assert "966500000000" not in kept
    assert "شارع 7" not in kept
    assert "169.254" not in kept


@pytest.mark.parametrize(
    ("name", "arabic", "latin"),
    [
        ("ريم علي\nReem Ali", "ريم علي", "Reem Ali"),
        ("Reem Ali\nريم علي", "ريم علي", "Reem Ali"),
        ("ريم علي", "ريم علي", None),
        ("Reem Ali", "Reem Ali", None),
        ("\n  Reem \u202e Ali \n", "Reem Ali", None),
    ],
)
def test_the_arabic_name_comes_first_wherever_it_stands(name, arabic, latin):
    subject = only(person(name=name)).subject
    assert (subject.name, subject.latin_name) == (arabic, latin)


def test_an_arabic_alternative_goes_before_a_latin_full_name():
    subject = only(person(field("alternate_names", "أم مشعل"), name="Reem Ali")).subject
    assert (subject.name, subject.latin_name) == ("أم مشعل", "Reem Ali")


def test_a_record_without_a_full_name_is_called_by_its_parts():
    record = person(field("given_name", "Reem"), field("family_name", "Ali"), name="")
    assert only(record).subject.name == "Reem Ali"


@pytest.mark.parametrize(
    ("age", "least", "most", "kind"),
    [
        ("6", 6, None, SubjectKind.CHILD),
        ("6-9", 6, 9, SubjectKind.CHILD),
        ("٦ - ٩", 6, 9, SubjectKind.CHILD),
        ("17-19", 17, 19, None),
        ("30-40", 30, 40, SubjectKind.ADULT),
        ("55-65", 55, 65, None),
        ("60", 60, None, SubjectKind.ELDER),
        ("9-6", None, None, None),
        ("six", None, None, None),
        ("400", None, None, None),
    ],
)
def test_an_age_is_read_with_its_range(age, least, most, kind):
    subject = only(person(field("age", age))).subject
    assert (subject.age, subject.age_to, subject.kind) == (least, most, kind)


@pytest.mark.parametrize(
    ("born", "least", "most"),
    [
        ("2020-11-22", 6, None),
        ("2020-11-23", 5, None),
        ("2020-11", 5, 6),
        ("2020", 5, 6),
        ("١٩٥٠-٠١-٠١", 76, None),
        ("2020-02-31", None, None),
        ("2020-13", None, None),
        ("2030", None, None),
        ("0000", None, None),
    ],
)
def test_where_no_age_is_given_it_is_counted_from_the_day_of_birth(born, least, most):
    subject = only(person(field("date_of_birth", born))).subject
    assert (subject.age, subject.age_to) == (least, most)


@pytest.mark.parametrize(("sex", "read_as"), [("male", Sex.MALE), ("other", Sex.OTHER), ("F", None), ("", None)])
def test_a_sex_that_is_not_of_the_format_is_asked_for(sex, read_as):
    assert only(person(field("sex", sex))).subject.sex is read_as


@pytest.mark.parametrize("status", ["is_note_author", "believed_alive", "believed_dead"])
def test_nobody_is_looked_for_whom_the_newest_note_has_found(status):
    notes = note("believed_missing", at="2026-11-20T10:00:00Z") + note(status, at="2026-11-21T10:00:00Z")
    assert reasons(read(person(notes))) == [(1, Reason.PFIF_FOUND)]


@pytest.mark.parametrize("status", ["believed_missing", "information_sought"])
def test_somebody_found_and_lost_again_is_looked_for(status):
    notes = note(status, at="2026-11-21T10:00:00Z") + note("believed_alive", at="2026-11-20T10:00:00Z")
    assert only(person(notes)).subject.name == "ريم علي"


def test_a_note_without_a_status_changes_nothing():
    notes = note("believed_alive", at="2026-11-20T10:00:00Z") + note("", at="2026-11-21T10:00:00Z", place="السوق")
    assert reasons(read(person(notes))) == [(1, Reason.PFIF_FOUND)]


def test_times_are_compared_as_moments_and_not_as_text():
    notes = note("believed_alive", at="2026-11-20T09:00:00Z") + note("believed_missing", at="2026-11-20T11:00:00+03:00")
    assert reasons(read(person(notes))) == [(1, Reason.PFIF_FOUND)]


def test_an_undated_note_ends_a_search_but_does_not_begin_one_again():
    assert reasons(read(person(note("believed_missing"), note("believed_alive", at="")))) == [(1, Reason.PFIF_FOUND)]
    assert reasons(read(person(note("believed_alive"), note("believed_missing", at="?")))) == [(1, Reason.PFIF_FOUND)]


def test_notes_beside_their_person_count_like_those_inside():
    found = read(
        person(id="a/1"), person(note("believed_missing"), id="a/2"),
        note("believed_alive", at="2026-11-22T12:00:00Z", about="a/2"), note("believed_dead", about="a/9"),
    )  # fmt: skip
    assert [draft.id for draft in found.drafts] == ["a/1"]
    assert reasons(found) == [(2, Reason.PFIF_FOUND)]


def test_the_newest_word_on_the_place_is_taken():
    notes = note("", "2026-11-20T10:00:00Z", "السوق") + note("", "2026-11-21T10:00:00Z", "الحديقة") + note("")
    assert only(person(notes)).last_seen.place == "الحديقة"


@pytest.mark.parametrize(
    ("place", "lat", "lon", "words"),
    [
        ("19.16592425362802 -71.9384765625", 19.16592425362802, -71.9384765625, None),
        ("حديقة السلام ٢٤٫٧١٣٦، ٤٦٫٦٧٥٣", 24.7136, 46.6753, "حديقة السلام ٢٤٫٧١٣٦، ٤٦٫٦٧٥٣"),
        ("24, 46", None, None, "24, 46"),
        ("0.000, 0.000", None, None, "0.000, 0.000"),
        ("شارع 7", None, None, "شارع 7"),
    ],
)
def test_coordinates_written_into_the_words_of_a_place_are_found(place, lat, lon, words):
    last_seen = only(person(note(place=place))).last_seen
    assert (last_seen.lat, last_seen.lon, last_seen.place) == (lat, lon, words)


@pytest.mark.parametrize(
    ("expiry", "reason"),
    [
        ("2026-11-22T14:00:00Z", Reason.PFIF_EXPIRED),
        ("2026-11-22T13:59:59", Reason.PFIF_EXPIRED),
        ("٢٠٢٠-٠١-٠١T00:00:00Z", Reason.PFIF_EXPIRED),
        ("2020", Reason.NOT_A_MOMENT),
        ("2026-11-22T14:00:01Z", None),
        ("", None),
    ],
)
def test_a_record_past_its_day_is_left_out_and_so_is_one_whose_day_is_unclear(expiry, reason):
    found = read(person(field("expiry_date", expiry)))
    assert reasons(found) == ([(1, reason)] if reason else [])
    assert len(found.drafts) == (0 if reason else 1)


def test_a_placeholder_does_not_come_back_to_life():
    gone = person(field("expiry_date", "2026-01-01T00:00:00Z"), name="")
    assert reasons(read(gone, person(name=None, id="a/2"))) == [(1, Reason.PFIF_WITHDRAWN), (2, Reason.PFIF_WITHDRAWN)]


def test_a_record_needs_a_number_of_its_own():
    found = read(person(id=""), person(id="a/1"), person(id="a/1"), person(id="x" * 201))
    assert reasons(found) == [(1, Reason.PFIF_NO_ID), (3, Reason.ID_TWICE), (4, Reason.TOO_LONG)]
    assert len(found.drafts) == 1


def test_a_text_too_long_for_a_draft_is_cut_where_everybody_sees_it():
    subject = only(person(field("description", "وصف " * 400), name="ر" * 100)).subject
    assert subject.marks is not None
    assert subject.marks.endswith("…")
    assert len(subject.marks) <= 500
    assert subject.name == "ر" * 100


def test_records_inside_a_feed_are_found():
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom" xmlns:pfif="{NAMESPACE}"><entry>{FULL}</entry></feed>'
    assert len(read_pfif(feed.encode(), now=NOW).drafts) == 1


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", Reason.NOT_XML),
        (b"<pfif", Reason.NOT_XML),
        (b'{"subject": 1}', Reason.NOT_XML),
        (b'<?xml version="1.0" encoding="nonsense"?><a/>', Reason.NOT_XML),
        (b"<a/>", Reason.NOT_PFIF),
        (b'<p:pfif xmlns:p="http://zesty.ca/pfif/1.2"><p:person/></p:pfif>', Reason.NOT_PFIF),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', Reason.NOT_XML),
        (b'<!DOCTYPE a [<!ENTITY x "aaaa"><!ENTITY y "&x;&x;&x;">]><a>&y;</a>', Reason.NOT_XML),
        (b'<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd"><a/>', Reason.NOT_XML),
    ],
)
def test_a_file_that_is_not_pfif_or_reaches_outside_itself_is_refused(raw, reason):
    assert reasons(read_pfif(raw, now=NOW)) == [(0, reason)]


@settings(deadline=None)
@given(
    st.sampled_from(["age", "sex", "date_of_birth", "expiry_date", "description", "alternate_names", "author_name"]),
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="<&\ufffe\uffff")),
)
def test_no_field_stops_the_import(name, value):
    found = read(person(field(name, value)))
    assert bool(found.drafts) != bool(found.bad)
    assert read(person(note(place=value))).bad == []


@pytest.mark.parametrize("language", ["ar", "en"])
def test_each_record_left_out_is_told_with_its_reason(language):
    say = load_catalogues().voice(language)
    found = read(
        person(note("believed_dead")), person(name=""), person(field("expiry_date", "2020-01-01T00:00:00Z")),
        person(id=""), person(field("expiry_date", "soon")),
    )  # fmt: skip
    files = [read_pfif(raw, now=NOW) for raw in (b"", b"<a/>")]
    told = [bad.plain(say) for bad in (*found.bad, *files[0].bad, *files[1].bad)]
    assert len(set(told)) == 7
    assert all("{" not in sentence for sentence in told)
