"""Whatever comes as JSON can be kept, put in a lane, and told apart from what a database cannot hold."""

import orjson
from hypothesis import given
from hypothesis import strategies as st

from bot.updates import LARGEST, fits, has_number, lane_of, written

LANE_COLUMN = 40
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-LARGEST, 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
)
JSON = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=30)
NAMES = st.sampled_from(("message", "callback_query", "my_chat_member", "edited_message", "chat", "from", "user", "id"))
UPDATES = st.dictionaries(NAMES, JSON | st.dictionaries(NAMES, JSON | st.dictionaries(NAMES, JSON)))


@given(UPDATES, st.integers(0, 2**31))
def test_anything_with_a_number_finds_its_lane_and_is_kept_as_it_came(update, number):
    update |= {"update_id": number}
    assert has_number(update)
    assert 0 < len(lane_of(update)) <= LANE_COLUMN
    assert orjson.loads(written(update)) == update


@given(JSON)
def test_what_has_no_number_is_told_apart(anything):
    assert not has_number([anything])
    assert not has_number({"update_id": str(anything)})


def test_a_number_too_large_for_a_column_does_not_fit_however_deep_it_lies():
    assert fits({"message": {"chat": {"id": LARGEST}, "photo": [{"file_size": -LARGEST - 1}]}})
    assert not fits({"message": {"photo": [{"file_size": LARGEST + 1}]}})


def test_what_nests_too_deep_to_be_written_is_kept_empty():
    deep: list[object] = []
    for _ in range(2_000):
        deep = [deep]
    assert written({"update_id": 1, "message": deep}) == b""
