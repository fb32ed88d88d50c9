"""Announcements that circulate are read as they were written: more than nine in ten fields right, and none invented.

Half of the posts were written together with the reader, half by somebody who never saw it.
"""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from clock.prayers import Prayer, prayer_time
from language.names import matching_name
from language.normaliser import normalised
from places.points import Point
from reading.announcements import Announcement, read_announcement
from tests.unit.announcements_known import KNOWN

ZONE = ZoneInfo("Asia/Riyadh")
NOW = datetime(2026, 11, 22, 20, 0, tzinfo=ZONE)
RIYADH = Point(24.7136, 46.6753)
PRAYERS_WITHIN = timedelta(minutes=20)
"""A time by prayer is about then."""
TEXTS = ("clothing", "marks", "vehicle", "place")
FIELDS = ("name", "sex", "age", *TEXTS, "time", "phone", "relation")


def read(post: dict[str, Any]) -> Announcement:
    forwarded = post.get("forwarded_days_ago")
    return read_announcement(
        post["text"],
        now=NOW,
        zone=ZONE,
        spot=RIYADH,
        country="SA",
        forwarded_at=None if forwarded is None else NOW - timedelta(days=forwarded),
    )


def values(read: Announcement) -> dict[str, Any]:
    """What was read, by field; a day alone where the clock is open."""
    when = read.when
    time = when.at.value.astimezone(ZONE) if when.at else when.day.value if when.day else None
    found = {name: getattr(read, name) for name in FIELDS if name != "time"}
    return {"time": time} | {name: each.value if each else None for name, each in found.items()}


def agrees(name: str, value: Any, expected: Any, read: Announcement) -> bool:
    if value is None:
        return False
    match name:
        case "name":
            return matching_name(value) == matching_name(expected)
        case "age":
            return bool(value.least <= int(expected) <= value.to)
        case "phone":
            return bool(value[-8:] == "".join(filter(str.isdigit, normalised(expected)))[-8:])
        case "time":
            return same_time(value, expected, read.when.about)
        case name if name in TEXTS:
            return same_words(value, expected)
        case "relation":
            said = read.relation.words if read.relation else ""
            return bool(value == expected or normalised(expected) in normalised(said))
        case _:
            return bool(value == expected)


def same_time(value: Any, expected: Any, about: bool) -> bool:
    """A moment, {"day", "prayer"} for a prayer's, or a day alone, written as such or as {"day"}."""
    if isinstance(expected, dict):
        day = datetime.fromisoformat(expected["day"]).date()
        prayer = expected.get("prayer") and prayer_time(Prayer(expected["prayer"]), day, RIYADH)
        return same_time(value, prayer.isoformat() if prayer else day.isoformat(), about)
    if len(expected) == 10 or not isinstance(value, datetime):
        return bool(len(expected) == 10 and not isinstance(value, datetime) and value.isoformat() == expected)
    wanted = datetime.fromisoformat(expected)
    wanted = wanted if wanted.tzinfo else wanted.replace(tzinfo=ZONE)
    return abs(value - wanted) <= (PRAYERS_WITHIN if about else timedelta(minutes=1))


def same_words(value: str, expected: str) -> bool:
    """At least three quarters of the words of both, articles and small words aside."""
    mine, theirs = words(value), words(expected)
    both = len(mine & theirs)
    return both >= 0.74 * len(theirs) and both >= 0.6 * len(mine)


def words(text: str) -> set[str]:
    return {word for word in normalised(text, without_article=True).split() if word not in {"a", "the", "في", "من"}}


def misses(posts: list[dict[str, Any]]) -> tuple[int, list[str], list[str]]:
    """How many fields there are to read, those read wrong, and those that no words say."""
    total, wrong, invented = 0, [], []
    for number, post in enumerate(posts):
        found, expect = read(post), post["expect"]
        stops = "gate" in expect
        total += 1
        gate = found.gate.value if found.gate else None
        if (gate != expect.get("gate")) if stops or gate else found.kind.value != expect["kind"]:
            wrong.append(f"{number} kind {expect['kind']} {expect.get('gate')}: {found.kind.value} {gate}")
        if stops or expect["kind"] == "none":
            continue
        for name, value in values(found).items():
            if name in expect:
                total += 1
                if not agrees(name, value, expect[name], found):
                    wrong.append(f"{number} {name} {expect[name]!r}: {value!r}")
            elif value is not None:
                invented.append(f"{number} {name}: {value!r}")
    return total, wrong, invented


BLIND: list[dict[str, Any]] = json.loads((Path(__file__).parent / "announcements_blind.json").read_text("utf-8"))[
    "posts"
]
BOTH = pytest.mark.parametrize("posts", [KNOWN, BLIND], ids=["known", "blind"])


@BOTH
def test_nine_fields_in_ten_are_read_and_none_is_invented(posts: list[dict[str, Any]]):
    total, wrong, invented = misses(posts)
    assert invented == []
    assert 1 - len(wrong) / total > 0.90, wrong


@BOTH
def test_every_value_shows_the_words_of_the_post_that_it_came_from(posts: list[dict[str, Any]]):
    for post in posts:
        found = read(post)
        fields = [getattr(found, name) for name in (*FIELDS, "care", "reporter") if name != "time"]
        for each in filter(None, [*fields, found.when.at, found.when.day]):
            assert each.words == post["text"][each.start : each.end] != ""


def test_there_are_eighty_announcements_and_half_of_them_are_somebody_else_s():
    assert len(KNOWN) + len(BLIND) >= 80
    assert len(BLIND) >= 40


@pytest.mark.parametrize(
    ("text", "moments"),
    [
        ("أمس الساعة 6", (18, 6)),
        ("أمس الساعة 2 ليلا", ()),
        ("اليوم الساعة 11:50 مساء", ()),
        ("ليلة الجمعة الساعة 9", ()),
    ],
)
def test_a_time_with_a_doubt_is_left_to_be_asked(text: str, moments: tuple[int, ...]):
    when = read({"text": f"مفقود الطفل سالم خرج {text}"}).when
    assert when.at is None
    assert tuple(each.astimezone(ZONE).hour for each in when.moments) == moments


@pytest.mark.parametrize("text", ["", "😀" * 4000, "0" * 4000, "من " * 1300, "مفقود", "\u202e\u0000\ud800", "(" * 4000])
def test_what_is_no_announcement_says_nothing(text: str):
    found = read({"text": text})
    assert found.name is None
    assert found.gate is None
    assert found.quotes() == {}


def test_an_hour_in_a_post_forwarded_later_counts_from_when_it_was_first_sent():
    found = read({"text": "مفقود سالم خرج أمس الساعة 5 مساء", "forwarded_days_ago": 2})
    assert found.when.at is not None
    assert found.when.at.value.astimezone(ZONE).date() == NOW.date() - timedelta(days=3)


def test_a_child_does_not_leave_by_choice():
    assert read({"text": "ابني سالم عمره ١٢ سنة هرب من البيت أمس"}).gate is None
