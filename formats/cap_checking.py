"""What is wrong with a CAP 1.2 message beyond what its schema finds: a message may be valid and still mislead.

Source: OASIS CAP-v1.2, sections 3.2.1 to 3.2.4 and 3.3.2 (moments).
"""

import enum
import re
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from formats.cap import NAMESPACE


class CapFault(enum.StrEnum):
    """What is wrong, by name."""

    NOT_XML = "not-xml"
    NOT_CAP = "not-cap"
    WRONG_ORDER = "wrong-order"
    """Or an element that CAP does not have."""
    MISSING = "missing"
    BAD_VALUE = "bad-value"
    BAD_NAME = "bad-name"
    """An identifier or a sender with a space, a comma, `<` or `&` in it."""
    BAD_TIME = "bad-time"
    TIMES_INVERTED = "times-inverted"
    NO_REFERENCES = "no-references"
    """An update or a cancel that does not say of what."""
    BAD_REFERENCES = "bad-references"
    NO_RESTRICTION = "no-restriction"
    BAD_CIRCLE = "bad-circle"
    BAD_POLYGON = "bad-polygon"
    CARRIES_CONTENT = "carries-content"
    """A picture inside the message (`derefUri`) cannot be taken back."""


ORDER = {
    "alert": (
        "identifier", "sender", "sent", "status", "msgType", "source", "scope", "restriction", "addresses", "code",
        "note", "references", "incidents", "info", "Signature",
    ),
    "info": (
        "language", "category", "event", "responseType", "urgency", "severity", "certainty", "audience", "eventCode",
        "effective", "onset", "expires", "senderName", "headline", "description", "instruction", "web", "contact",
        "parameter", "resource", "area",
    ),
    "area": (
        "areaDesc", "polygon", "circle", "geocode", "altitude", "ceiling",
    ),
    "resource": (
        "resourceDesc", "mimeType", "size", "uri", "derefUri", "digest",
    ),
}  # fmt: skip
REQUIRED = {
    "alert": ("identifier", "sender", "sent", "status", "msgType", "scope"),
    "info": ("category", "event", "urgency", "severity", "certainty"),
    "area": ("areaDesc",),
    "resource": ("resourceDesc", "mimeType"),
}
VALUES = {
    "status": {"Actual", "Exercise", "System", "Test", "Draft"},
    "msgType": {"Alert", "Update", "Cancel", "Ack", "Error"},
    "scope": {"Public", "Restricted", "Private"},
    "category": {
        "Geo", "Met", "Safety", "Security", "Rescue", "Fire", "Health", "Env", "Transport", "Infra", "CBRNE", "Other",
    },
    "responseType": {
        "Shelter", "Evacuate", "Prepare", "Execute", "Avoid", "Monitor", "Assess", "AllClear", "None",
    },
    "urgency": {"Immediate", "Expected", "Future", "Past", "Unknown"},
    "severity": {"Extreme", "Severe", "Moderate", "Minor", "Unknown"},
    "certainty": {"Observed", "Likely", "Possible", "Unlikely", "Unknown"},
}  # fmt: skip
TIMES = ("sent", "effective", "onset", "expires")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d", re.ASCII)
_NAME = re.compile(r"[^\s,<&]+")


def faults_of_cap(raw: bytes) -> tuple[str, ...]:
    """Every fault as `fault: where`; empty when a receiver has nothing to complain of."""
    try:
        root = fromstring(raw, forbid_dtd=True)
    except (ParseError, DefusedXmlException, LookupError, ValueError):
        return (CapFault.NOT_XML.value,)
    if root.tag != f"{{{NAMESPACE}}}alert":
        return (f"{CapFault.NOT_CAP}: {root.tag}",)
    return tuple(_faults(root))


def _faults(root: Element) -> Iterator[str]:
    yield from _forms(root)
    for name in ("identifier", "sender"):
        if (written := _text(root, name)) and not _NAME.fullmatch(written):
            yield f"{CapFault.BAD_NAME}: {name}"
    yield from _references(root)
    restriction = _text(root, "restriction")
    if (_text(root, "scope") == "Restricted") != bool(restriction):
        yield f"{CapFault.NO_RESTRICTION}: {_text(root, 'scope')}"
    for info in _all(root, "info"):
        if _inverted(root, info):
            yield f"{CapFault.TIMES_INVERTED}: expires"
    if next(_all(root, "derefUri"), None) is not None:
        yield f"{CapFault.CARRIES_CONTENT}: derefUri"
    yield from (f"{CapFault.BAD_CIRCLE}: {each.text}" for each in _all(root, "circle") if not _is_circle(each.text))
    yield from (f"{CapFault.BAD_POLYGON}: {each.text}" for each in _all(root, "polygon") if not _is_polygon(each.text))


def _forms(element: Element) -> Iterator[str]:
    """Order, presence, values and moments of one element and those in it."""
    kind = _name(element)
    known, names = ORDER[kind], [_name(child) for child in element]
    places = [known.index(name) if name in known else -1 for name in names]
    if -1 in places or any(one > other for one, other in pairwise(places)):
        yield f"{CapFault.WRONG_ORDER}: {kind}"
    yield from (f"{CapFault.MISSING}: {kind} {name}" for name in REQUIRED[kind] if not _text(element, name))
    for child in element:
        name, value = _name(child), (child.text or "").strip()
        if name in VALUES and value not in VALUES[name]:
            yield f"{CapFault.BAD_VALUE}: {name}"
        if name in TIMES and _moment(value) is None:
            yield f"{CapFault.BAD_TIME}: {name}"
        if name in ORDER and name != "alert":
            yield from _forms(child)


def _references(root: Element) -> Iterator[str]:
    written = _text(root, "references").split()
    if _text(root, "msgType") in {"Update", "Cancel"} and not written:
        yield f"{CapFault.NO_REFERENCES}: {_text(root, 'msgType')}"
    sent = _moment(_text(root, "sent"))
    for each in written:
        parts = each.split(",")
        at = _moment(parts[-1])
        formed = len(parts) == 3 and at is not None and all(_NAME.fullmatch(part) for part in parts[:2])
        later = sent is not None and at is not None and at > sent
        if not formed or later or parts[:2] == [_text(root, "sender"), _text(root, "identifier")]:
            yield f"{CapFault.BAD_REFERENCES}: {each}"


def _inverted(root: Element, info: Element) -> bool:
    """Over before it was sent, or before it began."""
    expires = _moment(_text(info, "expires"))
    begins = [_moment(_text(root, "sent")), _moment(_text(info, "effective")), _moment(_text(info, "onset"))]
    return expires is not None and any(moment is not None and moment >= expires for moment in begins)


def _moment(text: str) -> datetime | None:
    """None where it is no moment, has no offset, or says UTC by the forbidden Z."""
    try:
        return datetime.fromisoformat(text) if _TIME.fullmatch(text) else None
    except ValueError:
        return None


def _is_circle(text: str | None) -> bool:
    point, _, radius = (text or "").strip().partition(" ")
    return _point(point) is not None and _number(radius) is not None and 0 <= (_number(radius) or 0.0) <= 20_040


def _is_polygon(text: str | None) -> bool:
    points = [_point(each) for each in (text or "").split()]
    return len(points) >= 4 and None not in points and points[0] == points[-1]


def _point(text: str) -> tuple[float, float] | None:
    lat, comma, lon = text.partition(",")
    there = _number(lat), _number(lon)
    if not comma or there[0] is None or there[1] is None or abs(there[0]) > 90 or abs(there[1]) > 180:
        return None
    return there[0], there[1]


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"[-+]?\d+(\.\d+)?", text, re.ASCII) else None


def _all(element: Element, name: str) -> Iterator[Element]:
    return element.iter(f"{{{NAMESPACE}}}{name}")


def _text(element: Element, name: str) -> str:
    return (element.findtext(f"{{{NAMESPACE}}}{name}") or "").strip()


def _name(element: Element) -> str:
    return element.tag.removeprefix(f"{{{NAMESPACE}}}")
