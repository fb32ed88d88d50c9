"""What a group asks for, in words."""

from collections.abc import Sequence
from datetime import time

from alerts.distances import joined
from clock.schedule_words import schedule_sentence
from clock.schedules import Schedule
from language.lists import listed
from language.text import Key, Sentence
from language.times import clock_time
from language.voices import Say
from models.groups import Group, GroupSound
from models.subscriptions import ReportKinds
from services import places
from services.group_subscriptions import Wanted
from services.house import House
from services.subscriptions import INSTANT, SEARCHES

REPORTS = "reports"
"""The kind that is every category of report."""


async def wishes(house: House, say: Say, wanted: Wanted | None) -> Sentence:
    """A line each for where, what, when and in which language; one line where nobody has said yet."""
    if wanted is None:
        return say("group-wishes-none")
    lines = [
        say("group-wishes-areas", areas=await area_names(house, say, wanted.area_ids)),
        say("group-wishes-kinds", kinds=kind_names(house, say, kinds_of(wanted))),
        say("group-wishes-times", times=times_words(say, wanted.wish.frequency, wanted.while_search_open)),
        *_reports_times(house, say, wanted),
        say("group-wishes-language", language=Key(f"group-language-{wanted.language}")),
    ]
    return Sentence("\n".join(lines))


async def area_names(house: House, say: Say, area_ids: Sequence[int]) -> Sentence:
    """Each area with what it lies in."""
    return listed(say, [await area_name(house, say, number) for number in area_ids])


async def area_name(house: House, say: Say, area_id: int) -> Sentence:
    """An area with what it lies in behind it: with commas between them, several would read as one list."""
    path = await places.path(house, area_id, say.language)
    return say("group-area-in", area=path[0], within=path[1]) if len(path) > 1 else joined(say, path)


def kinds_of(wanted: Wanted) -> list[str]:
    """`searches`, `reports` (all of them) and codes of categories."""
    kinds = [SEARCHES] if wanted.wish.searches else []
    return [*kinds, REPORTS] if wanted.wish.reports is ReportKinds.ALL else [*kinds, *wanted.wish.categories]


def kind_names(house: House, say: Say, kinds: Sequence[str]) -> Sentence:
    return listed(say, [kind_name(house, say, each) for each in kinds])


def kind_name(house: House, say: Say, kind: str) -> Sentence | str:
    """What a kind is called; a category's code where config.yaml has dropped it."""
    if kind in {SEARCHES, REPORTS}:
        return say(f"group-kind-{kind}")
    rules = {each.code: each for each in house.rules.reports.categories}
    rule = rules.get(kind)
    if rule is None:
        return kind
    return rule.ar if say.language == "ar" else rule.en


def times_words(say: Say, frequency: str, while_search_open: bool) -> Sentence:
    """When it comes: at once, at these times, or at these times while a search is open."""
    if frequency in {INSTANT, ""}:
        return say("group-times-instant" if frequency else "group-times-usual")
    schedule = schedule_sentence(say, Schedule.parse(frequency))
    return say("group-times-while-open" if while_search_open else "group-times-digest", schedule=schedule)


def _reports_times(house: House, say: Say, wanted: Wanted) -> list[Sentence]:
    """Where searches have times of their own, reports come with the deployment's digest."""
    if not wanted.while_search_open or wanted.wish.reports is ReportKinds.NONE:
        return []
    usual = schedule_sentence(say, Schedule.parse(house.rules.schedule.digest))
    return [say("group-wishes-times-of-reports", times=say("group-times-digest", schedule=usual))]


SOUND, QUIET, WEEKLY = "sound", "quiet", "weekly"
"""What a group wants beside what it hears."""


def manner_lines(house: House, say: Say, group: Group) -> list[Sentence]:
    """All of it; what is as usual is not said."""
    said = {SOUND: group.sound is not GroupSound.ALL, QUIET: quiet_of(group) is not None, WEEKLY: group.weekly_picture}
    return [manner_line(house, say, group, what) for what, is_said in said.items() if is_said]


def manner_line(house: House, say: Say, group: Group, what: str) -> Sentence:
    """One of it as it is now, also where it is as usual."""
    if what == SOUND:
        return say(f"group-sound-line-{group.sound}")
    if what == QUIET:
        hours = quiet_of(group)
        return say("group-quiet-line", **hours_words(say, *hours)) if hours else say("group-quiet-line-never")
    if not group.weekly_picture:
        return say("group-weekly-line-off")
    return say("group-weekly-line", schedule=weekly_words(house, say))


def quiet_of(group: Group) -> tuple[time, time] | None:
    """The hours in which a group is to be left alone; None where there are none."""
    if group.quiet_from is None or group.quiet_to is None:
        return None
    return group.quiet_from, group.quiet_to


def weekly_words(house: House, say: Say) -> Sentence:
    """When the picture of the week comes."""
    return schedule_sentence(say, Schedule.parse(house.rules.schedule.weekly_picture))


def hours_words(say: Say, start: time, end: time) -> dict[str, Sentence]:
    return {"start": clock_time(say, start), "end": clock_time(say, end)}


async def card_lines(house: House, say: Say, group: Group, wanted: Wanted | None) -> Sentence:
    """All there is to say of a group, a line each."""
    return Sentence("\n".join([await wishes(house, say, wanted), *manner_lines(house, say, group)]))


def draft_lines(say: Say, lines: Sentence, quiet: str) -> Sentence:
    """What is asked for, with the hours to be left alone in where some were typed."""
    hours = quiet_from(quiet)
    return lines if hours is None else Sentence("\n".join([lines, say("group-quiet-line", **hours_words(say, *hours))]))


def quiet_text(quiet: tuple[time, time]) -> str:
    """Hours as a draft or a button keeps them: «2300-0600»."""
    return "-".join(f"{each:%H%M}" for each in quiet)


def quiet_from(kept: str) -> tuple[time, time] | None:
    """The same read again; None where there are none."""
    start, _, end = kept.partition("-")
    return (time.fromisoformat(start), time.fromisoformat(end)) if end else None
