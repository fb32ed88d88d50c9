"""Atom feeds with GeoRSS points (RFC 4287; GeoRSS Simple)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement

from formats.xml_writing import add, written
from places.points import Point

NAMESPACE = "http://www.w3.org/2005/Atom"
GEORSS = "http://www.georss.org/georss"
MEDIA_TYPE = "application/atom+xml"
DECIMALS = 2
"""Of degrees: about a kilometre; a feed says which district, the page behind it more."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One thing of a feed; `kind` is the media type behind its link."""

    id: str
    title: str
    updated: datetime
    link: str = ""
    kind: str = "text/html"
    point: Point | None = None


def write_feed(*, id: str, title: str, updated: datetime, author: str, entries: Iterable[FeedEntry]) -> bytes:
    """An Atom document; moments in UTC, points rounded to about a kilometre."""
    root = Element("feed", {"xmlns": NAMESPACE, "xmlns:georss": GEORSS})
    add(root, "id", id)
    add(root, "title", title)
    add(root, "updated", _time(updated))
    add(SubElement(root, "author"), "name", author)
    for entry in entries:
        element = SubElement(root, "entry")
        add(element, "id", entry.id)
        add(element, "title", entry.title)
        add(element, "updated", _time(entry.updated))
        if entry.link:
            SubElement(element, "link", {"rel": "alternate", "type": entry.kind, "href": entry.link})
        add(element, "summary", entry.title)
        if entry.point is not None:
            add(element, "georss:point", f"{entry.point.lat:.{DECIMALS}f} {entry.point.lon:.{DECIMALS}f}")
    return written(root)


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
