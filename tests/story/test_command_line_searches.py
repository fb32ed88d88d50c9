"""A child is looked for from the command line alone: imported, published, updated, closed."""

import json
from datetime import UTC, datetime, timedelta

import pytest

pytest_plugins = ["tests.story.command_lines"]
pytestmark = pytest.mark.usefixtures("migrated")

MEMBERS = """\
channel,address,name,language,roles,subscription,area_id,lat,lon,radius_km,kinds,frequency,quiet_from,quiet_to
telegram,100001,سعاد,ar,volunteer,circle,,24.70,46.67,10,searches,instant,,
telegram,100002,علي,ar,volunteer;vetted,area,north,,,,searches,instant,,
telegram,100003,Nora,en,volunteer,circle,,24.70,46.67,10,lighting,instant,,
telegram,100004,Omar,en,volunteer,circle,,21.50,39.20,10,searches,instant,,
"""
NORTH = "id,parent,kind,name_ar,name_en,lat,lon,radius_km\nnorth,,region,الشمال,North,24.8,46.7,30\n"


def case(**changes) -> str:
    """A boy of six with everything that is needed; yesterday's clock would be a case of its own."""
    seen = datetime.now(UTC) - timedelta(hours=1)
    boy = {
        "id": "case-1",
        "subject": {"name": "سالم", "age": 6, "sex": "male", "kind": "child", "clothing": "ثوب أزرق"},
        "last_seen": {"lat": 24.71, "lon": 46.68, "at": seen.isoformat(), "place": "الحديقة"},
        "police_report": {"number": "1/22", "station": "شرطة الشمال"},
        "reporter": {"name": "أبو سالم", "relation": "الأب"},
        "gates": {"custody": False, "protection_order": False, "left_by_choice": False},
        "consent": {"by": "أبو سالم", "at": seen.isoformat()},
    }
    return json.dumps(boy | changes, ensure_ascii=False)


@pytest.fixture
def town(terminal):
    """Four volunteers: two should hear of a child missing in the north."""
    terminal.write("north.csv", NORTH)
    terminal.write("members.csv", MEMBERS)
    assert terminal("areas import north.csv").code == 0
    assert terminal("members import members.csv --json").json["subscriptions"] == 4
    return terminal


def published(town):
    town.write("case.json", case())
    (search,) = town("searches import case.json --json").json["ids"]
    return town(f"searches publish {search} --yes --json").json["alert"]


def test_import_prints_the_id_of_each_draft_and_nothing_goes_out(town):
    town.write("case.json", case())
    answer = town("searches import case.json")
    assert (answer.code, answer.out) == (0, "1\n")
    assert town("alerts show 1 --json").json["recipients"] == 0


def test_the_same_file_again_is_the_same_search(town):
    town.write("case.json", case())
    town("searches import case.json")
    assert town("searches import case.json --json").json["drafts"][0] == {
        "id": "case-1", "search": 1, "new": False, "refused": None, "picture_refused": None,
    }  # fmt: skip


def test_a_published_search_counts_whom_it_is_for(town):
    town.write("case.json", case())
    town("searches import case.json")
    answer = town("searches publish 1 --yes --json").json
    assert (answer["search"], answer["recipients"]) == (1, 2)
    counted = town(f"alerts show {answer['alert']} --json").json
    assert counted["recipients"] == 2
    assert counted["recipients"] == sum(counted[key] for key in ("sent", "waiting", "failed", "withdrawn"))
    assert (counted["alert"], counted["state"], counted["waiting"]) == (answer["alert"], "open", 2)
    assert [(area["code"], area["recipients"], area["waiting"]) for area in counted["areas"]] == [("north", 2, 2)]


def test_publishing_asks_first(town):
    town.write("case.json", case())
    town("searches import case.json")
    answer = town("searches publish 1")
    assert answer.code == 1
    assert "--yes" in answer.err


def test_closing_withdraws_what_was_not_sent(town):
    alert = published(town)
    closed = town("searches close 1 --outcome found-safe --yes --json")
    assert (closed.code, closed.json["state"], closed.json["waiting"]) == (0, "closed", 2)
    counted = town(f"alerts show {alert} --json").json
    assert (counted["state"], counted["withdrawn"], counted["waiting"]) == ("ended", 2, 0)


def test_what_is_closed_is_not_closed_again(town):
    published(town)
    town("searches close 1 --outcome found-safe --yes")
    again = town("searches close 1 --outcome found-safe --yes")
    assert again.code == 1
    assert "Traceback" not in again.err


def test_an_outcome_nobody_knows_is_a_usage_error(town):
    published(town)
    assert town("searches close 1 --outcome lost --yes").code == 2


def test_an_update_makes_a_new_revision(town):
    published(town)
    assert town('searches update 1 --text "شوهد قرب المسجد"').code == 0
    assert town("searches update 1 --place 24.72,46.69 --json").json == {"search": 1, "state": "open"}


def test_an_update_that_says_nothing_is_a_usage_error(town):
    published(town)
    assert town("searches update 1").code == 2
    assert town("searches update 1 --place here").code == 2


@pytest.mark.parametrize("gates", [{"custody": True, "protection_order": False, "left_by_choice": False}])
def test_a_case_stopped_at_a_gate_is_not_published(town, gates):
    town.write("case.json", case(gates=gates))
    town("searches import case.json")
    assert town("searches publish 1 --yes").code == 1


def test_a_second_person_may_be_asked_of_the_operator_too(town):
    town.write(
        "config.yaml", "searches: {operator_needs_second: true}\norganisations: [{code: a, ar: ب, areas: [north]}]"
    )
    town("db upgrade")
    town("staff grant telegram:200001 approver --organisation a")
    town.write("case.json", case())
    town("searches import case.json")
    assert town("searches publish 1 --yes").code == 1


def test_bad_records_are_listed_and_good_ones_kept(town):
    bad = json.loads(case(id="case-2"))
    del bad["subject"]["age"]
    town.write("cases.json", f"[{case()}, {json.dumps(bad)}]")
    answer = town("searches import cases.json --json")
    assert answer.code == 0
    assert len(answer.json["ids"]) == 1
    assert [(row["record"], row["field"]) for row in answer.json["bad"]] == [(2, "subject.age")]


def test_a_file_that_is_neither_json_nor_xml_is_refused(town):
    town.write("case.json", "dear all")
    answer = town("searches import case.json")
    assert answer.code == 1
    assert "Traceback" not in answer.err


def test_a_picture_that_is_not_there_is_said_and_the_draft_kept(town):
    boy = json.loads(case())
    boy["subject"]["photo"] = "gone.jpg"
    town.write("case.json", json.dumps(boy))
    (draft,) = town("searches import case.json --json").json["drafts"]
    assert draft["search"] == 1
    assert draft["picture_refused"]


def test_pfif_is_read_by_what_it_is_and_not_by_its_name(town):
    town.write("people.txt", "<?xml version='1.0'?><nothing/>")
    answer = town("searches import people.txt --json")
    assert answer.code == 1
    assert answer.json["bad"][0]["reason"] == "import-not-pfif"


def test_the_map_is_written_for_other_programs_and_a_draft_has_none(town):
    town.write("case.json", case())
    town("searches import case.json")
    assert town("searches export 1 --format gpx").code == 1
    town("searches publish 1 --yes")
    written = town("searches export 1 --format geojson")
    found = [each["properties"]["kind"] for each in json.loads(written.out)["features"]]
    assert found == ["ring"] * 4 + ["last-known-point"]
    assert "سالم" not in written.out
    assert "<wpt" in town("searches export 1 --format gpx").out
    assert town("searches export 1 --format kml").code == 2
