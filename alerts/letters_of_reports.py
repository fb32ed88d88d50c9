"""How reports are told: to the neighbours, to the desk, to who sent them, and that they are over."""

from collections.abc import Callable, Mapping
from functools import partial
from zoneinfo import ZoneInfo

from alerts.distances import away, map_link, path_words, through_words
from alerts.facts_of_reports import ReportFacts, facts_of
from alerts.holding import held_line, held_row
from alerts.letters import Button, Form, Letter, View
from alerts.uploads import picture_name
from language import times
from language.lists import listed
from language.text import (
    CAPTION_LIMIT,
    LETTER_LIMIT,
    Key,
    Sentence,
    escaped,
    isolated,
    shortened,
    utf16_length,
    visible,
)
from language.voices import Voice
from models.alerts import Shape, Wording
from models.claims import Claimed
from models.reports import DANGER, REPORT_OPEN, ReportState
from models.rules import CategoryRule, Rules

_OPEN_TO_DESK = {
    ReportState.RECEIVED: (("accept", "refuse"), ("correct",)),
    ReportState.ACCEPTED: (("work", "fixed"), ("refuse", "correct")),
    ReportState.IN_PROGRESS: (("fixed",), ("refuse", "correct")),
    ReportState.FIXED: (("reopen",),),
    ReportState.REFUSED: (("reopen",),),
    ReportState.WITHDRAWN: (),
}
"""What the desk may do with a report in each state, in rows of buttons."""
_OPEN_TO_REPORTER = {
    ReportState.RECEIVED: (("undo",), ("add",)),
    ReportState.ACCEPTED: (("add",), ("withdraw",)),
    ReportState.IN_PROGRESS: (("add",), ("withdraw",)),
    ReportState.FIXED: (("add",),),
    ReportState.REFUSED: (("add",),),
    ReportState.WITHDRAWN: (("again",),),
}


def forms(rules: Rules) -> Mapping[Wording | str, Form]:
    """The letters of reports; kinds of report and the clock's zone are the deployment's."""
    categories = {each.code: each for each in rules.reports.categories}
    zone = ZoneInfo(rules.areas.zone)
    return {
        Wording.REPORT_OPEN: Form(facts_of, partial(write_open, categories)),
        Wording.REPORT_OVER: Form(facts_of, write_over),
        Wording.REPORT_CARD: Form(facts_of, partial(write_card, categories, zone)),
        Wording.REPORT_FOLLOWED: Form(facts_of, partial(write_followed, categories)),
    }


def write_open(categories: Mapping[str, CategoryRule], facts: ReportFacts, voice: Voice, view: View) -> Letter:
    """What neighbours read of an accepted report."""
    distance = away(voice, view.band, view.octant)
    before = [
        voice("report-open-danger") if facts.category == DANGER else None,
        voice("report-open-title", category=_kind(categories, facts, voice), number=facts.number),
        _where(facts, voice),
        voice("report-open-away", distance=distance) if distance else None,
        voice("report-open-in-progress") if facts.state is ReportState.IN_PROGRESS else None,
    ]
    nowhere = voice("letter-nowhere") if facts.nowhere else None
    after = [nowhere, through_words(voice, facts.through, view.via_area_id)]
    rows = (*_map_row(facts, voice), (Button(voice.plain("button-why"), f"why:report:{facts.number}"),))
    return _letter(before, facts.description, after, facts.picture_id, rows, voice, view)


def write_over(facts: ReportFacts, voice: Voice, _: View) -> Letter:
    """What takes its place: short, its picture gone."""
    endings = {ReportState.FIXED: "report-over-fixed", ReportState.ACCEPTED: "report-over-reopened"}
    endings[ReportState.IN_PROGRESS] = endings[ReportState.ACCEPTED]
    return Letter(voice(endings.get(facts.state, "report-over"), number=facts.number))


def write_card(
    categories: Mapping[str, CategoryRule], zone: ZoneInfo, facts: ReportFacts, voice: Voice, view: View
) -> Letter:
    """The desk's card: what it is about, where, since when, and what can be done with it."""
    since = facts.created_at
    received = {
        "weekday": times.weekday(voice, since.astimezone(zone).weekday()),
        "date": times.day(voice, since, zone),
    }
    before = [
        voice("report-card-title", category=_kind(categories, facts, voice), number=facts.number),
        voice("report-card-state", state=_state(facts)),
        _where(facts, voice) or voice("report-card-no-place"),
        voice("report-card-received", clock=times.clock(voice, since, zone), **received),
        None if facts.organisation else voice(_nobodys(facts)),
        held_line(voice, facts.held, zone),
        _lacking(facts, voice),
        voice("report-card-recordings", n=facts.recordings) if facts.recordings else None,
    ]
    after = [
        voice("report-card-asked", question=facts.question) if facts.question else None,
        voice("report-card-added", words=facts.added) if facts.added else None,
        voice("report-card-new-picture") if facts.newest_picture_id != facts.picture_id else None,
        voice("report-card-reason", reason=_reason(facts, voice)) if facts.reason else None,
    ]
    rows = _rows("report-desk", _desk_acts(facts), facts.number, voice) + _at_the_desk(facts, voice)
    rows += _map_row(facts, voice)
    return _letter(before, facts.description, after, facts.newest_picture_id, rows, voice, view)


def _at_the_desk(facts: ReportFacts, voice: Voice) -> tuple[tuple[Button, ...], ...]:
    """Who does it, and what of it is not for everybody; how far who sent it is trusted is said after it is over too."""
    trust = (Button(voice.plain("button-trust"), f"trust-of:{facts.number}"),) if facts.has_reporter else ()
    if facts.state not in REPORT_OPEN:
        return (trust,) if trust else ()
    moderate = Button(voice.plain("button-moderate"), f"moderate:{facts.number}")
    return (*held_row(voice, Claimed.REPORT, facts.number, facts.held), *trust), (moderate,)


def _nobodys(facts: ReportFacts) -> str:
    return "report-card-placeless" if "place" in facts.lacking else "report-card-unserved"


def _lacking(facts: ReportFacts, voice: Voice) -> Sentence | None:
    if not facts.lacking or facts.state is not ReportState.RECEIVED:
        return None
    return voice("report-card-lacking", fields=listed(voice, [voice(f"report-lacks-{each}") for each in facts.lacking]))


def _desk_acts(facts: ReportFacts) -> tuple[tuple[str, ...], ...]:
    """Completing comes before accepting; who sent it can be asked while it is open, and listened to at any time."""
    acts = _OPEN_TO_DESK[facts.state]
    if facts.state is ReportState.RECEIVED and facts.lacking:
        acts = (facts.lacking, ("refuse", "correct"))
    asking = ((("ask",),) if facts.lacking or facts.recordings else ()) if facts.state in REPORT_OPEN else ()
    return ((("hear",),) if facts.recordings else ()) + acts + asking


def write_followed(categories: Mapping[str, CategoryRule], facts: ReportFacts, voice: Voice, view: View) -> Letter:
    """What who sent it follows it by."""
    by = facts.organisation.in_language(voice.language) if facts.organisation else ""
    state = facts.state.replace("_", "-")
    if facts.state is ReportState.RECEIVED and not by:
        state = "as-is" if "place" in facts.lacking else "unserved"
    before = [
        voice("report-followed-title", category=_kind(categories, facts, voice), number=facts.number),
        voice(f"report-followed-{state}", organisation=by, reason=_reason(facts, voice)),
        _where(facts, voice),
    ]
    asked = bool(facts.question) and facts.state in REPORT_OPEN
    after = [
        _moderated(facts, voice),
        voice("report-followed-added", words=facts.added) if facts.added else None,
        voice("report-followed-recordings", n=facts.recordings) if facts.recordings else None,
        voice("report-followed-asked", question=facts.question) if asked else None,
    ]
    acts = _OPEN_TO_REPORTER[facts.state]
    rows = _rows("report-mine", (("answer",), *acts) if asked else acts, facts.number, voice)
    return _letter(before, facts.description, after, facts.picture_id, rows, voice, view)


def _moderated(facts: ReportFacts, voice: Voice) -> Sentence | None:
    """What was taken out of it and why; the reason is the desk's words or the key of a sentence."""
    if facts.moderated is None:
        return None
    what, reason = facts.moderated
    return voice(f"report-followed-moderated-{what}", reason=voice(reason) if voice.has(reason) else reason)


Lines = list[Sentence | None]


def _letter(
    before: Lines,
    words: str,
    after: Lines,
    picture_id: int | None,
    rows: tuple[tuple[Button, ...], ...],
    voice: Voice,
    view: View,
) -> Letter:
    """Lines around the reporter's words, which give way where all of it is too long for a caption."""
    picture = picture_name(picture_id) if picture_id is not None else None
    limit = CAPTION_LIMIT if picture or view.shape is Shape.PICTURE else LETTER_LIMIT

    def written(quoted: Sentence | None) -> str:
        quote = voice("report-words", words=quoted) if quoted else None
        return "\n".join(line for line in (*before, quote, *after) if line)

    return Letter(_fitted(written, words, limit), picture, rows)


def _fitted(written: Callable[[Sentence | None], str], words: str, limit: int) -> Sentence:
    if not words:
        return shortened(written(None), limit)
    room = limit - utf16_length(visible(written(Sentence("")))) - 1
    return shortened(written(shortened(isolated(escaped(words)), max(room, 1))), limit)


def _where(facts: ReportFacts, voice: Voice) -> Sentence | None:
    """The place: the area's path, the reporter's words, or both."""
    if facts.path and facts.place:
        return voice("report-place-and-words", place=path_words(voice, facts.path), words=facts.place)
    if facts.path or facts.place:
        return voice("report-place", place=path_words(voice, facts.path) if facts.path else facts.place)
    return None


def _kind(categories: Mapping[str, CategoryRule], facts: ReportFacts, voice: Voice) -> str:
    rule = categories.get(facts.category)
    if not facts.category:
        return voice("report-kind-unsaid")
    if rule is None:
        return facts.category
    return rule.ar if voice.language == "ar" else rule.en


def _reason(facts: ReportFacts, voice: Voice) -> str:
    """Words of the desk; or a reason it chose, kept as the key of its sentence, in the reader's language."""
    return voice(facts.reason) if voice.has(facts.reason) else facts.reason


def _state(facts: ReportFacts) -> Key:
    return Key(f"report-state-{facts.state.replace('_', '-')}")


def _rows(prefix: str, acts: tuple[tuple[str, ...], ...], number: int, voice: Voice) -> tuple[tuple[Button, ...], ...]:
    return tuple(
        tuple(Button(voice.plain(f"button-{prefix}-{act}"), f"{prefix}:{act}:{number}") for act in row) for row in acts
    )


def _map_row(facts: ReportFacts, voice: Voice) -> tuple[tuple[Button, ...], ...]:
    if facts.lat is None or facts.lon is None:
        return ()
    return ((Button(voice.plain("button-open-map"), url=map_link(facts.lat, facts.lon)),),)
