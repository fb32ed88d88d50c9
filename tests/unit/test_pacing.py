"""The budget: never more than the rate and a small burst, and what a refusal teaches."""

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.pacing import BURST_SECONDS, Gcra, Pace, Turns


@settings(deadline=None)
@given(rate=st.integers(1, 2000), pauses=st.lists(st.floats(0, 2), min_size=1, max_size=40))
def test_no_second_ever_holds_more_than_the_rate_and_its_burst(rate: int, pauses: list[float]) -> None:
    budget, at, begun = Gcra(rate), 1000.0, []
    for pause in pauses:
        at += pause
        for _ in range(20):
            at += budget.wait(at)
            budget.take(at)
            begun.append(at)
    most = rate + max(1, math.ceil(rate * BURST_SECONDS)) + 1
    assert all(sum(1 for other in begun if start <= other < start + 1) <= most for start in begun[::7])


def test_no_rate_is_no_limit() -> None:
    budget = Gcra(0)
    budget.take(5.0)
    assert budget.wait(5.0) == 0


def test_one_refused_chat_slows_nobody_else() -> None:
    pace = Pace(30)
    assert pace.refused("1", 3, at=10.0) is False
    assert pace.wait(10.0) == 0


def test_three_refused_chats_within_a_second_pause_the_bot_for_the_shortest_time_named() -> None:
    pace = Pace(30)
    pace.refused("1", 9, at=10.0)
    pace.refused("2", 4, at=10.1)
    assert pace.refused("3", 7, at=10.2) is True
    assert math.isclose(pace.wait(10.2), 4.0)


def test_after_a_pause_one_request_probes_before_the_others_go() -> None:
    pace = Pace(30)
    for chat in "123":
        pace.refused(chat, 2, at=10.0)
    pace.begin(12.0)
    assert pace.wait(12.5) == math.inf
    pace.end(12.0, 12.6)
    pace.succeeded()
    assert pace.wait(12.6) == 0


def test_after_a_general_refusal_the_pace_falls_and_climbs_back_in_ten_clean_seconds() -> None:
    pace = Pace(100)
    for chat in "123":
        pace.refused(chat, 1, at=10.0)
    fallen = pace.budget.rate
    assert fallen < 70
    pace.begin(11.0)
    pace.end(11.0, 11.1)
    pace.succeeded()
    pace.begin(22.0)
    assert pace.budget.rate == 100


def test_a_chat_has_one_request_in_flight_and_then_a_second_of_rest() -> None:
    turns = Turns()
    turns.take("7", 10.0)
    assert turns.wait("7", 10.0) == math.inf
    turns.done("7")
    assert math.isclose(turns.wait("7", 10.4), 0.6)
    assert turns.wait("8", 10.0) == 0


def test_a_group_is_written_to_twenty_times_a_minute_at_the_most() -> None:
    turns, at = Turns(), 10.0
    for _ in range(20):
        at += turns.wait("-100", at)
        turns.take("-100", at)
        turns.done("-100")
    assert at + turns.wait("-100", at) >= 70


def test_what_waits_on_its_way_still_counts_for_the_second_it_arrives_in() -> None:
    pace = Pace(2)
    pace.begin(10.0)
    pace.begin(10.6)
    assert pace.wait(11.5) == math.inf
    pace.end(10.0, 11.5)
    pace.end(10.6, 11.6)
    assert pace.wait(11.7) > 0
