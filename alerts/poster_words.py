"""What a poster says: of what is known of a subject, what may hang in a street."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from alerts.facts_of_searches import SearchFacts
from alerts.search_words import age_words, emergency_line, place_of
from language import times
from language.digits import latin_digits
from language.names import given_name, initials
from language.normaliser import normalised
from language.text import Sentence, printed
from language.voices import RIGHT_TO_LEFT, Voice
from models.rules import Rules
from models.searches import SubjectKind
from pictures.posters import Fact, PosterWords

MOST_WORDS = 240
"""Characters of a text of people; what is longer nobody reads in the street."""
_CLAUSE = re.compile(r"\s*[،,.؛;\n]+\s*")
_NUMBER = re.compile(r"\d[\d\s-]{4,}\d")
"""A telephone, an identity card."""
_PREFIX = re.compile(r"^[وفبلك]?(?:ال)?(?=\w{3})")
_SCHOOLS = (
    "مدرسة", "روضة", "حضانة", "ثانوية", "ابتدائية", "جامعة", "كلية", "معهد",
    "school", "kindergarten", "nursery", "college", "university",
)  # fmt: skip
_HOUSES = ("منزل", "منزله", "منزلها", "بيت", "بيته", "بيتها", "بيتنا", "شقة", "فيلا", "عمارة",
           "house", "home", "flat", "apartment", "villa")  # fmt: skip
_DIAGNOSES = (
    "توحد", "توحدي", "زهايمر", "الزهايمر", "خرف", "صرع", "سكري", "سكر", "فصام", "اكتئاب", "نفسي", "نفسية", "مرض",
    "مريض", "مريضة", "داون", "إعاقة", "معاق", "معاقة", "ذهني", "ذهنية", "عقلي", "عقلية",
    "autism", "autistic", "alzheimer", "alzheimers", "dementia", "epilepsy", "epileptic", "diabetes", "diabetic",
    "schizophrenia", "depression", "mental", "mentally", "disabled", "disability", "down", "syndrome",
)  # fmt: skip


def printable(text: str) -> tuple[str, bool, bool]:
    """A text without the clauses that have a school, a house, a long number or a diagnosis in them (SAFETY 6).

    With it whether anything went, and whether that was a diagnosis: «needs help» is enough then.
    """
    clauses = [clause for clause in _CLAUSE.split(text.strip()) if clause]
    ill = [clause for clause in clauses if _speaks_of(clause, _DIAGNOSES)]
    kept = [clause for clause in clauses if clause not in ill and not _gives_away(clause)]
    return "، ".join(kept) if len(kept) < len(clauses) else text.strip(), len(kept) < len(clauses), bool(ill)


def _gives_away(clause: str) -> bool:
    return bool(_NUMBER.search(latin_digits(clause))) or _speaks_of(clause, (*_SCHOOLS, *_HOUSES))


def _speaks_of(clause: str, words: Iterable[str]) -> bool:
    spoken = {_PREFIX.sub("", word) for word in re.findall(r"\w+", normalised(clause))}
    return not spoken.isdisjoint({_PREFIX.sub("", normalised(word)) for word in words})


def left_out_of(facts: SearchFacts, rules: Rules) -> tuple[str, ...]:
    """What is known and does not go on a poster: texts that give too much away, a picture the law forbids."""
    texts = {"place": facts.place, "clothing": facts.clothing, "marks": facts.marks}
    cut = [name for name, text in texts.items() if printable(text)[1]]
    return (*cut, "picture") if facts.picture_id is not None and not may_show_picture(facts, rules) else tuple(cut)


def may_show_picture(facts: SearchFacts, rules: Rules) -> bool:
    """A poster is public: where the law forbids pictures of minors there, it has none."""
    return rules.searches.minors_pictures_public or facts.kind is not SubjectKind.CHILD


def poster_words(facts: SearchFacts, voice: Voice, rules: Rules, made_at: datetime) -> PosterWords:
    """Every word of a poster in one language, as of the moment it is made."""
    name = given_name(facts.name) if rules.searches.show_given_name else initials(facts.name)
    zone, drill = ZoneInfo(rules.areas.zone), facts.drill
    call = f"poster-call-{'drill' if drill else facts.sex}"
    to_do = f"poster-what-to-do-{'drill' if drill else facts.sex}"
    link = rules.search_page(facts.page_key)
    by = facts.organisation.in_language(voice.language) if facts.organisation else voice.plain("poster-nobody")
    said = voice.plain
    return PosterWords(
        heading=said(f"poster-head-{facts.kind}-{facts.sex}"),
        name=name,
        age=printed(age_words(voice, facts)),
        facts=tuple(_facts(facts, voice, rules)),
        call=said(call),
        emergency=said("poster-drill-stamp") if drill else emergency_line(rules, facts),
        what_to_do=said(to_do),
        live_title=said("poster-live-title"),
        live_text=said("poster-live-link") if link else said("poster-live-ask", organisation=by, number=facts.number),
        link=link,
        contact=said("poster-contact", organisation=by, number=facts.number),
        stands=said("poster-stands", when=_moment(voice, made_at, zone)),
        drill=said("poster-drill") if drill else "",
        drill_stamp=said("poster-drill-stamp"),
        rtl=voice.language in RIGHT_TO_LEFT,
    )


def _facts(facts: SearchFacts, voice: Voice, rules: Rules) -> Iterable[Fact]:
    place = place_of(voice, replace(facts, place=printable(facts.place)[0]), MOST_WORDS)
    if place:
        yield Fact(voice.plain("poster-place"), printed(place))
    if facts.seen_at is not None:
        when = _moment(voice, facts.seen_at, ZoneInfo(rules.areas.zone))
        yield Fact(voice.plain("poster-time"), printed(when))
    clothing, _, worn_ill = printable(facts.clothing)
    marks, _, marks_ill = printable(facts.marks)
    helps = [voice.plain("poster-needs-help")] if worn_ill or marks_ill or printable(facts.place)[2] else []
    if facts.vehicle:
        yield Fact(voice.plain("poster-vehicle"), _shortened(facts.vehicle))
    if clothing:
        yield Fact(voice.plain("poster-clothing"), _shortened(clothing))
    if marks or helps:
        yield Fact(voice.plain("poster-marks"), "، ".join([*([_shortened(marks)] if marks else []), *helps]))


def _moment(voice: Voice, moment: datetime, zone: ZoneInfo) -> Sentence:
    weekday = times.weekday(voice, moment.astimezone(zone).weekday())
    date, clock = times.day(voice, moment, zone), times.clock(voice, moment, zone)
    return voice("time-on-day", weekday=weekday, date=date, clock=clock)


def _shortened(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= MOST_WORDS else f"{words[:MOST_WORDS].rpartition(' ')[0]}…"
