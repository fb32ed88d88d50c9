"""Clocks and zones."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from clock.clocks import OffsetClock, SteppingClock, system_now
from clock.zones import BadZone, parse_zone

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_the_system_clock_answers_in_utc():
    assert system_now().tzinfo is UTC


def test_a_stepping_clock_stands_still_until_it_is_moved():
    now = SteppingClock(NOON)
    assert (now(), now()) == (NOON, NOON)
    assert now.move(timedelta(hours=2)) == now() == NOON + timedelta(hours=2)
    now.set(NOON)
    assert now() == NOON


def test_a_stepping_clock_answers_in_utc_whatever_it_was_set_to():
    now = SteppingClock(NOON.astimezone(ZoneInfo("Asia/Riyadh")))
    assert now().tzinfo is UTC
    with pytest.raises(ValueError, match="zone"):
        now.set(datetime(2026, 1, 1))  # noqa: DTZ001


def test_an_offset_clock_goes_on_with_the_machine_from_where_it_was_put():
    machine = SteppingClock(NOON)
    now = OffsetClock(NOON - timedelta(hours=3), source=machine)
    machine.move(timedelta(minutes=5))
    assert now() == NOON - timedelta(hours=2, minutes=55)
    now.set(NOON)
    machine.move(timedelta(minutes=1))
    assert now() == NOON + timedelta(minutes=1)


def test_an_offset_clock_never_goes_back():
    now = OffsetClock(NOON, source=SteppingClock(NOON))
    with pytest.raises(ValueError, match="forward"):
        now.set(NOON - timedelta(seconds=1))
    assert now() == NOON


def test_a_zone_is_known_by_its_name_in_any_case():
    assert parse_zone(" asia/riyadh ") == ZoneInfo("Asia/Riyadh")
    assert parse_zone("UTC").key == "UTC"


@pytest.mark.parametrize("text", ["", "Riyadh", "GMT+3 hours", "../../etc/passwd", "الرياض", "Asia/Riyadh/"])
def test_a_zone_nobody_knows_is_refused_with_its_text(text):
    with pytest.raises(BadZone) as caught:
        parse_zone(text)
    assert caught.value.facts == {"text": text}
