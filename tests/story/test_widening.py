"""Wider and wider: who hears next, who keeps one copy, and who stops it."""

from tests.story.searching import fills_in, goes_out, plain, presses, seen_after, tells, town
from tests.story.town import Town

__all__ = ["town"]


async def test_the_next_ring_is_told_by_the_clock_once_and_who_has_it_keeps_one_copy(town: Town):
    khalid, muna = town.volunteer, town.neighbour
    await goes_out(town)
    alert = khalid.last
    assert muna.inbox == [], "1 km does not reach her district"
    card = await town.coordinator.hears("الحلقة التالية، 3.4 كم")
    assert "إحصاءات أجنبية" in card.text

    await town.passes(minutes=89)
    assert muna.inbox == []
    await town.passes(minutes=2)
    assert "طفلة مفقودة" in muna.last.text
    assert khalid.screen_of(None)[-1].text == alert.text
    assert len(town.copies("طفلة مفقودة", photo=None)) == 2
    assert await town.query("SELECT ring_m, widen_at FROM search") == [(3400, None)], "95 % is the last"
    await town.passes(minutes=200)
    assert len(await town.query("SELECT id FROM audit WHERE act = 'search.widen'")) == 1


async def test_staff_see_whom_each_ring_reaches_stop_the_clock_and_widen_by_hand(town: Town):
    suad, muna = town.coordinator, town.neighbour
    await goes_out(town)
    seen = await seen_after(town, suad, "button-search-rings")
    assert "الحلقة الأولى، 1 كم" in seen
    assert "الحلقة الثانية، 3.4 كم، وُجد داخلها 95% من المفقودين: اثنان" in seen
    assert "Koester" in seen

    await presses(town, suad, "button-search-stop-widening")
    await town.passes(minutes=91)
    assert muna.inbox == []
    assert "3.4" in plain(await presses(town, suad, "button-search-widen"))
    assert "طفلة مفقودة" in muna.last.text
    assert town.ar.plain("button-search-widen") not in (await suad.hears("رقم 1")).labels


async def test_what_somebody_chose_or_paused_is_not_widened_by_itself(town: Town):
    await goes_out(town, radius_km="1")
    await town.passes(minutes=91)
    assert town.neighbour.inbox == []
    await presses(town, town.coordinator, "button-search-widen")
    assert "طفلة مفقودة" in town.neighbour.last.text, "unless they say so"


async def test_while_it_is_under_review_the_clock_does_not_widen_it(town: Town):
    await goes_out(town)
    await presses(town, town.volunteer, "button-find-object-female")
    await presses(town, town.volunteer, "find-object-now")
    await town.passes(minutes=91)
    assert town.neighbour.inbox == []
    await presses(town, town.approver, "button-objection-reject")
    await town.approver.presses("objection:reject-now:1")
    await town.passes(minutes=1)
    assert "طفلة مفقودة" in town.neighbour.last.text, "it goes on where it was"


async def test_where_rings_mean_little_staff_hear_so_and_may_choose_an_area(town: Town):
    number = await tells(town, town.citizen)
    suad = town.coordinator
    await presses(town, suad, "button-search-complete")
    await presses(town, suad, "search-field-ride")
    await presses(town, suad, "search-answer-ride-yes")
    seen = await seen_after(town, suad, "button-search-rings")
    assert "الأفضل اختيار نطاق" in seen
    assert town.ar.plain("search-field-area") in suad.last.labels
    assert await town.query("SELECT may_ride FROM search WHERE id = :n", n=number) == [(1,)]
    await fills_in(town, "station", "شرطة الظلال")
    await fills_in(town, "checked", "اتصال بالمركز")
    await presses(town, suad, "button-search-submit")
    asked = await seen_after(town, town.approver, "button-approval-approve")
    assert "يصل التنبيه في البحث رقم 1 إلى اثنين" in asked, "10 km, as usual"
