"""Staff of an open search get its poster as a file, hear when it is out of date, and lose it when it is over (SAFETY 7)."""

import io

from PIL import Image

from models.rules import SearchRules
from pictures.demo import child_in_blue_dress
from pictures.neutral import neutral_picture
from tests.story.searching import NAME, ends, fills_in, goes_out, plain, presses, seen_after, town
from tests.story.town import Town

__all__ = ["town"]


async def test_a_poster_comes_as_a_file_follows_the_case_and_goes_with_it(town: Town):
    number = await goes_out(town, photo=child_in_blue_dress())
    coordinator, approver = town.coordinator, town.approver
    await presses(town, coordinator, "button-search-poster")
    assert "لا يمكن سحبه" in plain(coordinator.last.text)
    await presses(town, coordinator, "poster-make-chat-ar")
    poster = await coordinator.hears("ملصق عملية البحث", kind="document")
    first = Image.open(io.BytesIO(poster.file or b""))
    assert (first.format, first.size, poster.protected) == ("PNG", (1080, 1350), False)
    assert "تغيّر" not in poster.text

    await fills_in(town, "clothing", "فستان أحمر")
    assert "تغيّر ما نعرفه" in poster.text
    strict = SearchRules(minors_pictures_public=False)
    town.house.rules = town.house.rules.model_copy(update={"searches": strict})
    await presses(town, coordinator, "button-poster-again")
    again = await coordinator.hears("ملصق عملية البحث", kind="document")
    assert "الصورة" in plain(again.text)  # the law forbids it now: the poster has none, and says so
    assert again.file != poster.file or again.id != poster.id
    assert "تغيّر" not in again.text

    assert town.volunteer.last.kind == "photo"  # volunteers have the alert, never the poster
    assert [bubble for bubble in town.telegram.everything_shown() if bubble.kind == "document"] == [again]
    facts = await town.query("SELECT count(*) FROM audit WHERE act = 'search.poster' AND thing_id = :n", n=number)
    assert facts == [(2,)]

    await ends(town)
    assert [bubble for bubble in town.telegram.everything_shown() if bubble.kind == "document"] == []
    assert again.photo == neutral_picture().jpeg
    assert "تُزال الملصقات" in again.text
    assert approver.last.kind != "document"
    await town.passes(hours=25)
    assert await town.query("SELECT count(*) FROM poster") == [(0,)]
    assert await town.query("SELECT count(*) FROM uploaded_picture WHERE name LIKE 'poster-%'") == [(0,)]


async def test_there_is_no_poster_of_what_is_not_open_and_public(town: Town):
    await goes_out(town)
    coordinator = town.coordinator
    await presses(town, coordinator, "button-search-poster")
    choice = coordinator.last
    await ends(town)
    refused = await coordinator.presses(town.ar.plain("poster-make-print-ar"), on=choice)
    await town.quiet()
    assert "انتهت" in (refused.text or "") + coordinator.last.text
    assert await town.query("SELECT count(*) FROM poster") == [(0,)]


async def test_staff_read_and_print_what_was_decided_and_it_names_nobody_who_was_looked_for(town: Town):
    number = await goes_out(town)
    coordinator = town.coordinator
    told = plain(await seen_after(town, coordinator, "button-search-log"))
    for act in ("search-notice", "search-submit", "search-approve", "search-open"):
        assert town.ar.plain(f"log-{act}") in told
    assert told.index(town.ar.plain("log-search-submit")) < told.index(town.ar.plain("log-search-approve"))
    assert town.ar.plain("role-coordinator") in told
    assert NAME.split()[0] not in told
    assert town.citizen.last.text not in told
    await presses(town, coordinator, "search-report")
    assert (coordinator.last.kind, (coordinator.last.file or b"")[:5]) == ("document", b"%PDF-")
    await ends(town)
    await town.passes(days=31)
    purged = plain(await seen_after(town, coordinator, "button-search-log"))
    assert town.ar.plain("search-outcome-found-safe") in purged
    assert town.ar.plain("log-search-purge") in purged
    done = await town.query("SELECT count(*) FROM audit WHERE act = 'search.report' AND thing_id = :n", n=number)
    assert done == [(1,)]
