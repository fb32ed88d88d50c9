"""The log of decisions of one search, for its staff: what was done, when, and in which office; never about whom.

It is read from the audit table, which holds no person's data, so it is the same before and after the case is purged.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import or_
from sqlmodel import col, select

from language import times
from language.lists import listed
from language.names import given_name
from language.text import Sentence, printed
from language.voices import RIGHT_TO_LEFT, Say
from models.audit import Audit
from models.database import Tx
from models.members import Member
from models.organisations import Role, StaffGrant
from models.searches import Search
from models.sightings import Sighting
from pictures.reports import ReportRow, ReportWords, report_pdf
from services.audit import record
from services.house import House
from services.search_states import ANY_STAFF, in_charge

OFFICES = (Role.APPROVER, Role.COORDINATOR, Role.DESK, Role.ADMIN)
"""In which of several offices somebody is named."""
_CALLED = {
    "subject_name": "name", "subject_age": "age", "subject_sex": "sex", "picture_id": "picture", "lkp_at": "when",
    "lkp_lat": "place", "lkp_lon": "place", "lkp_place": "place", "lkp_area_id": "place",
    "police_number": "police", "police_station": "station", "audience_radius_m": "radius",
    "audience_area_id": "area", "reporter_name": "reporter", "reporter_relation": "relation",
    "reporter_phone": "phone", "how_checked": "checked", "consent_by": "consent", "consent_at": "consent",
    "protection_order": "protection-order", "left_by_choice": "left-by-choice", "lost_as": "lost-as",
    "may_ride": "ride",
}  # fmt: skip
"""How the questions call the columns an act may have written."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One act: when, by whom (an office and a given name, or who else), what, and how often in a row."""

    at: datetime
    by: str
    what: str
    times: int = 1


@dataclass(frozen=True, slots=True)
class CaseLog:
    """Everything that was done about one search, oldest first, in the words of who reads it."""

    number: int
    drill: bool
    state: str
    decisions: tuple[Decision, ...]


async def log(house: House, *, search_id: int, member_id: int, say: Say) -> CaseLog:
    """The decisions of a search for a member of its staff; refuses with SearchNotFound and NotAllowed."""
    async with house.db.reading() as tx:
        search, _ = await in_charge(tx, search_id=search_id, member_id=member_id, roles=ANY_STAFF, looking=True)
        return await _log(tx, search, say)


async def report(house: House, *, search_id: int, member_id: int, say: Say, zone: ZoneInfo, now: datetime) -> bytes:
    """The same as a PDF to print; that it was made is one of the decisions. Refuses with NoArabicShaping too."""
    async with house.db.transaction() as tx:
        search, by = await in_charge(tx, search_id=search_id, member_id=member_id, roles=ANY_STAFF)
        await record(tx, act="search.report", thing="search", thing_id=search_id, by=by, now=now)
        await tx.flush()
        told = await _log(tx, search, say)
    rows = [ReportRow(_moment(say, each.at, zone), each.by, _counted(each)) for each in told.decisions]
    return await asyncio.to_thread(report_pdf, _words(told, say, zone, now), rows)


async def _log(tx: Tx, search: Search, say: Say) -> CaseLog:
    acts = await _acts(tx, search)
    by = await _people(tx, search, acts, say)
    decisions = [Decision(act.at, by[act.actor, act.member_id], _what(say, act)) for act in acts]
    return CaseLog(search.id or 0, search.drill, say.plain(f"log-is-{search.state}"), tuple(_together(decisions)))


async def _acts(tx: Tx, search: Search) -> Sequence[Audit]:
    sightings = select(Sighting.id).where(Sighting.search_id == search.id)
    about = or_(
        (col(Audit.thing) == "search") & (col(Audit.thing_id) == search.id),
        (col(Audit.thing) == "sighting") & col(Audit.thing_id).in_(sightings),
    )
    return (await tx.exec(select(Audit).where(about).order_by(col(Audit.id)))).all()


async def _people(tx: Tx, search: Search, acts: Sequence[Audit], say: Say) -> dict[tuple[str, int | None], str]:
    """Staff by office and given name; everybody else by what they are to the case alone."""
    numbers = {act.member_id for act in acts if act.member_id is not None}
    held = select(StaffGrant.member_id, StaffGrant.role).where(
        StaffGrant.organisation_id == search.organisation_id, col(StaffGrant.member_id).in_(numbers)
    )
    offices: dict[int, set[Role]] = {}
    for number, role in (await tx.exec(held)).all():
        offices.setdefault(number, set()).add(Role(role))
    names = dict((await tx.exec(select(Member.id, Member.name).where(col(Member.id).in_(offices)))).all())
    said: dict[tuple[str, int | None], str] = {}
    for act in acts:
        key = act.actor, act.member_id
        if act.member_id in offices:
            office = next(role for role in OFFICES if role in offices[act.member_id])
            name = given_name(names.get(act.member_id, ""))
            said[key] = printed(say("log-by-staff", name=name or "—", office=say(f"role-{office}")))
        elif act.actor == "member":
            reporter = act.act in {"search.notice", "search.tell-more"}
            said[key] = say.plain("log-by-reporter" if reporter else "log-by-volunteer")
        else:
            said[key] = say.plain(f"log-by-{act.actor}")
    return said


def _what(say: Say, act: Audit) -> str:
    """The act in a sentence, with its reason or the fields it changed."""
    key = f"log-{act.act.replace('.', '-')}"
    words = say(key) if say.has(key) else say("log-other")
    why, fields = act.facts.get("why"), str(act.facts.get("fields") or "")
    reason = next((say(each) for each in (f"search-outcome-{why}", f"search-stopped-{why}") if say.has(each)), None)
    if reason is not None:
        return printed(say("log-because", what=words, why=reason))
    named = [f"search-field-{_CALLED.get(name, name.replace('_', '-'))}" for name in fields.split(",") if name]
    known = list(dict.fromkeys(each for each in named if say.has(each)))
    return printed(say("log-because", what=words, why=listed(say, [say(each) for each in known])) if known else words)


def _together(decisions: Sequence[Decision]) -> list[Decision]:
    """The same thing by the same people one after the other is said once, with how often."""
    found: list[Decision] = []
    for each in decisions:
        if found and (found[-1].by, found[-1].what) == (each.by, each.what):
            found[-1] = Decision(found[-1].at, each.by, each.what, found[-1].times + 1)
        else:
            found.append(each)
    return found


def _counted(each: Decision) -> str:
    return each.what if each.times == 1 else f"{each.what} (×{each.times})"


def _words(told: CaseLog, say: Say, zone: ZoneInfo, now: datetime) -> ReportWords:
    offices = Counter(each.by for each in told.decisions for _ in range(each.times))
    counts = printed(listed(say, [say("log-count", who=who, count=Sentence(n)) for who, n in offices.most_common(6)]))
    lines = [
        say.plain("poster-drill") if told.drill else "",
        say.plain("log-state", state=told.state),
        say.plain("log-counts", counts=counts) if counts else "",
        say.plain("log-printed", when=_moment(say, now, zone)),
    ]
    return ReportWords(
        title=say.plain("log-title", number=told.number),
        lines=tuple(printed(line) for line in lines if line),
        columns=(say.plain("log-column-when"), say.plain("log-column-who"), say.plain("log-column-what")),
        foot=say.plain("log-foot"),
        of=say.plain("log-of"),
        rtl=say.language in RIGHT_TO_LEFT,
    )


def _moment(say: Say, moment: datetime, zone: ZoneInfo) -> str:
    return printed(say("log-when", date=times.day(say, moment, zone), clock=times.clock(say, moment, zone)))
