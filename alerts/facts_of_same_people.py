"""What the desk's card says of other cases about the same person: those that may be, and those joined to it."""

from dataclasses import dataclass

from sqlalchemy import func, or_
from sqlmodel import col, select

from models.database import Tx
from models.recordings import Recording
from models.same_people import LikelySame
from models.searches import Search, SearchState

MOST_SHOWN = 2
"""Cases named at once; what staff decide of them makes room for the next."""
OUT = (SearchState.APPROVED, SearchState.OPEN, SearchState.PAUSED)


@dataclass(frozen=True, slots=True)
class MaySame:
    """A case that may be about the same person, and why; `reasons` are values of `models.same_people.Alike`."""

    number: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JoinedNotice:
    """A notice that was joined, and what the person who told of it added."""

    number: int
    said: str


async def may_be_same(tx: Tx, search: Search) -> tuple[MaySame, ...]:
    """For a draft: the cases to which it may be joined, likeliest first; of two drafts the earlier one."""
    if search.state is not SearchState.DRAFT:
        return ()
    mine = or_(
        (col(LikelySame.low_id) == search.id) & (col(LikelySame.high_id) == Search.id),
        (col(LikelySame.high_id) == search.id) & (col(LikelySame.low_id) == Search.id),
    )
    earlier = (col(Search.state) == SearchState.DRAFT) & (col(Search.id) < search.id)
    found = (
        select(Search.id, LikelySame.reasons)
        .join(LikelySame, mine)
        .where(col(LikelySame.same).is_(None), or_(col(Search.state).in_(OUT), earlier))
        .order_by(col(LikelySame.weight).desc(), col(Search.id))
        .limit(MOST_SHOWN)
    )
    return tuple(MaySame(number or 0, tuple(reasons.split(","))) for number, reasons in (await tx.exec(found)).all())


async def joined_notices(tx: Tx, search: Search) -> tuple[JoinedNotice, ...]:
    """The notices joined to a case, in their order."""
    found = select(Search.id, Search.said).where(Search.joined_to == search.id).order_by(col(Search.id))
    return tuple(JoinedNotice(number or 0, said) for number, said in (await tx.exec(found)).all())


async def recordings_of(tx: Tx, search: Search) -> int:
    """How many recordings its desk can listen to, those of joined notices included."""
    whole = select(Search.id).where(or_(col(Search.id) == search.id, col(Search.joined_to) == search.id))
    own = col(Recording.search_id).in_(whole), col(Recording.sighting_id).is_(None)
    found = select(func.count(col(Recording.id))).where(*own)
    return int((await tx.exec(found)).one())
