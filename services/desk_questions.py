"""What desks have asked of a person and wait for: what they write next may be the answer."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from models.reports import Report, ReportState
from models.searches import Search
from services.house import House
from services.search_telling import NOT_OVER

MOST = 3
"""So many are offered at once; the others have their cards."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that waits, by the report or the search it is about."""

    of_search: bool
    number: int


async def waiting_for(house: House, *, member_id: int) -> tuple[Asked, ...]:
    """The questions this person has not answered: those about missing people first, the newest first."""
    of_searches = col(Search.reporter_id) == member_id, Search.question != "", col(Search.state).in_(NOT_OVER)
    withdrawn = ReportState.WITHDRAWN
    of_reports = col(Report.reporter_id) == member_id, Report.question != "", Report.state != withdrawn
    async with house.db.reading() as tx:
        found: list[Asked] = []
        for thing, which in ((Search, of_searches), (Report, of_reports)):
            numbers: Any = select(thing.id).where(*which).order_by(col(thing.id).desc()).limit(MOST)
            found += [Asked(thing is Search, number) for number in (await tx.exec(numbers)).all()]
    return tuple(found[:MOST])
