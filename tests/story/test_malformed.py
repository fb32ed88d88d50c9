"""Thousands of updates that Telegram would never send: nobody sees a traceback, nothing is stuck, memory stays flat."""

import gc
import os
from collections.abc import Mapping
from typing import Any

import pytest
import structlog

from models.intake import InboxState
from pictures.demo import dark_street_light
from tests.story.mutations import Spoiler
from tests.story.test_reports_from_chat_to_neighbours import in_ghadir, presses, reports, says
from tests.story.town import Town

SEEDS = (20261123, 20261124)
MALFORMED = int(os.environ.get("MIZALLA_TEST_MALFORMED", "1000"))
"""For each seed, so that `make test` stays short; 5000 make the ten thousand."""
AT_ONCE = 250
FIRST_NUMBER = 500_000_000
HOLDERS = frozenset(
    {"aiogram", "alerts", "asyncio", "bot", "handlers", "language", "models", "places", "services", "sqlalchemy"}
)
MOST_GROWTH = 1_000
"""Objects that may be held more at the end than half way: one for every fifth update between would show."""


async def real_updates(town: Town) -> list[dict[str, Any]]:
    """What Telegram sent while people did all kinds of things."""
    seen: list[dict[str, Any]] = []
    intake = town.mizalla.parts["intake"].intake  # type: ignore[attr-defined]
    keep = intake.keep

    async def noted(updates: Any) -> int:
        each = list(updates)
        seen.extend(dict(one) for one in each)
        return int(await keep(each))

    intake.keep = noted
    await _a_busy_day(town)
    intake.keep = keep
    return seen


async def _a_busy_day(town: Town) -> None:
    hind, khalid, suad = town.citizen, town.volunteer, town.coordinator
    await reports(town, hind, photo=dark_street_light())
    await presses(town, suad, "button-report-desk-accept")
    for words in ("/start", "/settings", "/alerts", "/privacy", "/forget", "/desk", "/missing", "مرحبا", "٢٤٫٧ ٤٦٫٦"):
        for person in (hind, khalid, suad):
            await says(town, person, words)
            if person.inbox and (labels := person.inbox[-1].labels):
                await person.presses(labels[0])
                await town.quiet()
    place = await in_ghadir(town)
    hind.sends_sticker()
    hind.sends_voice()
    hind.sends_video()
    hind.sends_document(b"%PDF")
    hind.sends_album([dark_street_light(), dark_street_light()])
    hind.sends_venue(*place, "مسجد النور", "شارع العروبة")
    hind.shares_live_location(*place)
    hind.moves_to(place[0] + 0.001, place[1])
    hind.stops_sharing()
    hind.shares_contact("+966500000001")
    hind.says("عند المسجد")
    hind.edits(hind.screen[-1], "عند السوق")
    khalid.forwards(khalid.inbox[-1])
    group = town.telegram.supergroup("متطوعو الحي", khalid, admins=[suad])
    group.adds_bot(khalid)
    khalid.says("/setup", to=group)
    khalid.blocks()
    khalid.unblocks()
    await town.quiet()


def _held() -> int:
    """Objects of the bot's and its libraries' kinds; the sandbox, which remembers every message, is not counted."""
    gc.collect()
    return sum(str(type(each).__module__).partition(".")[0] in HOLDERS for each in gc.get_objects())


async def _states(town: Town) -> Mapping[str, int]:
    return {str(state): count for state, count in await town.query("SELECT state, count(*) FROM inbox GROUP BY state")}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("seed", SEEDS)
async def test_thousands_of_spoilt_updates_leave_the_town_as_it_was(the_town: Town, seed: int):
    town = the_town
    spoiler = Spoiler(await real_updates(town), seed=seed)
    intake = town.mizalla.parts["intake"].intake  # type: ignore[attr-defined]
    errors: list[Any] = []
    held = 0
    with structlog.testing.capture_logs() as logged:
        for first in range(0, MALFORMED, AT_ONCE):
            await intake.keep([spoiler.spoilt(FIRST_NUMBER + first + at) for at in range(AT_ONCE)])
            await town.quiet(within=60)
            if first == MALFORMED // 2:
                held = _held()
            errors += [each for each in logged if each["event"] == "update failed"]
            logged.clear()
    assert errors == []
    assert _held() - held < MOST_GROWTH
    assert (await _states(town)).keys() <= {InboxState.DONE, InboxState.FAILED}, "nothing is stuck"
    assert [bubble for bubble in town.telegram.everything_shown() if "Traceback" in bubble.text] == []
    before = await town.query("SELECT max(id) FROM report")
    assert await reports(town, town.neighbour) > before[0][0], "and the bot goes on"


async def test_a_live_location_of_a_year_no_calendar_has_is_no_trouble(the_town: Town):
    khalid, intake = the_town.volunteer, the_town.mizalla.parts["intake"].intake  # type: ignore[attr-defined]
    person = {"id": khalid.id, "is_bot": False, "first_name": "خالد"}
    chat = {"id": khalid.id, "type": "private", "first_name": "خالد"}
    where = {"latitude": 24.7, "longitude": 46.7, "live_period": 900}
    moved = {"message_id": 5, "date": 1780000000, "edit_date": 10**15, "chat": chat, "from": person, "location": where}
    with structlog.testing.capture_logs() as logged:
        await intake.keep([{"update_id": FIRST_NUMBER, "edited_message": moved}])
        await the_town.quiet()
    assert [each for each in logged if each["event"] == "update failed"] == []
    assert (await _states(the_town)).keys() == {InboxState.DONE}
