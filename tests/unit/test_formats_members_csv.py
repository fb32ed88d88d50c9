"""A spreadsheet of members: good rows are kept, bad ones are named by line, column and reason."""

from datetime import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formats.bad_rows import BadRow, Reason
from formats.members_csv import COLUMNS, MembersFile, read_members
from language.catalogues import load_catalogues

HEADER = ",".join(COLUMNS)
CIRCLE = "telegram,100001,سعاد,ar,volunteer,circle,,24.70000,46.67000,10,searches,instant,22:30,05:30"
AREA = "telegram,100001,سعاد,ar,volunteer;vetted,area,city-3,,,,searches;lighting,daily 20:00,,"
KINDS = {"searches", "lighting", "road"}


def read(*lines: str, header: str = HEADER, encoding: str = "utf-8", end: str = "\n") -> MembersFile:
    return read_members(end.join((header, *lines, "")).encode(encoding), kinds=KINDS)


def with_cell(column: str, value: str, row: str = CIRCLE) -> str:
    cells = row.split(",")
    cells[COLUMNS.index(column)] = value
    return ",".join(cells)


def faults(found: MembersFile) -> list[tuple[int, str, Reason]]:
    return [(bad.line, bad.field, bad.reason) for bad in found.bad]


def test_the_rows_of_the_manual_are_read_as_it_says():
    found = read(CIRCLE, AREA)
    assert found.bad == []
    circle, area = found.rows
    assert (circle.line, circle.channel, circle.address, circle.name) == (2, "telegram", "100001", "سعاد")
    assert (circle.lat, circle.lon, circle.radius_km, circle.area_id) == (24.7, 46.67, 10, None)
    assert (circle.kinds, circle.frequency, circle.instant) == (("searches",), "instant", True)
    assert (circle.quiet_from, circle.quiet_to) == (time(22, 30), time(5, 30))
    assert (area.subscription, area.area_id, area.lat, area.roles) == ("area", "city-3", None, ("volunteer", "vetted"))
    assert (area.kinds, area.frequency, area.instant) == (("searches", "lighting"), "daily 20:00", False)
    assert (area.quiet_from, area.quiet_to) == (None, None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_what_spreadsheets_do_to_a_file_does_not_matter(encoding, end):
    found = read(CIRCLE, "", ",,,,,,,,,,,,,", AREA + ",,,", encoding=encoding, end=end)
    assert found.bad == []
    assert [row.line for row in found.rows] == [2, 5]


def test_columns_may_stand_in_any_order_and_case():
    order = [*reversed(range(len(COLUMNS)))]
    header = ",".join(f" {COLUMNS[at].upper()} " for at in order)
    cells = CIRCLE.split(",")
    found = read(",".join(cells[at] for at in order), header=header)
    assert found.bad == []
    assert found.rows == read(CIRCLE).rows


def test_arabic_digits_and_stray_blanks_are_understood():
    row = "telegram,١٠٠٠٠١, سعاد  علي ,AR,Volunteer ؛ vetted,Circle,,٢٤٫٧,\u200f٤٦٫٦٧\u200f,۱۰,searches ; lighting,daily ٢٠:٠٠,٢٢:٣٠,٠٥:٣٠"
    found = read(row)
    assert found.bad == []
    (got,) = found.rows
    assert (got.address, got.name, got.language, got.roles) == ("100001", "سعاد علي", "ar", ("volunteer", "vetted"))
    assert (got.lat, got.lon, got.radius_km, got.frequency) == (24.7, 46.67, 10, "daily 20:00")
    assert got.quiet_from == time(22, 30)


def test_a_comma_inside_quotation_marks_belongs_to_the_name():
    assert read(with_cell("name", '"علي, أبو سعد"')).rows[0].name == "علي, أبو سعد"


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("channel", "pigeon", Reason.VALUE_UNKNOWN),
        ("channel", "", Reason.FIELD_MISSING),
        ("address", "-100123", Reason.BAD_ADDRESS),
        ("address", "1.00001E+05", Reason.BAD_ADDRESS),
        ("address", "@suad", Reason.BAD_ADDRESS),
        ("address", "9999999999999999", Reason.BAD_ADDRESS),
        ("name", "", Reason.FIELD_MISSING),
        ("name", "\u200f\u202e", Reason.FIELD_MISSING),
        ("name", "ع" * 101, Reason.TOO_LONG),
        ("language", "fr", Reason.VALUE_UNKNOWN),
        ("roles", "volunteer;hero", Reason.VALUE_UNKNOWN),
        ("roles", "volunteer;approver", Reason.ROLE_IS_GRANTED),
        ("roles", "reporter desk", Reason.ROLE_IS_GRANTED),
        ("subscription", "square", Reason.VALUE_UNKNOWN),
        ("lat", "91", Reason.OUT_OF_RANGE),
        ("lat", "nan", Reason.NOT_A_NUMBER),
        ("lat", "24° 42'", Reason.NOT_A_NUMBER),
        ("lat", "", Reason.FIELD_MISSING),
        ("lon", "-180.5", Reason.OUT_OF_RANGE),
        ("radius_km", "0", Reason.OUT_OF_RANGE),
        ("radius_km", "-3", Reason.OUT_OF_RANGE),
        ("radius_km", "5000", Reason.OUT_OF_RANGE),
        ("kinds", "", Reason.FIELD_MISSING),
        ("kinds", "searches;volcano", Reason.VALUE_UNKNOWN),
        ("frequency", "whenever", Reason.BAD_SCHEDULE),
        ("frequency", "daily 25:00", Reason.BAD_SCHEDULE),
        ("frequency", "", Reason.FIELD_MISSING),
        ("quiet_from", "24:00", Reason.BAD_TIME),
        ("quiet_from", "half past ten", Reason.BAD_TIME),
        ("quiet_from", "", Reason.QUIET_HALF),
        ("quiet_to", "", Reason.QUIET_HALF),
    ],
)
def test_a_bad_cell_is_named_and_the_other_rows_are_kept(column, value, reason):
    found = read(with_cell(column, value), AREA)
    assert faults(found) == [(2, column, reason)]
    assert [row.line for row in found.rows] == [3]


def test_an_area_needs_its_code_and_nothing_else_of_the_ground():
    assert faults(read(with_cell("area_id", "", AREA))) == [(2, "area_id", Reason.FIELD_MISSING)]
    assert read(with_cell("lat", "somewhere", AREA)).rows[0].lat is None


def test_nought_by_nought_is_an_empty_cell_and_not_a_place():
    found = read(with_cell("lat", "0", with_cell("lon", "0.0")))
    assert faults(found) == [(2, "lat", Reason.PLACE_ZERO)]


def test_everything_wrong_with_a_row_is_said_at_once():
    found = read(with_cell("lat", "x", with_cell("language", "fr", with_cell("kinds", "volcano"))))
    assert {bad.field for bad in found.bad} == {"lat", "language", "kinds"}
    assert found.rows == []


@pytest.mark.parametrize(("row", "found_cells"), [("telegram,100001", 2), (CIRCLE + ",more", 15)])
def test_a_row_of_another_width_is_named(row, found_cells):
    found = read(row, AREA)
    assert found.bad == [BadRow(2, Reason.CELL_COUNT, facts={"found": found_cells, "expected": 14})]
    assert len(found.rows) == 1


def test_an_open_quotation_mark_costs_its_own_row_only():
    found = read(with_cell("name", '"سعاد'), AREA)
    assert faults(found) == [(2, "", Reason.QUOTE_OPEN)]
    assert [row.line for row in found.rows] == [3]


def test_the_same_row_twice_is_kept_once_and_the_second_is_named():
    found = read(CIRCLE, AREA, CIRCLE)
    assert [row.line for row in found.rows] == [2, 3]
    assert found.bad == [BadRow(4, Reason.ROW_TWICE, facts={"first": "2"})]


def test_faults_are_told_in_the_order_of_the_file():
    found = read(CIRCLE, CIRCLE, with_cell("lat", "x"), CIRCLE, "short")
    assert [bad.line for bad in found.bad] == [3, 4, 5, 6]


def test_a_file_without_its_columns_is_refused_with_their_names():
    found = read("1,2,3", header="channel,address,name")
    assert found.rows == []
    assert [bad.reason for bad in found.bad] == [Reason.COLUMNS_MISSING]
    assert "radius_km" in str(found.bad[0].facts["columns"])
    assert faults(read(header=HEADER.replace(",", "|"))) == [
        (1, "", Reason.COLUMN_UNKNOWN),
        (1, "", Reason.COLUMNS_MISSING),
    ]


def test_a_column_we_do_not_know_is_named_and_not_read():
    found = read(CIRCLE + ",0500000000", header=HEADER + ",phone")
    assert faults(found) == [(1, "", Reason.COLUMN_UNKNOWN)]
    assert "0500000000" not in repr(found.rows)
    assert len(found.rows) == 1


def test_a_column_that_stands_twice_is_refused():
    assert faults(read(CIRCLE + ",x", header=HEADER + ",name")) == [(1, "", Reason.COLUMN_TWICE)]


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", Reason.FILE_EMPTY),
        (b"\xef\xbb\xbf\r\n\r\n", Reason.FILE_EMPTY),
        ("سعاد".encode("cp1256"), Reason.NOT_UTF8),
        (b"\xff\xfe" + HEADER.encode("utf-16-le")[:-1], Reason.NOT_UTF8),
    ],
)
def test_a_file_that_cannot_be_read_says_why(raw, reason):
    found = read_members(raw, kinds=KINDS)
    assert faults(found) == [(0, "", reason)]


def test_other_channels_have_addresses_of_their_own():
    row = with_cell("address", "suad@example.org", with_cell("channel", "mail"))
    found = read_members(f"{HEADER}\n{row}\n".encode(), kinds=KINDS, channels={"telegram", "mail"})
    assert found.rows[0].address == "suad@example.org"


def test_the_deployment_says_how_large_a_circle_may_be():
    found = read_members(f"{HEADER}\n{CIRCLE}\n".encode(), kinds=KINDS, radius_km=(1, 5))
    assert found.bad == [BadRow(2, Reason.OUT_OF_RANGE, "radius_km", {"value": "10", "least": "1", "most": "5"})]


def test_kinds_are_kept_as_they_are_spelled_here_and_once():
    found = read_members(f"{HEADER}\n{with_cell('kinds', 'ROAD;searches;road')}\n".encode(), kinds={"searches", "Road"})
    assert found.rows[0].kinds == ("Road", "searches")


@settings(deadline=None)
@given(st.lists(st.text(max_size=30), min_size=0, max_size=16))
def test_nothing_typed_into_a_row_stops_the_import(cells):
    found = read(",".join(cells), CIRCLE)
    assert [row.name for row in found.rows if row.address == "100001"]


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_no_file_stops_the_import(raw):
    found = read_members(raw, kinds=KINDS)
    assert found.rows == []
    assert found.bad


def test_every_reason_has_its_sentence_in_every_language():
    catalogues = load_catalogues()
    for language in catalogues.languages:
        say = catalogues.voice(language)
        assert [reason for reason in Reason if not say.has(reason)] == []


@pytest.mark.parametrize("language", ["ar", "en"])
def test_each_fault_is_told_with_its_line_and_column(language):
    say = load_catalogues().voice(language)
    found = read(
        with_cell("roles", "approver"), with_cell("lat", "99"), with_cell("name", "ع" * 101), with_cell("kinds", "x"),
        with_cell("address", "<b>"), with_cell("quiet_to", ""), with_cell("quiet_to", "x"), "short", CIRCLE, CIRCLE,
        with_cell("frequency", "x"), with_cell("name", '"x'), with_cell("lat", "x"), with_cell("language", ""),
        with_cell("lat", "0", with_cell("lon", "0")),
    )  # fmt: skip
    for bad in found.bad:
        told = bad.plain(say)
        assert str(bad.line) in told
        assert bad.field in told
        assert "{" not in told
        assert bad.sentence(say)
    assert len({bad.reason for bad in found.bad}) == 14
