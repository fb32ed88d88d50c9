"""The windows that floods are measured by, pictures that are measured, and faults that strike."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.faults import Fault, Faults
from sandbox.images import dimensions
from sandbox.limits import Limits, Meter
from sandbox.refusals import Refused


def passes(meter: Meter, chat: int, *, group: bool = False, paid: bool = False) -> bool:
    try:
        meter.spend(chat, group=group, paid=paid)
    except Refused:
        return False
    return True


@given(st.lists(st.floats(0, 0.2), min_size=50, max_size=200))
def test_no_second_lets_more_than_thirty_through(gaps: list[float]):
    now, passed = 0.0, []
    meter = Meter(Limits(), lambda: now)
    for chat, gap in enumerate(gaps):
        now += gap
        if passes(meter, chat):
            passed.append(now)
    assert all(sum(begins <= time < begins + 1 for time in passed) <= 30 for begins in passed)


@given(st.integers(1, 60), st.integers(1, 25))
def test_waiting_as_told_is_always_enough(busy: int, group_sent: int):
    now = 0.0
    meter = Meter(Limits(), lambda: now)
    for chat in range(busy):
        passes(meter, chat)
    for _ in range(group_sent):
        passes(meter, -1, group=True)
    try:
        meter.spend(-1, group=True)
    except Refused as refusal:
        now += refusal.parameters["retry_after"]
        meter.spend(-1, group=True)


def test_an_even_pace_at_the_limit_is_never_refused():
    now = 0.0
    meter = Meter(Limits(), lambda: now)
    for chat in range(300):
        assert passes(meter, chat)
        now += 1 / 30 + 1e-9


def test_an_album_weighs_as_many_as_it_has_pictures():
    meter = Meter(Limits(group_per_minute=20), lambda: 0.0)
    meter.spend(-1, group=True, weight=10)
    meter.spend(-1, group=True, weight=10)
    assert not passes(meter, -1, group=True)


def test_without_caps_nothing_is_refused_nor_remembered():
    meter = Meter(Limits.none(), lambda: 0.0)
    assert all(passes(meter, 1) for _ in range(1000))
    assert meter.windows == {}


def test_a_chat_can_be_closed_for_a_while():
    now = 0.0
    meter = Meter(Limits(chat_per_second=None), lambda: now)
    meter.close(9, 5)
    assert not passes(meter, 5)
    assert passes(meter, 6)
    now = 9.0
    assert passes(meter, 5)


@pytest.mark.parametrize(
    ("picture", "size"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(8) + bytes([0, 0, 0, 33, 0, 0, 0, 44]), (33, 44)),
        (b"GIF89a" + bytes([20, 0, 10, 0]), (20, 10)),
        (b"\xff\xd8\xff\xe0\x00\x04xx\xff\xc0\x00\x11\x08\x00\x20\x00\x30", (48, 32)),
        (b"RIFF\x00\x00\x00\x00WEBPVP8X" + bytes(8) + bytes([99, 0, 0, 49, 0, 0]), (100, 50)),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 " + bytes(10) + bytes([64, 0, 32, 0]), (64, 32)),
        (b"no picture", None),
        (b"\xff\xd8\xff", None),
        (b"\x89PNG\r\n\x1a\n", None),
    ],
)
def test_pictures_are_measured_by_their_first_bytes(picture: bytes, size: tuple[int, int] | None):
    assert dimensions(picture) == size


def test_a_fault_strikes_whom_it_means_and_as_often_as_told():
    faults, dice = Faults(), random.Random(1)
    only_once = Fault("error", "send*", chat_id=5, times=1)
    assert not only_once.strikes("editMessageText", "5", dice)
    assert not only_once.strikes("sendMessage", "6", dice)
    assert only_once.strikes("sendmessage", "5", dice)
    assert not only_once.strikes("sendMessage", "5", dice)
    faults.slow(1)
    faults.slow(2)
    assert [fault.seconds for fault in faults.active] == [2]
    faults.clear()
    assert faults.striking("sendMessage", "5") == []
