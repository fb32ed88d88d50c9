"""What others keep of a search, written at the command line and read there again."""

import pytest

from tests.story.test_command_line_searches import case

pytest_plugins = ["tests.story.command_lines"]
pytestmark = pytest.mark.usefixtures("migrated")


@pytest.fixture
def house(terminal):
    """One search that is out, and pages at an address."""
    terminal.write("config.yaml", "web:\n  public_url: https://mizalla.example\n")
    terminal.write("case.json", case())
    assert terminal("searches import case.json").code == 0
    assert terminal("searches publish 1 --yes").code == 0
    return terminal


def test_a_record_goes_out_comes_back_as_the_same_search_and_ends_as_a_placeholder(house):
    record = house("searches export 1 --format pfif")
    assert record.code == 0
    assert "<pfif:full_name>س.</pfif:full_name>" in record.out
    assert "سالم" not in record.out
    house.write("record.xml", record.out)
    assert house("searches import record.xml --json").json["ids"] == [1]
    assert house("searches close 1 --outcome found-safe --yes").code == 0
    gone = house("searches export --open --format pfif")
    assert "<pfif:full_name />" in gone.out
    assert "<pfif:age>" not in gone.out
    assert "<msgType>Cancel</msgType>" in house("searches export 1 --format cap").out


def test_an_export_is_of_one_search_or_of_all_that_are_public(house):
    for line in (
        "searches export --format pfif",
        "searches export 1 --open --format pfif",
        "searches export --open --format cap",
    ):
        assert house(line).code == 2
    house.write("config.yaml", "")
    answer = house("searches export 1 --format pfif")
    assert (answer.code, "web.public_url" in answer.err) == (1, True)
