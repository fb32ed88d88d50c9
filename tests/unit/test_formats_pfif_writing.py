"""PFIF 1.4 as it is written: to the letter, for receivers that take nothing else, and read back by ourselves."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formats.pfif import read_pfif
from formats.pfif_checking import faults_of_pfif
from formats.pfif_writing import NAMESPACE, PfifNote, PfifPerson, PfifPlaceholder, record_id, write_pfif
from models.searches import Sex, SubjectKind

NOON = datetime(2026, 11, 22, 12, 0, 0, 123456, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)
ID = record_id("mizalla.example", "k7")
SOUGHT = PfifNote(
    note_record_id=record_id("mizalla.example", "k7", "sought"), person_record_id=ID, entry_date=LATER,
    author_name="فريق الميناء", source_date=NOON, status="information_sought",
    last_known_location="حديقة السلام (24.712, 46.677)", text="عند رؤيتها: 911",
)  # fmt: skip
REEM = PfifPerson(
    person_record_id=ID, entry_date=LATER, source_date=NOON, expiry_date=NOON + timedelta(days=3),
    names=("ر. ع.", "R. A."), author_name="فريق الميناء", source_name="فريق الميناء",
    source_url="https://mizalla.example/searches/k7", description="فستان أزرق\nشامة <يمين> & أخرى", sex=Sex.FEMALE, age=6,
    photo_url="https://mizalla.example/searches/k7/picture", notes=(SOUGHT,),
)  # fmt: skip

GOLDEN = """\
<?xml version='1.0' encoding='utf-8'?>
<pfif:pfif xmlns:pfif="http://zesty.ca/pfif/1.4">
  <pfif:person>
    <pfif:person_record_id>mizalla.example/k7</pfif:person_record_id>
    <pfif:entry_date>2026-11-22T13:00:00Z</pfif:entry_date>
    <pfif:expiry_date>2026-11-25T12:00:00Z</pfif:expiry_date>
    <pfif:author_name>فريق الميناء</pfif:author_name>
    <pfif:source_name>فريق الميناء</pfif:source_name>
    <pfif:source_date>2026-11-22T12:00:00Z</pfif:source_date>
    <pfif:source_url>https://mizalla.example/searches/k7</pfif:source_url>
    <pfif:full_name>ر. ع.
R. A.</pfif:full_name>
    <pfif:description>فستان أزرق
شامة &lt;يمين&gt; &amp; أخرى</pfif:description>
    <pfif:sex>female</pfif:sex>
    <pfif:age>6</pfif:age>
    <pfif:photo_url>https://mizalla.example/searches/k7/picture</pfif:photo_url>
    <pfif:note>
      <pfif:note_record_id>mizalla.example/k7.sought</pfif:note_record_id>
      <pfif:person_record_id>mizalla.example/k7</pfif:person_record_id>
      <pfif:entry_date>2026-11-22T13:00:00Z</pfif:entry_date>
      <pfif:author_name>فريق الميناء</pfif:author_name>
      <pfif:source_date>2026-11-22T12:00:00Z</pfif:source_date>
      <pfif:status>information_sought</pfif:status>
      <pfif:last_known_location>حديقة السلام (24.712, 46.677)</pfif:last_known_location>
      <pfif:text>عند رؤيتها: 911</pfif:text>
    </pfif:note>
  </pfif:person>
</pfif:pfif>
"""
TOMBSTONE = """\
<?xml version='1.0' encoding='utf-8'?>
<pfif:pfif xmlns:pfif="http://zesty.ca/pfif/1.4">
  <pfif:person>
    <pfif:person_record_id>mizalla.example/k7</pfif:person_record_id>
    <pfif:entry_date>2026-11-22T12:00:00Z</pfif:entry_date>
    <pfif:expiry_date>2026-11-22T12:00:00Z</pfif:expiry_date>
    <pfif:source_date>2026-11-22T12:00:00Z</pfif:source_date>
    <pfif:full_name />
  </pfif:person>
</pfif:pfif>
"""


def test_a_person_and_a_note_are_written_as_the_specification_shows_them():
    raw = write_pfif([REEM])
    assert raw.decode().rstrip() == GOLDEN.rstrip()
    assert faults_of_pfif(raw) == ()


def test_a_placeholder_keeps_its_id_its_dates_and_an_empty_name():
    raw = write_pfif([PfifPlaceholder(ID, NOON)])
    assert raw.decode().rstrip() == TOMBSTONE.rstrip()
    assert faults_of_pfif(raw) == ()
    assert [str(bad.reason) for bad in read_pfif(raw, now=NOON).bad] == ["import-pfif-withdrawn"]


def test_a_moment_of_another_zone_is_written_in_utc():
    riyadh = NOON.astimezone(timezone(timedelta(hours=3)))
    assert write_pfif([PfifPlaceholder(ID, riyadh)]) == write_pfif([PfifPlaceholder(ID, NOON)])


def test_what_we_write_we_read_as_the_same_draft():
    (draft,) = read_pfif(write_pfif([REEM]), now=LATER).drafts
    subject, seen = draft.subject, draft.last_seen
    assert (draft.id, subject.name, subject.latin_name) == (ID, "ر. ع.", "R. A.")
    assert (subject.age, subject.sex, subject.kind) == (6, Sex.FEMALE, SubjectKind.CHILD)
    assert subject.marks == "فستان أزرق شامة <يمين> & أخرى"
    assert (seen.lat, seen.lon, seen.place) == (24.712, 46.677, "حديقة السلام (24.712, 46.677)")


def test_an_age_that_is_a_range_is_read_as_one():
    (draft,) = read_pfif(write_pfif([replace(REEM, age=5, age_to=7)]), now=LATER).drafts
    assert (draft.subject.age, draft.subject.age_to) == (5, 7)


def test_a_note_about_a_record_of_somebody_else_stands_beside_ours():
    link = replace(SOUGHT, note_record_id=f"{ID}.link", person_record_id="other.org/9", linked_person_record_id=ID)
    raw = write_pfif([REEM], [link])
    assert faults_of_pfif(raw) == ()
    assert b"<pfif:linked_person_record_id>mizalla.example/k7</pfif:linked_person_record_id>" in raw


@settings(deadline=None, max_examples=50)
@given(st.text(max_size=60), st.text(min_size=1, max_size=60))
def test_no_words_of_people_break_the_document(description, name):
    raw = write_pfif([replace(REEM, description=description, names=("ر", name))])
    assert faults_of_pfif(raw) == ()


FULL = write_pfif([REEM]).decode()


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("2026-11-22T12:00:00Z", "2026-11-22T12:00:00+00:00", "bad-time: person source_date"),
        ("<pfif:sex>female", "<pfif:sex>girl", "bad-value: person sex"),
        ("<pfif:age>6", "<pfif:age>7-6", "bad-value: person age"),
        ("<pfif:age>6", "<pfif:age>٦", "bad-value: person age"),
        ("information_sought", "found", "bad-value: note status"),
        ("mizalla.example/k7<", "k7<", "bad-id: person person_record_id"),
        ("<pfif:text>عند رؤيتها: 911</pfif:text>", "", "required-field: note text"),
        ("<pfif:sex>female</pfif:sex>", "<pfif:house>7</pfif:house>", "unknown-field: person house"),
        ("<pfif:sex>female</pfif:sex>", "<pfif:age>6</pfif:age>", "field-twice: person age"),
        ("ر. ع.\nR. A.", "", "half-a-placeholder: mizalla.example/k7"),
        (NAMESPACE, "http://zesty.ca/pfif/1.3", "not-pfif: {http://zesty.ca/pfif/1.3}pfif"),
    ],
)
def test_what_a_receiver_would_refuse_is_found(old, new, fault):
    assert old in FULL
    assert fault in faults_of_pfif(FULL.replace(old, new).encode())


def test_a_file_that_is_no_xml_or_has_one_record_twice_is_found():
    assert faults_of_pfif(b"<pfif") == ("not-xml",)
    assert f"id-twice: {ID}" in faults_of_pfif(write_pfif([REEM, PfifPlaceholder(ID, NOON)]))
