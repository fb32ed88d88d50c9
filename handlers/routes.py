"""All conversations, in the order in which they are asked; and the dispatcher that asks them."""

from aiogram import Dispatcher, Router

from handlers import (
    alerts_taps,
    announcements,
    case_reports,
    comings,
    desk,
    desk_areas,
    desk_groups,
    desk_items,
    desk_letters,
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
    offered_answers,
    offers,
    on_the_way,
    own_groups,
    places,
    plain_requests,
    posters,
    privacy,
    report_completing,
    report_desk,
    reports,
    same_people,
    search_course,
    search_decisions,
    search_ground,
    search_rings,
    search_volunteers,
    searches,
    searches_near,
    segments,
    settings,
    shifts,
    sighting_desk,
    sightings,
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
    sightings.PURPOSE: sightings.place_known,
    search_volunteers.PURPOSE: search_volunteers.place_known,
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
    return [*_in_every_step(), *_at_the_desk(), *_of_groups(), *_of_searches(), *_of_everybody(), *_of_the_rest()]


def _in_every_step() -> list[Router]:
    return [
        errors.refusal_routes(),
        start.routes(),
        invitations.routes(),
        comings.routes(),
        own_groups.routes(),
        settings.routes(),
        whys.routes(),
        searches_near.routes(),
        privacy.routes(),
    ]


def _at_the_desk() -> list[Router]:
    return [
        desk.routes(),
        desk_items.routes(),
        desk_letters.routes(),
        desk_groups.routes(),
        desk_people.routes(),
        shifts.routes(),
        lost_phones.routes(),
        desk_areas.routes(),
        report_completing.routes(),
        report_desk.routes(),
        moderation.routes(),
        trust.routes(),
    ]


def _of_groups() -> list[Router]:
    return [
        groups.routes(),
        group_setup.routes(),
        group_endings.routes(),
        group_manners.routes(),
        group_areas.routes(),
        group_desk.routes(),
    ]


def _of_searches() -> list[Router]:
    return [
        alerts_taps.routes(),
        on_the_way.routes(),
        search_volunteers.routes(),
        search_decisions.routes(),
        same_people.routes(),
        search_course.routes(),
        search_ground.routes(),
        segments.routes(),
        posters.routes(),
        case_reports.routes(),
        search_rings.routes(),
        sightings.routes(),
        sighting_desk.routes(),
        notice_adding.routes(),
        searches.routes(),
        notices.routes(),
    ]


def _of_everybody() -> list[Router]:
    return [
        volunteering.routes(),
        subscription_steps.routes(),
        subscriptions.routes(),
        my_reports.routes(),
        reports.routes(),
        places.routes(places.Arrivals(ARRIVALS, HAPPENED)),
    ]


def _of_the_rest() -> list[Router]:
    return [
        start.late_routes(),
        announcements.routes(),
        plain_requests.routes(),
        offered_answers.routes(),
        offers.routes(),
        errors.last_routes(),
    ]


def dispatcher() -> Dispatcher:
    """It knows of no deployment: each update is fed to it with `house`, `catalogues`, `now`, `albums` and `pages`, the
    conversation's storage for that update.
    """
    made = Dispatcher(disable_fsm=True)
    made.update.outer_middleware(Introduction())
    made.include_routers(*routers())
    ask_in_place(made)
    return made
