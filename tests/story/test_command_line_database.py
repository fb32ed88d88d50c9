"""The database is made, backed up and restored from the command line."""

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

pytest_plugins = ["tests.story.command_lines"]

NORTH = "id,parent,kind,name_ar,name_en,lat,lon,radius_km\nnorth,,region,الشمال,North,24.8,46.7,30\n"


def ask(file: Path, query: str) -> object:
    with closing(sqlite3.connect(file)) as database:
        found = database.execute(query).fetchone()
        database.commit()
    return found and found[0]


def with_areas(terminal):
    terminal.write("north.csv", NORTH)
    assert terminal("areas import north.csv").code == 0
    return terminal.folder / "data" / "mizalla.db"


def test_an_upgrade_makes_the_database_and_may_be_repeated(terminal):
    assert terminal("db upgrade").code == 0
    assert terminal("db upgrade").code == 0
    assert ask(terminal.folder / "data" / "mizalla.db", "PRAGMA journal_mode") == "wal"


def test_a_database_keeps_one_key_for_deleted_cases(terminal):
    file = with_areas(terminal)
    key = ask(file, "SELECT key FROM stored_key")
    terminal("db upgrade")
    assert isinstance(key, bytes)
    assert len(key) == 32
    assert ask(file, "SELECT key FROM stored_key") == key


def test_a_newer_database_is_left_alone(terminal):
    file = with_areas(terminal)
    ask(file, "UPDATE alembic_version SET version_num = '9999' RETURNING 1")
    for line in ("db upgrade", "areas at 1 1", "areas import north.csv"):
        answer = terminal(line)
        assert answer.code == 1
        assert "newer Mizalla" in answer.err


def test_an_older_database_is_not_migrated_by_an_import(terminal):
    file = with_areas(terminal)
    ask(file, "UPDATE alembic_version SET version_num = '0000' RETURNING 1")
    answer = terminal("areas import north.csv")
    assert answer.code == 1
    assert "mizalla db upgrade" in answer.err


def test_a_backup_comes_back_and_what_was_deleted_since_stays_known(terminal):
    file = with_areas(terminal)
    assert terminal("db backup kept.db").code == 0
    ask(file, "DELETE FROM area RETURNING 1")
    ask(file, "INSERT INTO suppression (key_hash, at) VALUES ('gone', '2026-11-22 10:00:00') RETURNING 1")
    assert terminal("db restore kept.db --yes").code == 0
    assert ask(file, "SELECT count(*) FROM area") == 1
    assert ask(file, "SELECT key_hash FROM suppression") == "gone"
    assert ask(file, "PRAGMA journal_mode") == "wal"


def test_after_a_restore_nothing_goes_out_until_staff_let_it(terminal):
    file = with_areas(terminal)
    terminal("db backup kept.db")
    terminal("db restore kept.db --yes")
    assert ask(file, "SELECT \"on\" FROM switch WHERE name = 'broadcasts-paused'") == 1


def test_a_backup_is_one_file_for_its_owner_only(terminal):
    with_areas(terminal)
    terminal("db backup kept.db")
    kept = terminal.folder / "kept.db"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert sorted(path.name for path in terminal.folder.glob("kept.db*")) == ["kept.db"]


def test_a_backup_is_taken_while_somebody_writes(terminal):
    file = with_areas(terminal)
    with closing(sqlite3.connect(file)) as writer:
        writer.execute("DELETE FROM area")
        assert terminal("db backup kept.db").code == 0
    assert ask(terminal.folder / "kept.db", "SELECT count(*) FROM area") == 1


def test_a_backup_replaces_another_only_when_told_to(terminal):
    with_areas(terminal)
    terminal.write("kept.db", "something dear")
    assert terminal("db backup kept.db").code == 1
    assert (terminal.folder / "kept.db").read_text() == "something dear"
    assert terminal("db backup kept.db --yes").code == 0


def test_a_restore_asks_first(terminal):
    file = with_areas(terminal)
    terminal("db backup kept.db")
    ask(file, "DELETE FROM area RETURNING 1")
    answer = terminal("db restore kept.db")
    assert answer.code == 1
    assert "--yes" in answer.err
    assert ask(file, "SELECT count(*) FROM area") == 0


@pytest.mark.parametrize("where", [0, 4096 * 3])
def test_a_damaged_database_can_be_replaced_too(terminal, where):
    file = with_areas(terminal)
    terminal("db backup kept.db")
    with file.open("r+b") as damaged:
        damaged.seek(where)
        damaged.write(b"\xff" * 40_000)
    assert terminal("db restore kept.db --yes").code == 0
    assert ask(file, "SELECT count(*) FROM area") == 1


def test_what_is_no_backup_changes_nothing(terminal):
    file = with_areas(terminal)
    terminal.write("letter.txt", "dear all" * 1000)
    with closing(sqlite3.connect(terminal.folder / "other.db")) as other:
        other.execute("CREATE TABLE alembic_version (version_num TEXT)")
        other.execute("INSERT INTO alembic_version VALUES ('9999')")
        other.commit()
    assert "is not a backup" in terminal("db restore letter.txt --yes").err
    assert "newer Mizalla" in terminal("db restore other.db --yes").err
    assert ask(file, "SELECT count(*) FROM area") == 1


def test_a_database_that_does_not_answer_is_said_without_its_password(terminal, monkeypatch):
    monkeypatch.setenv("MIZALLA_DATABASE__URL", "postgresql://bot:hunter2@127.0.0.1:9/mizalla")
    for line in ("areas at 1 1", "db upgrade"):
        answer = terminal(line)
        assert answer.code == 1
        assert "postgresql://bot:***@127.0.0.1:9/mizalla does not answer" in answer.err
        assert "hunter2" not in answer.err


def test_a_restore_refuses_while_somebody_has_the_database_open(terminal):
    file = with_areas(terminal)
    terminal("db backup kept.db")
    with closing(sqlite3.connect(file)) as running:
        running.execute("SELECT count(*) FROM area").fetchone()
        answer = terminal("db restore kept.db --yes")
    assert answer.code == 1
    assert "stop Mizalla first" in answer.err
    assert terminal("db restore kept.db --yes").code == 0


def test_a_check_finds_damage(terminal):
    file = with_areas(terminal)
    assert terminal("db check").code == 0
    with closing(sqlite3.connect(file)) as database:
        database.execute("INSERT INTO served_area (organisation_id, area_id) VALUES (77, 77)")
        database.commit()
    answer = terminal("db check")
    assert answer.code == 1
    assert "served_area" in answer.err


def test_a_case_that_was_deleted_since_is_deleted_again(terminal, monkeypatch):
    root = Path(__file__).parents[2]
    for folder in ("docs", "bot"):
        (terminal.folder / folder).symlink_to(root / folder)
    monkeypatch.setenv("MIZALLA_CONFIG", "docs/examples/config.yaml")
    monkeypatch.setenv("MIZALLA_DATABASE__URL", "sqlite:///data/mizalla.db")
    for line in (
        "areas import bot/demo/town.geojson",
        "searches import docs/examples/search.json",
        "searches publish 1 --yes",
    ):
        assert terminal(line).code == 0
    assert terminal("db backup kept.db").code == 0
    assert terminal("searches close 1 --outcome false-case --yes").code == 0
    answer = terminal("db restore kept.db --yes")
    assert answer.code == 0
    assert "deleted again: 1" in answer.err
    file = terminal.folder / "data" / "mizalla.db"
    assert (
        ask(file, "SELECT state FROM search WHERE purged_at IS NOT NULL AND coalesce(subject_name, '') = ''")
        == "closed"
    )
