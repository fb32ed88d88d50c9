"""A list of volunteers as spreadsheets write it: looked through first, mended by its report, imported again."""

import codecs
import resource
import sqlite3
import stat

import pytest

from formats.bad_rows import BadRow
from formats.members_csv import COLUMNS, each_member

pytest_plugins = ["tests.story.command_lines"]
pytestmark = pytest.mark.usefixtures("migrated")

HEADER = ",".join(COLUMNS) + "\n"
SUAD = "telegram,100001,سعاد,ar,volunteer,circle,,24.70000,46.67000,10,searches,instant,22:30,05:30\n"
ARABIC_DIGITS = "telegram,١٠٠٠٠٢,بدر,ar,volunteer,circle,,٢٤٫٧,٤٦٫٦٧,١٠,searches,daily 20:00,,\n"
NOBODY = "telegram,-5,مجهول,xx,volunteer,circle,,24.7,46.7,10,searches,instant,,\n"


def members(terminal) -> int:
    with sqlite3.connect(terminal.folder / "data" / "mizalla.db") as database:
        (found,) = database.execute("SELECT count(*) FROM member").fetchone()
    database.close()
    return int(found)


@pytest.mark.parametrize(
    ("raw", "options"),
    [
        ((HEADER + SUAD).encode("utf-8-sig"), ""),
        (codecs.BOM_UTF16_LE + (HEADER + SUAD).encode("utf-16-le"), ""),
        ((HEADER + SUAD).encode("windows-1256"), "--encoding windows-1256"),
        ((HEADER + SUAD).replace(",", ";").encode(), ""),
        (("sep=;\n" + (HEADER + SUAD).replace(",", ";")).encode(), ""),
        ((HEADER + SUAD).replace(",", "\t").encode(), ""),
        ((HEADER + ARABIC_DIGITS).encode(), ""),
    ],
    ids=["mark", "utf-16", "windows-1256", "semicolons", "sep-line", "tabs", "arabic-digits"],
)
def test_a_list_is_read_as_spreadsheets_write_it(terminal, raw, options):
    (terminal.folder / "list.csv").write_bytes(raw)
    answer = terminal(f"members import list.csv --json {options}")
    assert (answer.json["members"], answer.json["bad"]) == (1, [])


def test_another_encoding_is_said_and_not_guessed(terminal):
    (terminal.folder / "list.csv").write_bytes((HEADER + SUAD).encode("windows-1256"))
    answer = terminal("members import list.csv")
    assert answer.code == 1
    assert "UTF-8" in answer.err


def test_a_check_says_the_same_and_changes_nothing(terminal):
    terminal.write("list.csv", HEADER + SUAD + NOBODY)
    checked = terminal("members import list.csv --check --json")
    assert members(terminal) == 0
    done = terminal("members import list.csv --json")
    assert checked.json == done.json
    assert members(terminal) == 1
    assert "Nothing was changed" in terminal("members import list.csv --check").out


def test_a_report_is_mended_and_imported(terminal):
    terminal.write("list.csv", HEADER + SUAD + NOBODY)
    assert terminal("members import list.csv --report bad.csv").code == 0
    report = terminal.folder / "bad.csv"
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    header, row = report.read_text("utf-8-sig").splitlines()
    assert header.split(",")[-3:] == ["line", "column", "reason"]
    assert ",3,address; language," in row
    report.write_text(report.read_text("utf-8-sig").replace("-5,مجهول,xx", "100005,ناصر,ar"), "utf-8")
    answer = terminal("members import bad.csv --json")
    assert (answer.code, answer.json["members"], answer.json["bad"]) == (0, 1, [])


def test_a_file_without_bad_rows_leaves_no_report(terminal):
    terminal.write("list.csv", HEADER + SUAD)
    assert terminal("members import list.csv --report bad.csv").code == 0
    assert not (terminal.folder / "bad.csv").exists()


@pytest.mark.slow
def test_rows_are_read_one_by_one():
    row = "telegram,{},متطوع,ar,volunteer,circle,,24.7,46.67,10,searches,instant,,\n"
    raw = (HEADER + "".join(row.format(200_000 + n) for n in range(20_000))).encode()
    bad: list[BadRow] = []
    rows = each_member(raw, bad, kinds=["searches"])
    next(rows)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert sum(1 for _ in rows) == 19_999
    assert (bad, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 16_000) == ([], True)
