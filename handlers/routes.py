"""All conversations, in the order in which they are asked; and the dispatcher that asks them."""

from aiogram import Dispatcher, Router

from handlers import (
    alerts_taps,
    comings,
    desk,
    desk_areas,
    desk_items,
    desk_people,
    errors,
    group_areas,
    group_desk,
    group_endings,
    group_manners,
    group_setup,
    groups,
    invitations,
    lost_phones,
    moderation,
    my_reports,
    notice_adding,
    notices,
    offers,
    own_groups,
    places,
    privacy,
    report_completing,
    report_desk,
    reports,
    search_course,
    search_decisions,
    searches,
    settings,
    shifts,
    start,
    subscription_drafts,
    subscription_steps,
    subscriptions,
    trust,
    volunteering,
    whys,
)
from handlers.filtering import ask_in_place
from handlers.middleware import Introduction

ARRIVALS: dict[str, places.Arrived] = {
    "report": reports.place_known,
    my_reports.PURPOSE: my_reports.place_known,
    report_completing.PURPOSE: report_completing.place_known,
    "notice": notices.place_known,
    notice_adding.PURPOSE: notice_adding.place_known,
    subscription_drafts.PURPOSE: subscription_steps.place_known,
    volunteering.PURPOSE: volunteering.place_known,
    searches.PLACE: searches.place_known,
    searches.AREA: searches.area_known,
    desk_areas.PURPOSE: desk_areas.place_known,
}
"""Where a place goes once it is certain, by the purpose it was asked for."""

HAPPENED = frozenset(
    {
        "report",
        my_reports.PURPOSE,
        report_completing.PURPOSE,
        "notice",
        notice_adding.PURPOSE,
        searches.PLACE,
    }
)
"""Purposes that ask where something happened: there the district matters."""


def routers() -> list[Router]:
    """Made anew at each call: a router attaches once.

    First commands that work in every step, then conversations (deep links are theirs), then what answers the rest.
    """
    return [
        errors.refusal_routes(),
        start.routes(),
        invitations.routes(),
        comings.routes(),
        own_groups.routes(),
        settings.routes(),
        whys.routes(),
        privacy.routes(),
        desk.routes(),
        desk_items.routes(),
        desk_people.routes(),
        shifts.routes(),
        lost_phones.routes(),
        desk_areas.routes(),
        report_completing.routes(),
        report_desk.routes(),
        moderation.routes(),
        trust.routes(),
        groups.routes(),
        group_setup.routes(),
        group_endings.routes(),
        group_manners.routes(),
        group_areas.routes(),
        group_desk.routes(),
        alerts_taps.routes(),
        search_decisions.routes(),
        search_course.routes(),
        notice_adding.routes(),
        searches.routes(),
        notices.routes(),
        volunteering.routes(),
        subscription_steps.routes(),
        subscriptions.routes(),
        my_reports.routes(),
        reports.routes(),
        places.routes(places.Arrivals(ARRIVALS, HAPPENED)),
        start.late_routes(),
        offers.routes(),
        errors.last_routes(),
    ]


def dispatcher() -> Dispatcher:
    """It knows of no deployment: each update is fed to it with `house`, `catalogues`, `now` and `pages`, the
    conversation's storage for that update.
    """
    made = Dispatcher(disable_fsm=True)
    made.update.outer_middleware(Introduction())
    made.include_routers(*routers())
    ask_in_place(made)
    return made
