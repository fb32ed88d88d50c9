"""Searches in the Common Alerting Protocol 1.2: alert, update and cancel, each naming those before it.

Source: OASIS CAP-v1.2. The order of elements is fixed; moments have an offset and no fractions, and UTC is -00:00.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement

from formats.xml_writing import add, written
from models.cap_messages import CapKind
from places.points import Point

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
MEDIA_TYPE = "application/cap+xml"
DECIMALS = 3
"""Of degrees: about 100 m, as in the links volunteers get."""


@dataclass(frozen=True, slots=True)
class CapReference:
    """What identifies a message: who sent it, what it is called, when it was sent."""

    sender: str
    identifier: str
    sent: datetime

    def __str__(self) -> str:
        return f"{self.sender},{self.identifier},{cap_time(self.sent)}"


@dataclass(frozen=True, slots=True)
class CapArea:
    """Where it concerns people: its name, and a circle (metres) or a ring of corners, which is closed when written."""

    description: str
    middle: Point | None = None
    radius_m: float = 0.0
    corners: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class CapInfo:
    """The words of a message in one language."""

    language: str
    event: str
    sender_name: str
    headline: str
    description: str
    instruction: str
    area: CapArea


@dataclass(frozen=True, slots=True)
class CapAlert:
    """One message about one search; `restriction` where it is for vetted volunteers only."""

    reference: CapReference
    kind: CapKind
    incident: str
    infos: tuple[CapInfo, ...]
    earlier: tuple[CapReference, ...] = ()
    restriction: str = ""
    exercise: bool = False
    seen_at: datetime | None = None
    expires: datetime | None = None
    web: str = ""
    picture: str = ""
    """Where the picture is looked at: always by `uri`, so that taking it down takes it down."""


def cap_time(moment: datetime) -> str:
    """`2026-11-22T14:00:00-00:00`: the specification forbids Z, and `isoformat` would write +00:00."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S-00:00")


def write_cap(alert: CapAlert) -> bytes:
    """A CAP 1.2 document, its elements in the order of the schema."""
    root = Element("alert", {"xmlns": NAMESPACE})
    own = alert.reference
    _fill(
        root,
        [
            ("identifier", own.identifier),
            ("sender", own.sender),
            ("sent", cap_time(own.sent)),
            ("status", "Exercise" if alert.exercise else "Actual"),
            ("msgType", alert.kind.value),
            ("scope", "Restricted" if alert.restriction else "Public"),
            ("restriction", alert.restriction),
            ("note", alert.infos[0].headline if alert.exercise else ""),
            ("references", " ".join(map(str, alert.earlier))),
            ("incidents", alert.incident),
        ],
    )
    for info in alert.infos:
        _info(SubElement(root, "info"), alert, info)
    return written(root)


def _info(parent: Element, alert: CapAlert, info: CapInfo) -> None:
    over = alert.kind is CapKind.CANCEL
    _fill(
        parent,
        [
            ("language", info.language),
            ("category", "Rescue"),
            ("event", info.event),
            ("responseType", "AllClear" if over else "Monitor"),
            ("urgency", "Past" if over else "Immediate"),
            ("severity", "Severe"),
            ("certainty", "Likely"),
            ("effective", cap_time(alert.reference.sent)),
            ("onset", cap_time(alert.seen_at) if alert.seen_at else ""),
            ("expires", cap_time(alert.expires) if alert.expires else ""),
            ("senderName", info.sender_name),
            ("headline", info.headline),
            ("description", info.description),
            ("instruction", info.instruction),
            ("web", alert.web),
        ],
    )
    if alert.picture:
        resource = SubElement(parent, "resource")
        _fill(resource, [("resourceDesc", "picture"), ("mimeType", "image/jpeg"), ("uri", alert.picture)])
    _area(SubElement(parent, "area"), info.area)


def _area(parent: Element, area: CapArea) -> None:
    add(parent, "areaDesc", area.description)
    if len(area.corners) >= 3:
        add(parent, "polygon", " ".join(_degrees(point) for point in (*area.corners, area.corners[0])))
    if area.middle is not None:
        add(parent, "circle", f"{_degrees(area.middle)} {area.radius_m / 1000:.3f}")


def _degrees(point: Point) -> str:
    return f"{point.lat:.{DECIMALS}f},{point.lon:.{DECIMALS}f}"


def _fill(parent: Element, fields: Iterable[tuple[str, str]]) -> None:
    for name, value in fields:
        if value:
            add(parent, name, value)
