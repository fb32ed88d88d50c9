"""How a week in some areas is told: a few figures, under the picture they are drawn on."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from alerts.distances import path_words
from alerts.facts_of_digests import WEEK, WeekFacts
from alerts.letters import Letter
from alerts.uploads import picture_name
from language import times
from language.lists import listed
from language.text import CAPTION_LIMIT, Sentence, shortened
from language.voices import Voice

LEAST_TOLD = 5
"""Smaller counts are not told in figures (SAFETY 8)."""
MOST_AREAS = 5
"""Areas that are named."""


def week_letter(week: WeekFacts, written_at: datetime, voice: Voice, zone: ZoneInfo) -> Letter:
    """Where and when, how much is open and how much was fixed, as it is now; 1,024 characters at most."""
    areas = listed(voice, [path_words(voice, each) for each in week.paths[:MOST_AREAS]])
    start, end = written_at - WEEK + timedelta(days=1), written_at
    dates = voice("week-dates", start=times.day(voice, start, zone), end=times.day(voice, end, zone))
    lines = [voice("week-heading"), voice("week-areas", areas=areas), dates]
    lines += [_count(voice, "open", week.open), _count(voice, "fixed", week.fixed)]
    if week.over:
        lines.append(_count(voice, "over", week.over))
    said = shortened(Sentence("\n".join(lines)), CAPTION_LIMIT)
    return Letter(said, picture=picture_name(week.picture_id) if week.picture_id is not None else None)


def _count(voice: Voice, what: str, count: int) -> Sentence:
    """The number; of a few only that they are fewer than five."""
    if 0 < count < LEAST_TOLD:
        return voice(f"week-few-{what}")
    return voice(f"week-count-{what}", n=count) if count else voice(f"week-none-{what}")
