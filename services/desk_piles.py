"""What can wait on a desk, and the statements that find it within what somebody acts for."""

import enum
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, literal, or_
from sqlmodel import col, select

from alerts import revisions
from models.alerts import Alert, AlertState, Audience, Delivery
from models.claims import Claimed
from models.groups import Group, GroupState
from models.organisations import Role
from models.reports import DANGER, REPORT_OPEN, Report, ReportState
from models.searches import Objection, Search, SearchState
from models.sightings import Sighting, SightingState

PUBLIC = (Audience.SUBSCRIBERS, Audience.VETTED)
LIVE = (AlertState.OPEN, AlertState.PAUSED, AlertState.HALTED)

ANSWER_GROUPS = (Role.DESK, Role.COORDINATOR, Role.ADMIN)
"""Who accepts, refuses and stops groups."""


class Pile(enum.StrEnum):
    """What can wait for staff; each is the key of its line, `desk-pile-…`."""

    SEEN_IN_DANGER = "seen-in-danger"
    """Sightings of somebody who is said to be in danger."""
    OBJECTION = "objection"
    APPROVAL = "approval"
    DANGER = "danger"
    """Reports of what endangers passers-by."""
    SIGHTING = "sighting"
    DRAFT = "draft"
    REPORT = "report"
    GROUP = "group"
    WORK = "work"
    """Reports that were accepted and are not fixed yet."""
    LETTER = "letter"
    """Alerts whose text Telegram refuses."""
    UNDELIVERED = "undelivered"
    """Alerts that were given up on the way to some."""


SIGHTINGS = frozenset({Pile.SEEN_IN_DANGER, Pile.SIGHTING})
"""Listed search by search, as coordinators decide on them."""

CLAIMED = {
    Pile.OBJECTION: Claimed.SEARCH,
    Pile.APPROVAL: Claimed.SEARCH,
    Pile.DANGER: Claimed.REPORT,
    Pile.DRAFT: Claimed.SEARCH,
    Pile.REPORT: Claimed.REPORT,
    Pile.GROUP: Claimed.GROUP,
    Pile.WORK: Claimed.REPORT,
}
"""As what a thing of a pile is taken; an alert is nobody's."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The organisation a member acts for; an admin also sees what nobody serves."""

    organisations: frozenset[int]
    roles: frozenset[Role]

    def covers(self, organisation_id: Any) -> Any:
        mine = organisation_id.in_(self.organisations)
        return or_(mine, organisation_id.is_(None)) if Role.ADMIN in self.roles else mine


def statements(scope: Scope) -> dict[Pile, Any]:
    """Number, since when and category of what waits, oldest first; of sightings their search, and how many."""
    return {
        Pile.SEEN_IN_DANGER: _sightings(scope, danger=True),
        Pile.OBJECTION: _objections(scope),
        Pile.APPROVAL: _searches(scope, col(Search.submitted_at), submitted=True),
        Pile.DANGER: _reports(scope, ReportState.RECEIVED).where(Report.category == DANGER),
        Pile.SIGHTING: _sightings(scope, danger=False),
        Pile.DRAFT: _searches(scope, col(Search.created_at), submitted=False),
        Pile.REPORT: _reports(scope, ReportState.RECEIVED).where(Report.category != DANGER),
        Pile.GROUP: _groups(scope),
        Pile.WORK: _reports(scope, ReportState.ACCEPTED, ReportState.IN_PROGRESS),
        Pile.LETTER: _refused_letters(scope),
        Pile.UNDELIVERED: _undelivered(scope),
    }


def _reports(scope: Scope, *states: ReportState) -> Any:
    mine = scope.covers(col(Report.organisation_id))
    found = select(Report.id, Report.created_at, Report.category).where(col(Report.state).in_(states), mine)
    return found.order_by(col(Report.created_at), col(Report.id))


def _searches(scope: Scope, since: Any, *, submitted: bool) -> Any:
    asked = col(Search.submitted_at).is_not(None)
    waits = Search.state == SearchState.DRAFT, asked if submitted else ~asked
    mine = scope.covers(col(Search.organisation_id))
    return select(Search.id, since).where(*waits, mine).order_by(since, col(Search.id))


def _objections(scope: Scope) -> Any:
    first = func.min(Objection.at)
    mine = scope.covers(col(Search.organisation_id))
    joined = select(Objection.search_id, first).join(Search, col(Search.id) == Objection.search_id)
    undecided = joined.where(col(Objection.decided_at).is_(None), mine)
    return undecided.group_by(col(Objection.search_id)).order_by(first, col(Objection.search_id))


def _sightings(scope: Scope, *, danger: bool) -> Any:
    """Those nobody has decided on, of searches that are out, or told of danger since; for who coordinates."""
    first, mine = func.min(Sighting.created_at), scope.covers(col(Search.organisation_id))
    may = not scope.roles.isdisjoint({Role.COORDINATOR, Role.ADMIN})
    matters = or_(col(Search.state).in_([SearchState.OPEN, SearchState.PAUSED]), col(Sighting.after_end))
    new = Sighting.state == SightingState.NEW, col(Sighting.danger).is_(danger), col(Search.purged_at).is_(None)
    found = select(Sighting.search_id, first, literal(""), func.count(col(Sighting.id)))
    joined = found.join(Search, col(Search.id) == Sighting.search_id).where(*new, matters, mine)
    waits = joined if may else joined.where(False)
    return waits.group_by(col(Sighting.search_id)).order_by(first, col(Sighting.search_id))


def _groups(scope: Scope) -> Any:
    """Groups belong to nobody until they are accepted: who may answer for some sees those that wait."""
    may = not scope.roles.isdisjoint(ANSWER_GROUPS)
    mine = or_(col(Group.organisation_id).is_(None), col(Group.organisation_id).in_(scope.organisations))
    found = select(Group.id, Group.changed_at).where(Group.state == GroupState.PROPOSED, mine)
    return (found if may else found.where(False)).order_by(col(Group.changed_at), col(Group.id))


def _refused_letters(scope: Scope) -> Any:
    """Alerts that halted while what they are about is not over."""
    reports = col(Report.state).in_(REPORT_OPEN) & scope.covers(col(Report.organisation_id))
    out = col(Search.state).in_([SearchState.OPEN, SearchState.PAUSED]) & scope.covers(col(Search.organisation_id))
    return (
        select(Alert.id, Alert.changed_at)
        .outerjoin(Search, col(Search.id) == Alert.search_id)
        .outerjoin(Report, col(Report.id) == Alert.report_id)
        .where(col(Alert.state) == AlertState.HALTED, or_(reports, out))
        .order_by(col(Alert.changed_at), col(Alert.id))
    )


def _undelivered(scope: Scope) -> Any:
    """Alerts that were given up on the way to some, who may hear of them yet."""
    return (
        select(Alert.id, Alert.changed_at)
        .outerjoin(Search, col(Search.id) == Alert.search_id)
        .outerjoin(Report, col(Report.id) == Alert.report_id)
        .where(col(Alert.id).in_(select(Delivery.alert_id).where(revisions.dead_letter())), _about_theirs(scope))
        .order_by(col(Alert.changed_at), col(Alert.id))
    )


def going_out(scope: Scope) -> Any:
    """Alerts to subscribers that are live, or whose copies do not all say yet that they are over."""
    behind = select(Delivery.id).where(
        col(Delivery.alert_id) == Alert.id,
        col(Delivery.shown_revision).is_not(None),
        col(Delivery.shown_revision) < col(Delivery.want_revision),
    )
    return (
        select(Alert)
        .outerjoin(Search, col(Search.id) == Alert.search_id)
        .outerjoin(Report, col(Report.id) == Alert.report_id)
        .where(col(Alert.audience).in_(PUBLIC), _about_theirs(scope), or_(col(Alert.state).in_(LIVE), behind.exists()))
        .order_by(col(Alert.id).desc())
    )


def _about_theirs(scope: Scope) -> Any:
    """An alert, joined with its search and its report, is about one of theirs."""
    return or_(
        and_(col(Alert.search_id).is_not(None), scope.covers(col(Search.organisation_id))),
        and_(col(Alert.report_id).is_not(None), scope.covers(col(Report.organisation_id))),
    )
