"""The cards of a search: the desk's, what approvers are asked, and what the person who told us sees of it.

They show who is looked for, so they are alerts with deliveries: closing reaches them as it reaches everything else.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlmodel import col, func, select

from models.alerts import Alert, Audience, Delivery, Priority, Wording
from models.database import Tx
from models.organisations import Role
from models.responders import OUT_THERE, CheckStep, Responder, ResponderState
from models.rows import id_of
from models.searches import Objection, Search, SearchState, SubjectKind
from models.segments import Segment, SegmentSearch, SegmentState
from models.sightings import Sighting, SightingState
from services import alerts
from services.copies import show_again
from services.counting import counts_of
from services.house import House
from services.organisations import staff_of
from services.search_states import ANY_STAFF, in_charge

DESK = (Role.DESK, Role.COORDINATOR, Role.ADMIN)
CARDS = (Wording.SEARCH_CARD, Wording.SEARCH_ASK, Wording.NOTICE_CARD, Wording.POSTER)
OF_SIGHTINGS = (Wording.SIGHTINGS, Wording.SIGHTING_CARD, Wording.SIGHTING_TOLD)
"""They say where the subject was seen, and end with the search."""
OF_VOLUNTEERS = (Wording.MEETING, Wording.COME_IN)
"""They say where to go, or when to stop for the day, and end with the search."""


async def show(tx: Tx, house: House, search: Search, *, now: datetime, sound: Collection[Wording] = ()) -> None:
    """Bring every card to what the search is now; those of a wording in `sound` are heard."""
    await _count(tx, search)
    for card in await _live(tx, search, CARDS):
        await alerts.revise(tx, house, card, now=now, sound=card.wording in sound)


async def show_counts(tx: Tx, house: House, search: Search, *, now: datetime, counts: str | None = None) -> None:
    """Bring the desk's card to these counts, or the present ones; the other cards show none."""
    await _count(tx, search, counts)
    for card in await _live(tx, search, [Wording.SEARCH_CARD]):
        await alerts.revise(tx, house, card, now=now)


async def _count(tx: Tx, search: Search, counts: str | None = None) -> None:
    search.progress_shown = await progress(tx, search) if counts is None else counts
    tx.add(search)
    await tx.flush()


async def tell_desk(tx: Tx, house: House, search: Search, *, now: datetime) -> None:
    """Show a new case to the desk that serves its place; to every admin where nobody does, or nobody can be reached."""
    people = await staff_of(tx, organisation_id=search.organisation_id, roles=DESK)
    people = people or await staff_of(tx, organisation_id=None, roles=DESK)
    await alerts.tell_people(tx, house, new_alert(search, Wording.SEARCH_CARD, Audience.STAFF, now), people)


async def tell_desk_again(tx: Tx, house: House, search: Search) -> None:
    """Show the live card to the desk that serves the place, now that the place is known; who has it keeps theirs."""
    people = await staff_of(tx, organisation_id=search.organisation_id, roles=DESK)
    for card in await _live(tx, search, [Wording.SEARCH_CARD]):
        await alerts.tell_people(tx, house, card, people)


async def tell_member(tx: Tx, house: House, search: Search, wording: Wording, member_id: int, now: datetime) -> None:
    """Show a card to one member wherever the bot can reach them."""
    people = [number for number in (await tx.exec(alerts.active_recipients_of([member_id]))).all() if number]
    audience = Audience.PEOPLE if wording is Wording.NOTICE_CARD else Audience.STAFF
    await alerts.tell_people(tx, house, new_alert(search, wording, audience, now), people)


async def show_again_to(house: House, *, search_id: int, member_id: int) -> None:
    """The card of this search at the end of a staff member's chat; refuses with NotAllowed."""
    async with house.db.transaction() as tx:
        search, _ = await in_charge(tx, search_id=search_id, member_id=member_id, roles=ANY_STAFF)
        people = [number for number in (await tx.exec(alerts.active_recipients_of([member_id]))).all() if number]
        for card in await _live(tx, search, [Wording.SEARCH_CARD]):
            for recipient_id in people:
                await show_again(tx, house, card, recipient_id)


async def ask(tx: Tx, house: House, search: Search, people: Sequence[int], *, now: datetime) -> None:
    """Ask these approvers to decide; those asked before hear it again. With nobody to ask, the desk hears it."""
    if not people:
        await show(tx, house, search, now=now, sound=[Wording.SEARCH_CARD])
        return
    asked = await _live(tx, search, [Wording.SEARCH_ASK])
    alert = asked[0] if asked else new_alert(search, Wording.SEARCH_ASK, Audience.STAFF, now)
    if asked and await _have(tx, alert, people):
        await alerts.revise(tx, house, alert, now=now, sound=True)
    await alerts.tell_people(tx, house, alert, people)


async def _have(tx: Tx, alert: Alert, people: Sequence[int]) -> bool:
    """Whether all of them have this alert already."""
    mine = col(Delivery.alert_id) == alert.id, col(Delivery.recipient_id).in_(people)
    return set((await tx.exec(select(Delivery.recipient_id).where(*mine))).all()) >= set(people)


async def end_ask(tx: Tx, house: House, search: Search, *, now: datetime) -> None:
    """It is decided, or there is nothing to decide any more."""
    for card in await _live(tx, search, [Wording.SEARCH_ASK]):
        await alerts.end(tx, house, card, wording=Wording.SEARCH_ASK, now=now)


async def end_all(tx: Tx, house: House, search: Search, *, now: datetime) -> None:
    """The search is over: every card says so, without the name and the picture; those of what was joined to it too."""
    await _count(tx, search)
    joined = (await tx.exec(select(Search).where(Search.joined_to == search.id))).all()
    for each in (search, *joined):
        for card in await _live(tx, each, (*CARDS, *OF_SIGHTINGS, *OF_VOLUNTEERS)):
            await alerts.end(tx, house, card, wording=Wording(card.wording), now=now)


async def refresh_progress(house: House, *, now: datetime) -> int:
    """Bring the desk's cards of what is out to the present counts, where those changed; how many searches.

    A large broadcast is counted before the writer's turn begins, not within it.
    """
    out = col(Search.state).in_([SearchState.OPEN, SearchState.PAUSED])
    async with house.db.reading() as tx:
        rows = (await tx.exec(select(Search).where(out))).all()
        counted = [(id_of(row), row.progress_shown, await progress(tx, row)) for row in rows]
    behind = [(number, counts) for number, shown, counts in counted if shown != counts]
    for number, counts in behind:
        async with house.db.transaction() as tx:
            await show_counts(tx, house, await tx.get_one(Search, number), now=now, counts=counts)
    return len(behind)


async def progress(tx: Tx, search: Search) -> str:
    """Counts as `alerts.facts_of_searches.CardFacts.progress` has them."""
    wordings = [Wording.SEARCH_OPEN, Wording.SEARCH_CLOSED]
    public = select(Alert).where(Alert.search_id == search.id, col(Alert.wording).in_(wordings))
    counts = [await counts_of(tx, alert) for alert in (await tx.exec(public)).all()]
    out = list((await tx.exec(select(Responder.state).where(Responder.search_id == search.id))).all())
    told = [sum(count.sent for count in counts), sum(count.waiting for count in counts)]
    there = [out.count(ResponderState.COMING), out.count(ResponderState.ON_SITE)]
    ground = [out.count(ResponderState.BACK), *await _on_the_ground(tx, search), *await _to_decide(tx, search)]
    return "/".join(map(str, [*told, sum(count.failed for count in counts), *there, *ground]))


async def _on_the_ground(tx: Tx, search: Search) -> list[int]:
    """Segments being searched now and those searched before, and volunteers who are overdue."""
    held = SegmentSearch.search_id == search.id, col(SegmentSearch.ended_at).is_(None)
    late = col(Responder.state).in_(OUT_THERE), col(Responder.check_step) >= CheckStep.COORDINATOR_TOLD
    done = Segment.search_id == search.id, Segment.state == SegmentState.SEARCHED
    return [
        (await tx.exec(select(func.count(col(SegmentSearch.id))).where(*held))).one(),
        (await tx.exec(select(func.count(col(Segment.id))).where(*done))).one(),
        (await tx.exec(select(func.count(col(Responder.id))).where(Responder.search_id == search.id, *late))).one(),
    ]


async def _to_decide(tx: Tx, search: Search) -> list[int]:
    """Sightings nobody has looked at, and objections nobody has decided."""
    new = Sighting.search_id == search.id, Sighting.state == SightingState.NEW
    waiting = Objection.search_id == search.id, col(Objection.decided_at).is_(None)
    return [
        (await tx.exec(select(func.count(col(Sighting.id))).where(*new))).one(),
        (await tx.exec(select(func.count(col(Objection.id))).where(*waiting))).one(),
    ]


def new_alert(search: Search, wording: Wording, audience: Audience, now: datetime) -> Alert:
    """An alert about this search, not yet written; about a child it is sent protected. Only drills are not urgent."""
    return Alert(
        search_id=search.id,
        audience=audience,
        wording=wording,
        priority=Priority.NORMAL if search.drill or wording is Wording.NOTICE_CARD else Priority.URGENT,
        protect=search.subject_kind is SubjectKind.CHILD,
        created_at=now,
        changed_at=now,
    )


async def _live(tx: Tx, search: Search, wordings: Sequence[Wording]) -> list[Alert]:
    found = alerts.live_alerts(search_id=search.id, wordings=wordings)
    return list((await tx.exec(found)).all())
