"""A poster as staff get it: the file, whether it is still right, and, when it is over, what to do with printed ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from sqlmodel import select

from alerts.facts_of_searches import SearchFacts, search_facts
from alerts.letters import Button, Form, Letter, View
from alerts.search_words import drill_line, joined_lines
from alerts.uploads import poster_name
from language.lists import listed
from language.voices import Voice
from models.alerts import Alert, AlertState, Digest, Wording
from models.database import Tx
from models.posters import Poster, PosterSize
from models.rules import Rules
from models.searches import SearchState

ENDINGS = {PosterSize.CHAT: "png", PosterSize.STORY: "png", PosterSize.PRINT: "pdf"}


@dataclass(frozen=True, slots=True)
class PosterFacts:
    """A poster, and whether it still says what is known."""

    search: SearchFacts
    over: bool
    size: PosterSize
    language: str
    file: str
    """How channels speak of it; empty where it is gone."""
    left_out: tuple[str, ...]
    current: bool


def forms(_: Rules) -> Mapping[Wording | str, Form]:
    return {Wording.POSTER: Form(poster_facts, write_poster)}


async def poster_facts(tx: Tx, alert: Alert | Digest) -> PosterFacts:
    """The poster of an alert as it was made last, and its search as it is now."""
    assert isinstance(alert, Alert)  # noqa: S101
    poster = (await tx.exec(select(Poster).where(Poster.alert_id == alert.id))).first()
    search = await search_facts(tx, alert)
    if poster is None:
        return PosterFacts(search, True, PosterSize.CHAT, "ar", "", (), current=False)
    left_out = tuple(name for name in poster.left_out.split(",") if name)
    over = alert.state is AlertState.ENDED
    current = poster.shows == fingerprint(search)
    return PosterFacts(search, over, poster.size, poster.language, poster_name(poster), left_out, current)


def fingerprint(search: SearchFacts) -> str:
    """A hash of all that a poster is made of: another one, and a poster made before is out of date."""
    said = (
        search.drill, search.name, search.age, search.sex, search.kind, search.clothing, search.marks,
        search.picture_id, search.lat, search.lon, search.seen_at, search.place, search.vehicle,
        search.path, search.organisation,
    )  # fmt: skip
    return sha256(repr(said).encode()).hexdigest()


def write_poster(facts: PosterFacts, voice: Voice, _: View) -> Letter:
    """The file with a few lines under it; when it is over, neither, and what hangs is to be taken down."""
    number = facts.search.number
    if facts.over or not facts.file or facts.search.state in {SearchState.CLOSED, SearchState.STOPPED}:
        return Letter(joined_lines([drill_line(voice, facts.search), voice("poster-over", number=number)]))
    held = facts.search.state is SearchState.PAUSED
    fields = [voice(f"search-field-{name}") for name in facts.left_out]
    text = joined_lines(
        [
            drill_line(voice, facts.search),
            voice("poster-title", number=number, size=voice(f"poster-size-{facts.size}")),
            voice("poster-held") if held else None,
            None if facts.current else voice("poster-out-of-date"),
            voice("poster-left-out", fields=listed(voice, fields)) if fields else None,
            voice("poster-beyond-us"),
        ]
    )
    again = Button(voice.plain("button-poster-again"), f"poster:{number}:{facts.size}:{facts.language}")
    rows = () if facts.current or held else ((again,),)
    name = f"mizalla-{number}-{facts.size}-{facts.language}.{ENDINGS[facts.size]}"
    return Letter(text, facts.file, rows, document=name)
