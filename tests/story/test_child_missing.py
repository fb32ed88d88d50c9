"""A child is missing in one district of fifty: exactly the right people hear, once, and every copy says when it is over."""

from pathlib import Path

from models.searches import Outcome
from pictures.demo import child_in_blue_dress
from services import counting, search_operator
from tests.story import wide_town
from tests.story.town import Town

THERE = 23
"""The district she was last seen in."""


async def test_the_right_ones_of_a_thousand_hear_once_and_every_copy_is_closed(the_town: Town, tmp_path: Path) -> None:
    await wide_town.build(the_town, tmp_path)
    people = the_town.telegram.crowd(1000)
    near, far = wide_town.middle(THERE), wide_town.middle(49)
    rows = [wide_town.by_area(person, f"d{number % 50}") for number, person in enumerate(people[:900])]
    rows += [wide_town.by_circle(person, near, 4) for person in people[900:930]]
    rows += [wide_town.by_circle(person, far, 4) for person in people[930:960]]
    rows += [wide_town.by_area(person, f"d{THERE}", kinds="lighting") for person in people[960:980]]
    rows += [wide_town.by_area(person, f"d{THERE}", often="daily 20:00") for person in people[980:1000]]
    rows += [wide_town.by_circle(person, near, 3) for person in people[THERE:200:50]]  # two wishes, one message
    await wide_town.members(the_town, rows)

    concerned = [person for number, person in enumerate(people[:900]) if number % 50 == THERE] + people[900:930]
    blocked = concerned[:30]
    the_town.telegram.bot.blocked_by.update(person.id for person in blocked)  # and nobody has told us
    published = await wide_town.publish(the_town, near, photo=child_in_blue_dress())
    await the_town.quiet()

    heard = [person for person in people if person.inbox]
    assert set(heard) == set(concerned[30:])
    assert {len(person.inbox) for person in heard} == {1}
    photo = concerned[-1].last.photo
    assert photo is not None
    assert concerned[-1].last.protected

    counts = await counting.counts(the_town.house, published.alert_id)
    assert published.recipients == counts.recipients == len(concerned)
    assert (counts.sent, counts.failed, counts.waiting) == (
        len([p for p in people if p.inbox and p.last.photo == photo]),
        30,
        0,
    )

    await search_operator.close_as_operator(
        the_town.house, search_id=published.search_id, outcome=Outcome.FOUND_SAFE, now=the_town.clock()
    )
    await the_town.quiet()
    assert the_town.copies(photo=photo) == []
    assert {person.last.text for person in heard} == {str(the_town.ar.plain("search-closed"))}
    after = await counting.counts(the_town.house, published.alert_id)
    assert (after.sent, after.behind, after.stuck) == (counts.sent, 0, 0)


async def test_without_a_police_report_only_the_vetted_hear(the_town: Town, tmp_path: Path) -> None:
    await wide_town.build(the_town, tmp_path)
    vetted, unknown = the_town.telegram.crowd(2)
    rows = [
        wide_town.by_area(vetted, f"d{THERE}", roles="volunteer;vetted"),
        wide_town.by_area(unknown, f"d{THERE}"),
    ]
    await wide_town.members(the_town, rows)
    await wide_town.publish(the_town, wide_town.middle(THERE), police=False)
    await the_town.quiet()
    assert len(vetted.inbox) == 1
    assert unknown.inbox == []
