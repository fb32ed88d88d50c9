"""People are brought in and given roles from the command line."""

import sqlite3

import pytest

pytest_plugins = ["tests.story.command_lines"]
pytestmark = pytest.mark.usefixtures("migrated")

HEADER = (
    "channel,address,name,language,roles,subscription,area_id,lat,lon,radius_km,kinds,frequency,quiet_from,quiet_to\n"
)
SUAD = "telegram,100001,سعاد,ar,volunteer,circle,,24.70000,46.67000,10,searches,instant,22:30,05:30\n"
SUAD_TOO = "telegram,100001,سعاد,ar,volunteer;vetted,area,north,,,,searches;lighting,daily 20:00,,\n"
NOBODY = "telegram,-5,مجهول,ar,volunteer,area,north,,,,searches,instant,,\n"
ELSEWHERE = "telegram,100002,علي,ar,volunteer,area,atlantis,,,,searches,instant,,\n"
NORTH = "id,parent,kind,name_ar,name_en,lat,lon,radius_km\nnorth,,region,الشمال,North,24.8,46.7,30\n"


def count(terminal, query: str):
    with sqlite3.connect(terminal.folder / "data" / "mizalla.db") as database:
        (found,) = database.execute(query).fetchone()
    database.close()
    return found


def with_organisation(terminal) -> None:
    terminal.write("config.yaml", "organisations: [{code: rescue, ar: إنقاذ}]")
    terminal("db upgrade")


def test_members_come_from_a_file_once(terminal):
    terminal.write("north.csv", NORTH)
    terminal.write("members.csv", HEADER + SUAD + SUAD_TOO)
    terminal("areas import north.csv")
    first, again = terminal("members import members.csv --json"), terminal("members import members.csv --json")
    assert (first.json["members"], first.json["subscriptions"]) == (1, 2)
    assert (again.json["members"], again.json["subscriptions"], again.json["unchanged"]) == (0, 0, 2)


def test_nobody_is_made_twice_by_importing_before_and_after_there_is_a_token(terminal, monkeypatch):
    terminal.write("members.csv", HEADER + SUAD)
    terminal("members import members.csv")
    with monkeypatch.context() as live:
        live.setenv("MIZALLA_TELEGRAM__TOKEN", "77:abc")
        assert terminal("members import members.csv --json").json["unchanged"] == 1
    assert terminal("members import members.csv --json").json["unchanged"] == 1
    assert count(terminal, "SELECT count(*) FROM member") == 1
    assert count(terminal, "SELECT bot_id FROM recipient") == 77


def test_bad_rows_are_listed_by_line_and_good_ones_kept(terminal):
    terminal.write("north.csv", NORTH)
    terminal.write("members.csv", HEADER + NOBODY + SUAD + ELSEWHERE)
    terminal("areas import north.csv")
    answer = terminal("members import members.csv --json")
    assert answer.code == 0
    assert answer.json["members"] == 1
    assert [(bad["line"], bad["field"]) for bad in answer.json["bad"]] == [(2, "address"), (4, "area_id")]
    assert all(bad["sentence"] for bad in answer.json["bad"])


def test_a_file_without_one_good_row_is_a_failure(terminal):
    terminal.write("members.csv", HEADER + NOBODY)
    assert terminal("members import members.csv").code == 1


def test_a_role_is_granted_to_somebody_who_has_not_written_yet(terminal):
    with_organisation(terminal)
    assert terminal("staff grant telegram:100001 approver --organisation rescue").code == 0
    assert terminal("staff grant telegram:100001 approver --organisation rescue").code == 0
    assert count(terminal, "SELECT count(*) FROM staff_grant WHERE revoked_at IS NULL AND role = 'approver'") == 1
    assert count(terminal, "SELECT count(*) FROM audit WHERE act = 'staff.grant' AND actor = 'operator'") == 1


def test_a_role_is_taken_back_even_from_who_blocked_the_bot(terminal):
    with_organisation(terminal)
    terminal("staff grant telegram:100001 desk --organisation rescue")
    count(terminal, "UPDATE recipient SET state = 'blocked' RETURNING 1")
    assert terminal("staff revoke telegram:100001 desk --organisation rescue").code == 0
    assert count(terminal, "SELECT count(*) FROM staff_grant WHERE revoked_at IS NULL") == 0
    assert count(terminal, "SELECT count(*) FROM recipient WHERE state = 'blocked'") == 1


def test_what_nobody_holds_cannot_be_taken_back(terminal):
    with_organisation(terminal)
    terminal("staff grant telegram:100001 desk --organisation rescue")
    assert terminal("staff revoke telegram:100001 admin --organisation rescue").code == 1
    assert terminal("staff revoke telegram:100002 desk --organisation rescue").code == 1


def test_an_organisation_added_to_the_settings_is_there_for_the_next_grant(terminal):
    terminal("db upgrade")
    terminal.write("config.yaml", "organisations: [{code: rescue, ar: إنقاذ}]")
    assert terminal("staff grant telegram:100001 admin --organisation rescue").code == 0


def test_an_unknown_organisation_role_or_address_is_refused(terminal):
    with_organisation(terminal)
    unknown = terminal("staff grant telegram:100001 desk --organisation resuce")
    assert (unknown.code, unknown.err) == (1, "There is no organisation with the code resuce.\n")
    assert terminal("staff grant telegram:100001 king --organisation rescue").code == 2
    assert terminal("staff grant carrier-pigeon:7 desk --organisation rescue").code == 2
    assert count(terminal, "SELECT count(*) FROM member") == 0


def test_what_is_held_about_a_member_goes_when_told_twice(terminal):
    terminal.write("members.csv", HEADER + SUAD)
    terminal("members import members.csv")
    assert terminal("privacy forget telegram:100001").code == 1
    assert count(terminal, "SELECT count(*) FROM member WHERE name <> ''") == 1
    assert terminal("privacy forget telegram:100001 --yes --json").json == {"forgotten": True, "complete": True}
    assert count(terminal, "SELECT count(*) FROM member WHERE name <> ''") == 0
    assert terminal("privacy forget telegram:100001 --yes").code == 1


def test_who_asked_to_be_forgotten_does_not_come_back_by_an_import_or_a_backup(terminal):
    terminal.write("members.csv", HEADER + SUAD)
    terminal("members import members.csv")
    terminal("db backup kept.db")
    terminal("privacy forget telegram:100001 --yes")
    assert terminal("members import members.csv --json").json["forgotten"] == 1
    assert terminal("db restore kept.db --yes").code == 0
    assert count(terminal, "SELECT count(*) FROM member WHERE name <> ''") == 0
    assert count(terminal, "SELECT count(*) FROM recipient WHERE address = '100001'") == 0


def test_a_role_is_granted_by_the_number_that_the_bot_tells_people(terminal):
    with_organisation(terminal)
    terminal("staff grant telegram:100001 desk --organisation rescue")
    number = count(terminal, "SELECT member_id FROM recipient")
    assert terminal(f"staff grant member:{number} admin --organisation rescue").code == 0
    assert count(terminal, "SELECT count(DISTINCT member_id) FROM staff_grant") == 1
    for nobody in ("999", "99999999999999999999"):
        assert terminal(f"staff grant member:{nobody} admin --organisation rescue").code == 1


def test_a_lost_phone_is_suspended_with_every_role_at_once(terminal):
    with_organisation(terminal)
    for role in ("desk", "admin"):
        terminal(f"staff grant telegram:100001 {role} --organisation rescue")
    answer = terminal("staff suspend telegram:100001")
    assert (answer.code, "2 roles taken back" in answer.out) == (0, True)
    assert count(terminal, "SELECT count(*) FROM staff_grant WHERE revoked_at IS NULL") == 0
    assert terminal("staff suspend telegram:100001").code == 1
