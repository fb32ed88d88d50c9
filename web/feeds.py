"""Feeds for programs: the open searches of an area without a name, and the CAP messages that stand."""

from datetime import datetime

from fastapi import APIRouter, Response

from alerts.facts_of_searches import SearchFacts
from alerts.public_cases import feed_title
from clock.clocks import Now
from formats import atom, cap
from formats.atom import FeedEntry, write_feed
from language.catalogues import Catalogues
from language.text import printed
from models.cap_messages import CapMessage, CapMessageGone
from models.refusals import NotFound
from models.searches import SearchNotFound
from places.points import Point
from services.house import House
from services.public_cases import cap_index, cap_message, open_searches
from web.live_cases import UNTRACED


def feed_routes(house: House, catalogues: Catalogues, now: Now) -> APIRouter:
    """`/feeds/searches/{area}.xml`, `/feeds/cap.xml` and its messages."""
    router, voice = APIRouter(), catalogues.voice(house.rules.languages.default)
    nobody = voice.plain("live-nobody")

    @router.get("/feeds/searches/{area}.xml")
    async def searches(area: str) -> Response:
        try:
            found = await open_searches(house, area_code=area, now=now())
        except NotFound:
            return Response(status_code=404, headers=UNTRACED)
        name = (found.area.name_ar or found.area.name_en) if voice.language == "ar" else found.area.name_en
        title = printed(voice("feed-searches", area=name or found.area.name_ar))
        entries = [_search(house, facts, feed_title(facts, voice)) for facts in found.cases]
        where = _tag(house, "searches", area)
        return _feed(write_feed(id=where, title=title, updated=_latest(entries, now()), author=nobody, entries=entries))

    @router.get("/feeds/cap.xml")
    async def index() -> Response:
        entries = [_message(house, each) for each in await cap_index(house, now=now())]
        title, where = voice.plain("feed-cap"), _tag(house, "cap")
        return _feed(write_feed(id=where, title=title, updated=_latest(entries, now()), author=nobody, entries=entries))

    @router.get("/feeds/cap/{identifier}.xml")
    async def message(identifier: str) -> Response:
        try:
            raw = await cap_message(house, identifier=identifier)
        except SearchNotFound:
            return Response(status_code=404, headers=UNTRACED)
        except CapMessageGone:
            return Response(status_code=410, headers=UNTRACED)
        return Response(raw, media_type=cap.MEDIA_TYPE, headers=UNTRACED)

    return router


def _search(house: House, facts: SearchFacts, title: str) -> FeedEntry:
    """Kind, area, time and link; no name, no age."""
    point = Point(facts.lat, facts.lon) if facts.lat is not None and facts.lon is not None else None
    link = house.rules.search_page(facts.page_key)
    return FeedEntry(_tag(house, "search", facts.page_key), title, facts.told_at, link, point=point)


def _message(house: House, message: CapMessage) -> FeedEntry:
    link = house.rules.page(f"/feeds/cap/{message.identifier}.xml")
    own = _tag(house, "cap", message.identifier)
    return FeedEntry(own, f"{message.kind.value} {message.identifier}", message.sent, link, cap.MEDIA_TYPE)


def _tag(house: House, *names: str) -> str:
    """A name that stays what it is when the address of the pages changes its path (RFC 4151)."""
    return f"tag:{house.rules.domain},2026:{':'.join(names)}"


def _latest(entries: list[FeedEntry], now: datetime) -> datetime:
    return max((entry.updated for entry in entries), default=now)


def _feed(raw: bytes) -> Response:
    return Response(raw, media_type=atom.MEDIA_TYPE, headers=UNTRACED)
