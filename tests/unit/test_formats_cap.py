"""CAP 1.2 as it is written: valid by its schema, and right where the schema looks away."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from capvalidator import check_schema

from formats.cap import CapAlert, CapArea, CapInfo, CapReference, cap_time, write_cap
from formats.cap_checking import faults_of_cap
from models.cap_messages import CapKind
from places.points import Point

NOON = datetime(2026, 11, 22, 12, 0, 0, 987654, tzinfo=UTC)
FIRST = CapReference("mizalla.example", "k7.1", NOON)
SECOND = CapReference("mizalla.example", "k7.2", NOON + timedelta(hours=1))
THIRD = CapReference("mizalla.example", "k7.3", NOON + timedelta(hours=2))
HERE = CapArea("حي الورد، الميناء", Point(24.71234, 46.67654), 1500.0)
ARABIC = CapInfo(
    "ar",
    "طفل مفقود",
    "فريق الميناء",
    "طفلة مفقودة في حي الورد: ر. ع.، 6 سنوات.",
    "ترتدي: فستان أزرق.",
    "عند رؤيتها: 911",
    HERE,
)
ENGLISH = replace(ARABIC, language="en", event="Missing child", headline="A girl is missing in Red: R. A., 6.")
ALERT = CapAlert(
    reference=FIRST, kind=CapKind.ALERT, incident="k7", infos=(ARABIC, ENGLISH), seen_at=NOON - timedelta(hours=1),
    expires=NOON + timedelta(days=3), web="https://mizalla.example/searches/k7",
    picture="https://mizalla.example/searches/k7/picture",
)  # fmt: skip
UPDATE = replace(ALERT, reference=SECOND, kind=CapKind.UPDATE, earlier=(FIRST,))
OVER = replace(ARABIC, headline="انتهت عملية البحث.", description="", instruction="", area=CapArea("حي الورد"))
CANCEL = CapAlert(reference=THIRD, kind=CapKind.CANCEL, incident="k7", infos=(OVER,), earlier=(FIRST, SECOND))

GOLDEN = """\
<?xml version='1.0' encoding='utf-8'?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
  <identifier>k7.3</identifier>
  <sender>mizalla.example</sender>
  <sent>2026-11-22T14:00:00-00:00</sent>
  <status>Actual</status>
  <msgType>Cancel</msgType>
  <scope>Public</scope>
  <references>mizalla.example,k7.1,2026-11-22T12:00:00-00:00 mizalla.example,k7.2,2026-11-22T13:00:00-00:00</references>
  <incidents>k7</incidents>
  <info>
    <language>ar</language>
    <category>Rescue</category>
    <event>طفل مفقود</event>
    <responseType>AllClear</responseType>
    <urgency>Past</urgency>
    <severity>Severe</severity>
    <certainty>Likely</certainty>
    <effective>2026-11-22T14:00:00-00:00</effective>
    <senderName>فريق الميناء</senderName>
    <headline>انتهت عملية البحث.</headline>
    <area>
      <areaDesc>حي الورد</areaDesc>
    </area>
  </info>
</alert>
"""


def is_valid(raw: bytes) -> bool:
    return bool(check_schema(raw).passed)


@pytest.mark.parametrize(
    "alert",
    [
        ALERT,
        UPDATE,
        CANCEL,
        replace(ALERT, restriction="للمتطوعين المعروفين", web="", picture=""),
        replace(ALERT, exercise=True, restriction="تمرين"),
        replace(ALERT, infos=(replace(ARABIC, area=CapArea("الميناء", corners=(Point(24, 46), Point(24, 47), Point(25, 47)))),)),
        replace(ALERT, infos=(replace(ARABIC, description="<a> & \x00 ب"),)),
    ],
    ids=["alert", "update", "cancel", "restricted", "drill", "polygon", "words"],
)  # fmt: skip
def test_every_message_is_valid_by_the_schema_and_by_what_it_misses(alert):
    raw = write_cap(alert)
    assert is_valid(raw)
    assert faults_of_cap(raw) == ()


def test_a_cancel_names_everything_before_it_and_nobody():
    assert write_cap(CANCEL).decode().rstrip() == GOLDEN.rstrip()


def test_moments_have_an_offset_and_no_fractions():
    assert cap_time(NOON) == "2026-11-22T12:00:00-00:00"
    assert b"Z<" not in write_cap(ALERT)


def test_an_alert_says_what_to_do_now_in_two_languages():
    text = write_cap(ALERT).decode()
    for said in ("<category>Rescue</category>", "<urgency>Immediate</urgency>", "<severity>Severe</severity>",
                 "<certainty>Likely</certainty>", "<responseType>Monitor</responseType>"):  # fmt: skip
        assert text.count(said) == 2
    assert "<event>طفل مفقود</event>" in text
    assert "<event>Missing child</event>" in text
    assert "<circle>24.712,46.677 1.500</circle>" in text
    assert "derefUri" not in text
    assert "CAE" not in text


def test_a_polygon_ends_where_it_began():
    corners = (Point(24, 46), Point(24, 47), Point(25, 47))
    text = write_cap(replace(ALERT, infos=(replace(ARABIC, area=CapArea("الميناء", corners=corners)),))).decode()
    assert "<polygon>24.000,46.000 24.000,47.000 25.000,47.000 24.000,46.000</polygon>" in text


def test_what_is_for_vetted_volunteers_says_so_and_a_drill_is_an_exercise():
    text = write_cap(replace(ALERT, restriction="للمتطوعين المعروفين", exercise=True)).decode()
    assert "<scope>Restricted</scope>\n  <restriction>للمتطوعين المعروفين</restriction>" in text
    assert "<status>Exercise</status>" in text


FULL = write_cap(UPDATE).decode()
REFERENCES = "<references>mizalla.example,k7.1,2026-11-22T12:00:00-00:00</references>"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("<identifier>k7.2", "<identifier>k7 2", "bad-name: identifier"),
        ("<sender>mizalla.example", "<sender>a,b", "bad-name: sender"),
        ("24.712,46.677 1.500", "somewhere", "bad-circle: somewhere"),
        ("24.712,46.677 1.500", "94.712,46.677 1", "bad-circle: 94.712,46.677 1"),
        ("<circle>24.712,46.677 1.500</circle>", "<polygon>1,1 2,2 3,3 4,4</polygon>", "bad-polygon: 1,1 2,2 3,3 4,4"),
        (f"  {REFERENCES}\n", "", "no-references: Update"),
        (REFERENCES, "<references>k7.1</references>", "bad-references: k7.1"),
        (REFERENCES, REFERENCES.replace("T12", "T23"), "bad-references: mizalla.example,k7.1,2026-11-22T23:00:00-00:00"),
        ("2026-11-25T12:00:00-00:00</expires>", "2026-11-20T12:00:00-00:00</expires>", "times-inverted: expires"),
        ("2026-11-22T13:00:00-00:00</sent>", "2026-11-22T13:00:00Z</sent>", "bad-time: sent"),
        ("<scope>Public", "<scope>Restricted", "no-restriction: Restricted"),
        ("<uri>", "<derefUri>aGk=</derefUri><uri>", "carries-content: derefUri"),
        ("<certainty>Likely", "<certainty>Sure", "bad-value: certainty"),
        ("<status>Actual</status>\n  <msgType>Update</msgType>", "<msgType>Update</msgType>\n  <status>Actual</status>", "wrong-order: alert"),
        ("<areaDesc>حي الورد، الميناء</areaDesc>", "", "missing: area areaDesc"),
    ],
)  # fmt: skip
def test_what_would_mislead_a_receiver_is_found(old, new, fault):
    assert old in FULL
    assert fault in faults_of_cap(FULL.replace(old, new).encode())


def test_a_file_that_is_no_cap_is_found():
    assert faults_of_cap(b"<alert>") == ("not-xml",)
    assert faults_of_cap(b"<alert/>") == ("not-cap: alert",)
