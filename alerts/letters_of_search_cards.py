"""A search as its desk, its approvers and the person who told us see it, with what each may do about it."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from alerts.facts_of_searches import CardFacts, SearchFacts
from alerts.fitting import Lines, clipped, fitted
from alerts.holding import held_line, held_row
from alerts.letters import Button, Letter, View
from alerts.letters_of_rings import ring_acts, ring_lines
from alerts.letters_of_same_people import joined_card, joined_title, same_lines, same_rows
from alerts.search_words import age_words, drill_line, emergency_line, joined_lines, place_of, when_seen, who_is_missing
from alerts.uploads import picture_name
from language.lists import listed
from language.text import Key, Sentence
from language.voices import Voice
from models.claims import Claimed
from models.rules import Rules
from models.searches import SearchState, Told

DRAFT, APPROVED, OPEN = SearchState.DRAFT, SearchState.APPROVED, SearchState.OPEN
PAUSED, CLOSED, STOPPED = SearchState.PAUSED, SearchState.CLOSED, SearchState.STOPPED

STAFF_ACTS: dict[SearchState, tuple[tuple[str, ...], ...]] = {
    DRAFT: (("complete",), ("contact", "refuse")),
    APPROVED: (("contact", "refuse"),),
    OPEN: (
        ("update", "correct"),
        ("close", "extend"),
        ("contact", "review"),
        ("sightings",),
        ("segments", "map"),
        ("meeting",),
        ("poster", "log"),
    ),
    PAUSED: (("close", "contact"), ("segments", "map"), ("log",)),
    CLOSED: (("progress", "log"),),
    STOPPED: (("contact",),),
}
"""What the desk may do with a search in each state, in rows of buttons."""

COUNTS = 11
"""How many there are in `CardFacts.progress`."""

Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True)
class Cards:
    """The cards of one deployment."""

    rules: Rules

    def write_card(self, facts: CardFacts, voice: Voice, _: View) -> Letter:
        """The desk's live card; when it is over, without the name and the picture."""
        if facts.search.state in {CLOSED, STOPPED} and not joined_card(facts):
            return Letter(self._over(facts, voice), buttons=self._staff_rows(facts, voice))
        text = fitted(lambda cap: [self._state(facts, voice), *self._case(facts, voice, cap)])
        return _with_picture(facts, Letter(text, buttons=self._staff_rows(facts, voice)))

    def write_ask(self, facts: CardFacts, voice: Voice, _: View) -> Letter:
        """What an approver is asked to decide, with all they need for it."""
        if facts.over or facts.search.state in {CLOSED, STOPPED}:
            over = "search-ask-taken-back" if facts.search.state is DRAFT else "search-ask-over"
            return Letter(voice(over, number=facts.search.number))
        objection = "search-ask-objection" if facts.search.state is PAUSED else "search-ask-objection-again"
        asked = voice(objection if facts.objected else "search-ask-approval", number=facts.search.number)
        text = fitted(lambda cap: [asked, *self._case(facts, voice, cap)])
        return _with_picture(facts, Letter(text, buttons=_ask_rows(facts, voice)))

    def write_notice(self, facts: CardFacts, voice: Voice, _: View) -> Letter:
        """What the person who told us of it sees: where it stands, in words, and never how it ended."""
        search = facts.search
        state = search.state.value
        if search.state is STOPPED and facts.stopped_for is not None:
            state = "closed" if facts.over and facts.joined_to is not None else f"stopped-{facts.stopped_for}"
        elif search.state is DRAFT and facts.told is not Told.COMPLETE:
            state = "as-is"
        elif search.state is DRAFT and search.organisation is None:
            state = "unserved"
        by = search.organisation.in_language(voice.language) if search.organisation else ""
        number, line = search.number, emergency_line(self.rules, search)
        name = clipped(search.name, 100) or voice(f"notice-card-nameless-{search.sex}")
        said = voice(f"notice-card-{state}", number=number, name=name, organisation=by, emergency=line)
        asked = voice("notice-card-asked", question=facts.question) if facts.question and not facts.over else None
        return Letter(joined_lines([drill_line(voice, search), asked, said]), buttons=_notice_rows(facts, voice))

    def _state(self, facts: CardFacts, voice: Voice) -> Sentence:
        if joined_card(facts):
            return joined_title(facts, voice)
        asked = facts.search.state is DRAFT and facts.submitted_at is not None
        state = Key("search-state-asked" if asked else f"search-state-{facts.search.state}")
        return voice("search-card-title", number=facts.search.number, state=state)

    def _over(self, facts: CardFacts, voice: Voice) -> Sentence:
        number = facts.search.number
        if facts.search.state is STOPPED:
            reason = Key(f"search-stopped-{facts.stopped_for}")
            return voice("search-card-stopped", number=number, reason=reason)
        return joined_lines([voice("search-card-closed", number=number), _progress(facts, voice)])

    def _case(self, facts: CardFacts, voice: Voice, cap: int) -> Lines:
        """All there is to know, the most pressing first."""
        search = facts.search
        return [
            drill_line(voice, search),
            voice("search-card-review") if facts.objected else None,
            held_line(voice, facts.held, ZoneInfo(self.rules.areas.zone)),
            voice("search-card-banned") if facts.banned else None,
            voice("search-card-like-stopped", number=facts.like_stopped) if facts.like_stopped else None,
            *same_lines(facts, voice, cap),
            *self._told(facts, voice, cap),
            self._missing(facts, voice),
            voice(
                "search-card-who",
                name=clipped(search.name, cap) or voice("search-answer-name-unknown"),
                age=age_words(voice, search),
                kind=who_is_missing(search),
            ),
            self._seen(search, voice, cap),
            voice(f"search-clothing-{search.sex}", clothing=clipped(search.clothing, cap)) if search.clothing else None,
            voice("search-marks", marks=clipped(search.marks, cap)) if search.marks else None,
            voice("search-vehicle", vehicle=clipped(search.vehicle, cap)) if search.vehicle else None,
            voice("search-update", text=clipped(search.update, cap)) if search.update else None,
            *self._checked(facts, voice, cap),
            *ring_lines(facts, voice, self.rules),
            *self._signed(facts, voice),
            _progress(facts, voice) if search.state in {OPEN, PAUSED} else None,
            self._expires(facts, voice),
        ]

    def _told(self, facts: CardFacts, voice: Voice, cap: int) -> Lines:
        """How it reached us where not every question was asked, what can be heard, and what was said since."""
        return [
            voice(f"search-card-told-{facts.told}") if facts.told is not Told.COMPLETE else None,
            voice("search-card-recordings", n=facts.recordings) if facts.recordings else None,
            self._quoted(facts, voice, cap),
            voice("search-card-said", words=clipped(facts.said, cap)) if facts.said else None,
            voice("search-card-asked", question=clipped(facts.question, cap)) if facts.question else None,
        ]

    def _quoted(self, facts: CardFacts, voice: Voice, cap: int) -> Sentence | None:
        """What was read from an announcement, each with its words, while nobody has agreed to it."""
        if facts.search.state is not DRAFT or not facts.quoted:
            return None
        lines = [
            voice("search-card-quoted", field=voice(f"search-field-{name}"), words=clipped(words, cap))
            for name, words in facts.quoted.items()
        ]
        return joined_lines([voice("search-card-from-post"), *lines])

    def _missing(self, facts: CardFacts, voice: Voice) -> Sentence | None:
        if facts.search.state is not DRAFT or not facts.missing:
            return None
        without = [name for name in facts.missing if name != "consent_at" or "consent_by" not in facts.missing]
        fields = [voice(f"search-field-{name.replace('_', '-')}") for name in without]
        return voice("search-card-missing", fields=listed(voice, fields))

    def _seen(self, search: SearchFacts, voice: Voice, cap: int) -> Sentence:
        place = place_of(voice, search, cap)
        if search.seen_at is None:
            return voice("search-card-place", place=place) if place else voice("search-card-no-place")
        when = when_seen(voice, search.seen_at, search.told_at, ZoneInfo(self.rules.areas.zone))
        if place is None:
            return voice("search-card-no-place-when", when=when)
        return voice("search-card-seen", place=place, when=when)

    def _checked(self, facts: CardFacts, voice: Voice, cap: int) -> Lines:
        """Who says so, how it was checked, what police and guardians said."""
        told = {"name": clipped(facts.reporter_name, cap), "relation": clipped(facts.reporter_relation, cap)}
        police = facts.police_number and facts.police_station
        reporter = "search-card-reporter" if facts.reporter_relation else "search-card-reporter-only"
        station = {"report": facts.police_number, "station": clipped(facts.police_station, cap)}
        return [
            voice("search-card-police", **station) if police else voice("search-card-no-police"),
            voice(reporter, **told) if facts.reporter_name else None,
            voice("search-card-checked", how=clipped(facts.how_checked, cap)) if facts.how_checked else None,
            voice("search-card-consent", who=clipped(facts.consent_by, cap)) if facts.consent_by else None,
            voice("search-card-gates") if facts.gates_asked else None,
        ]

    def _signed(self, facts: CardFacts, voice: Voice) -> Lines:
        """Who asked for it and who agreed."""
        asked = facts.submitted_at is not None and facts.posted_by
        agreed = facts.approved_by or facts.as_operator
        by = facts.approved_by or voice("search-card-operator")
        return [
            voice("search-card-posted", name=facts.posted_by) if asked else None,
            voice("search-card-approved", name=by) if agreed else None,
        ]

    def _expires(self, facts: CardFacts, voice: Voice) -> Sentence | None:
        if facts.search.state is not OPEN or facts.expires_at is None:
            return None
        zone = ZoneInfo(self.rules.areas.zone)
        when = when_seen(voice, facts.expires_at, facts.search.told_at, zone)
        return voice("search-card-expires-soon" if facts.expiry_asked else "search-card-expires", when=when)

    def _staff_rows(self, facts: CardFacts, voice: Voice) -> Rows:
        rows = STAFF_ACTS[facts.search.state]
        if facts.search.state is DRAFT and not facts.missing and facts.submitted_at is None:
            rows = (("submit",), *rows)
        elif facts.search.state is DRAFT and facts.submitted_at is not None:
            rows = (*rows, ("take-back",))
        if facts.search.state not in {CLOSED, STOPPED}:
            rows = (*((("hear",),) if facts.recordings else ()), *rows, *((("ask",),) if facts.can_ask else ()))
            rows = (*rows, *ring_acts(facts, self.rules))
        acts = tuple(tuple(_button(voice, "search", act, facts.search.number) for act in row) for row in rows)
        acts = (*acts, *same_rows(facts, voice))
        if facts.search.state is DRAFT or facts.objected:
            return (*acts, held_row(voice, Claimed.SEARCH, facts.search.number, facts.held))
        return acts


def _progress(facts: CardFacts, voice: Voice) -> Sentence | None:
    """How far the broadcast is; and, while it goes on, who is out there: a card that is over counts nobody any more."""
    if len(facts.progress) != COUNTS:
        return None
    sent, waiting, failed, coming, there, back, segments, searched, overdue, sightings, objections = facts.progress
    lines = [voice("search-card-progress", sent=sent, waiting=waiting, failed=failed)]
    if facts.over:
        return lines[0]
    if coming or there or back:
        lines.append(voice("search-card-out", coming=coming, there=there, back=back))
    if segments + searched:
        lines.append(voice("search-card-segments", segments=segments, searched=searched))
    if overdue:
        lines.append(voice("search-card-overdue", overdue=overdue))
    if sightings + objections:
        lines.append(voice("search-card-to-decide", sightings=sightings, objections=objections))
    return joined_lines(lines)


def _ask_rows(facts: CardFacts, voice: Voice) -> Rows:
    number = facts.search.number
    if facts.objected:
        return tuple((_button(voice, "objection", act, number),) for act in ("reject", "uphold"))
    at = int(facts.submitted_at.timestamp()) if facts.submitted_at else 0
    approve = Button(voice.plain("button-approval-approve"), f"approval:approve:{number}:{at}")
    return ((approve,), (Button(voice.plain("button-approval-return"), f"approval:return:{number}:{at}"),))


def _notice_rows(facts: CardFacts, voice: Voice) -> Rows:
    search = facts.search
    if search.state is DRAFT:
        add = "answer" if facts.question else "add"
        return ((_button(voice, "notice", add, search.number),), (_button(voice, "notice", "withdraw", search.number),))
    if search.state in {OPEN, PAUSED}:
        found = Button(voice.plain(f"button-notice-found-{search.sex}"), f"find:object:{search.number}")
        return ((_button(voice, "notice", "answer", search.number),), (found,)) if facts.question else ((found,),)
    return ()


def _button(voice: Voice, prefix: str, act: str, number: int) -> Button:
    return Button(voice.plain(f"button-{prefix}-{act}"), f"{prefix}:{act}:{number}")


def _with_picture(facts: CardFacts, letter: Letter) -> Letter:
    search = facts.search
    picture = picture_name(search.picture_id) if search.picture_id is not None else None
    return Letter(letter.text, picture, letter.buttons, protect=search.protect)
