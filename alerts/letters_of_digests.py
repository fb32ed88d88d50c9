"""How digests are told: what is open of what they gathered, in one message without pictures; what is over says so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from alerts.distances import Path, map_link, path_words
from alerts.facts_of_digests import DigestFacts, ReportLine, digest_facts
from alerts.facts_of_searches import SearchFacts
from alerts.fitting import clipped
from alerts.letters import Form, Letter, View
from alerts.letters_of_weeks import week_letter
from alerts.search_words import age_words, emergency_line, who_is_missing
from language import times
from language.lists import listed
from language.names import given_name, initials
from language.text import Key, Sentence, escaped, isolated, shortened
from language.voices import Voice
from models.alerts import Audience, DigestKind, Wording
from models.rules import Rules

MOST_LINES = 10
"""Lines of reports, and lines of searches; what is more is counted."""
MOST_LINKS = 3
"""Maps one line of several reports links to."""
PLACE_CAP = 60
MAP_DECIMALS = 3
"""Of degrees in links to a last known point: about 100 m, as in the alert itself."""


def forms(rules: Rules) -> Mapping[Wording | str, Form]:
    """The form of digests; kinds of report, emergency lines and the clock's zone are the deployment's."""
    return {"digest": Form(digest_facts, Digests(rules).write)}


@dataclass(frozen=True)
class Digests:
    """Writes digests for one deployment."""

    rules: Rules

    def write(self, facts: DigestFacts, voice: Voice, _: View) -> Letter:
        """Searches first, then reports by kind and place; nothing left to say is said, too."""
        if facts.week is not None:
            return week_letter(facts.week, facts.written_at, voice, ZoneInfo(self.rules.areas.zone))
        parts = [self._searches(facts, voice), self._reports(facts.reports, voice)]
        said = [part for part in parts if part]
        if not said:
            return Letter(voice("digest-nothing-left"))
        again = facts.kind is DigestKind.OPEN_SEARCHES
        title = voice("digest-title-again" if again else "digest-title")
        protect = any(each.protect for each in facts.searches)
        said += [through] if (through := _through(facts, voice)) else []
        return Letter(shortened("\n\n".join([title, *said])), protect=protect)

    # --- searches ---

    def _searches(self, facts: DigestFacts, voice: Voice) -> str:
        """A line for each search, and what to do on seeing somebody."""
        shown = facts.searches[:MOST_LINES]
        numbers = {emergency_line(self.rules, each) for each in shown}
        lines = [self._search(each, facts.written_at, voice, own_number=len(numbers) > 1) for each in shown]
        if shown:
            lines.insert(0, voice("digest-searches", n=len(facts.searches)))
        if more := len(facts.searches) - len(shown):
            lines.append(voice("digest-more-searches", n=more))
        if len(numbers) == 1:
            lines.append(voice("digest-what-to-do", emergency=numbers.pop()))
        elif numbers:
            lines.append(voice("digest-what-to-do-each"))
        return "\n".join([*lines, *[voice("digest-search-over")] * facts.searches_over])

    def _search(self, facts: SearchFacts, written_at: datetime, voice: Voice, *, own_number: bool) -> Sentence:
        """Initials, age, place, since when; what police has not confirmed says so, and a drill that it is one."""
        name = given_name(facts.name) if self.rules.searches.show_given_name else initials(facts.name)
        words = {"who": who_is_missing(facts), "name": clipped(name, PLACE_CAP), "age": age_words(voice, facts)}
        line = voice("digest-search", place=_place(voice, facts.path, facts.place), **words)
        if facts.seen_at is not None:
            line = voice("digest-search-since", line=line, since=self._since(voice, facts.seen_at, written_at))
        if facts.lat is not None and facts.lon is not None:
            link = map_link(round(facts.lat, MAP_DECIMALS), round(facts.lon, MAP_DECIMALS))
            line = voice("digest-on-map", line=line, link=link)
        notes = [voice("digest-search-number", emergency=emergency_line(self.rules, facts))] if own_number else []
        notes += [voice("search-drill")] if facts.drill else []
        notes += [voice("search-vetted-only")] if facts.audience is Audience.VETTED else []
        return Sentence("\n".join([line, *notes]))

    def _since(self, voice: Voice, moment: datetime, written_at: datetime) -> Sentence:
        """The clock; with its day where that is not the day of the digest: «اليوم» would be wrong tomorrow."""
        zone = ZoneInfo(self.rules.areas.zone)
        clock, local = times.clock(voice, moment, zone), moment.astimezone(zone)
        if local.date() == written_at.astimezone(zone).date():
            return voice("digest-since-clock", clock=clock)
        weekday, day = times.weekday(voice, local.weekday()), times.day(voice, moment, zone)
        return voice("digest-since-day", weekday=weekday, date=day, clock=clock)

    # --- reports ---

    def _reports(self, reports: Sequence[ReportLine], voice: Voice) -> str:
        """A line for each kind in each place, dangers and the most numerous first."""
        if not reports:
            return ""
        of_a_kind = [list(alike) for _, alike in groupby(sorted(reports, key=_kind), key=_kind)]
        of_a_kind.sort(key=lambda alike: (alike[0].category != "danger", -_open(alike), alike[0].number))
        shown, rest = of_a_kind[:MOST_LINES], of_a_kind[MOST_LINES:]
        total = _open(reports)
        title = voice("digest-reports", n=total) if total else voice("digest-reports-all-over")
        lines = [title, *(self._alike(alike, voice) for alike in shown)]
        if more := sum(map(_open, rest)):
            lines.append(voice("digest-more-reports", n=more))
        return "\n".join(lines)

    def _alike(self, alike: Sequence[ReportLine], voice: Voice) -> Sentence:
        """Reports of one kind in one place: how many are open, each with its map."""
        words = {"category": self._category(alike[0], voice), "place": _place(voice, alike[0].path, alike[0].words)}
        count = _open(alike)
        if not count:
            return voice("digest-alike-over", **words)
        line = voice("digest-alike", n=count, **words)
        links = [
            voice("digest-report-link", number=each.number, link=map_link(each.lat, each.lon))
            for each in alike
            if not each.over and each.lat is not None and each.lon is not None
        ]
        return voice("digest-with-links", line=line, links=listed(voice, links[:MOST_LINKS])) if links else line

    def _category(self, report: ReportLine, voice: Voice) -> str:
        rule = next((each for each in self.rules.reports.categories if each.code == report.category), None)
        if rule is None:
            return report.category
        return rule.ar if voice.language == "ar" else rule.en


def _through(facts: DigestFacts, voice: Voice) -> str:
    """Why it came to somebody whose own area has no shape; said once, however many lines it is true of."""
    names = listed(voice, [name.in_language(voice.language) for name in facts.through])
    return voice("letter-through-area" if facts.all_through else "digest-through", area=names) if names else ""


def _kind(report: ReportLine) -> tuple[str, int, str]:
    """Reports of one category in one area belong together; outside every area, those described alike."""
    return report.category, report.area_id or 0, "" if report.path else report.words


def _open(reports: Sequence[ReportLine]) -> int:
    return sum(not each.over for each in reports)


def _place(voice: Voice, path: Path, words: str) -> Sentence | Key:
    if path:
        return path_words(voice, path)
    return Sentence(isolated(escaped(clipped(words, PLACE_CAP)))) if words else Key("digest-no-place")
