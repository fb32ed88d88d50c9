"""The live page of a search: what everybody was told while it is open, one neutral sentence when it is not.

A page has no name in its title and nothing for previews to keep; whatever never was public answers like what never was.
"""

import base64
import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from alerts.facts_of_searches import SearchFacts
from alerts.public_cases import CaseWords, case_words
from clock.clocks import Now
from language import times
from language.catalogues import Catalogues
from language.text import printed
from language.voices import Voice
from models.searches import SearchNotFound
from services.house import House
from services.public_cases import LiveCase, Standing, live_case, live_picture
from web.languages import chosen_language

FOLDER = Path(__file__).parent / "templates"
STYLE = (FOLDER / "style.css").read_text("utf-8")
KEY = re.compile(r"[2-9a-z]{16}")
LANGUAGES = {"ar": "العربية", "en": "English"}
"""Each in its own words, for the link to it."""
UNTRACED = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive, noimageindex",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""Nobody keeps a copy: not the browser, not a search engine, not the page of somebody else."""


def _policy(style: str) -> str:
    """Our own style and pictures; no scripts, no frames, nothing from elsewhere."""
    known = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{known}'; img-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def live_case_routes(house: House, catalogues: Catalogues, now: Now) -> APIRouter:
    """`/searches/{key}` and the picture on it."""
    pages, router = Pages(house, catalogues), APIRouter()

    @router.get("/searches/{key}")
    async def page(key: str, request: Request, lang: str = "") -> Response:
        accepts = request.headers.get("accept-language", "")
        language = chosen_language(lang, accepts, LANGUAGES, house.rules.languages.default)
        try:
            found = await live_case(house, page_key=_checked(key), now=now())
        except SearchNotFound:
            return pages.nothing(language)
        return pages.case(key, found, language)

    @router.get("/searches/{key}/picture")
    async def picture(key: str) -> Response:
        try:
            jpeg = await live_picture(house, page_key=_checked(key), now=now())
        except SearchNotFound:
            return Response(status_code=404, headers=UNTRACED)
        return Response(jpeg, media_type="image/jpeg", headers={**UNTRACED, "Content-Security-Policy": _policy("")})

    return router


def _checked(key: str) -> str:
    """Refuses with SearchNotFound what no page is called, before anything is asked of the database."""
    if not KEY.fullmatch(key):
        raise SearchNotFound()
    return key


class Pages:
    """Pages in the reader's language, from one template."""

    def __init__(self, house: House, catalogues: Catalogues) -> None:
        loader = FileSystemLoader(FOLDER)
        environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
        self._house, self._catalogues = house, catalogues
        self._template = environment.get_template("live_case.html")

    def case(self, key: str, found: LiveCase, language: str) -> Response:
        """What a page says: the case while it is open, else that it is on hold or over."""
        voice = self._catalogues.voice(language)
        if found.facts is None:
            over = found.standing is Standing.OVER
            return self._neutral(voice, voice("live-over") if over else voice("live-hidden"))
        words, facts = case_words(found.facts, voice, self._house.rules), found.facts
        sex, number = facts.sex, words.emergency
        return self._answer(
            voice,
            words=_marked(words),
            call=voice.plain(f"live-call-{sex}", emergency=number),
            picture=f"{key}/picture" if words.shows_picture else "",
            picture_words=voice.plain(f"live-picture-{sex}"),
            pass_on=_html(voice("live-pass-on")),
            danger=_html(voice("live-danger", emergency=number)),
            as_of=_html(voice("live-as-of", when=self._moment(voice, facts))),
        )

    def nothing(self, language: str) -> Response:
        """The same for a draft, a drill, what is for vetted volunteers, and what never was."""
        voice = self._catalogues.voice(language)
        return self._neutral(voice, voice("live-nothing"), 404)

    def _neutral(self, voice: Voice, said: str, status: int = 200) -> Response:
        number = next((rule.number for rule in self._house.rules.areas.emergency if not rule.area), "")
        number = number or self._house.rules.areas.emergency[0].number
        emergency = _html(voice("live-emergency", emergency=number))
        return self._answer(voice, status, words=None, said=_html(said), emergency=emergency)

    def _answer(self, voice: Voice, status: int = 200, **words: object) -> Response:
        other = next(name for name in LANGUAGES if name != voice.language)
        page = self._template.render(
            language=voice.language,
            direction=voice.direction,
            title=printed(voice("live-title")),
            style=_html(STYLE),
            other=other,
            other_name=LANGUAGES[other],
            **words,
        )
        headers = {**UNTRACED, "Content-Security-Policy": _policy(STYLE), "Content-Language": voice.language}
        return Response(page, status, {**headers, "Vary": "Accept-Language"}, "text/html; charset=utf-8")

    def _moment(self, voice: Voice, facts: SearchFacts) -> str:
        zone = ZoneInfo(self._house.rules.areas.zone)
        weekday = times.weekday(voice, facts.told_at.astimezone(zone).weekday())
        date, clock = times.day(voice, facts.told_at, zone), times.clock(voice, facts.told_at, zone)
        return voice("time-on-day", weekday=weekday, date=date, clock=clock)


def _html(ours: str) -> Markup:
    """A sentence of ours, or our own style: what people wrote is escaped in it already."""
    return Markup(ours)  # noqa: S704


def _marked(words: CaseWords) -> Mapping[str, object]:
    """Its sentences as they are; the name of who answers for it is escaped by the template."""
    return {
        "headline": _html(words.headline),
        "known": [_html(line) for line in words.known],
        "what_to_do": _html(words.what_to_do),
        "emergency": words.emergency,
        "by": words.by,
    }
