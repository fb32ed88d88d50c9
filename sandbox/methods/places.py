"""sendLocation (live ones too), sendVenue, and moving or stopping a live location."""

from datetime import timedelta
from typing import Any

from sandbox import happenings, keyboards
from sandbox.call import Call
from sandbox.messages import Message
from sandbox.methods.editing import own_message
from sandbox.methods.sending import send
from sandbox.params import Params
from sandbox.refusals import NOT_MODIFIED, bad_request

JSON = dict[str, Any]

FOR_EVER = 0x7FFFFFFF


def location(source: Params) -> JSON:
    """A Bot API `Location`; degrees, accuracy in metres (0–1,500), heading 1–360, proximity in metres."""
    latitude, longitude = source.number("latitude"), source.number("longitude")
    if latitude is None:
        raise bad_request("latitude is empty")
    if longitude is None:
        raise bad_request("longitude is empty")
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad_request("wrong location specified")
    extras = {name: source.number(name) for name in ("horizontal_accuracy",)}
    extras |= {name: source.integer(name) or None for name in ("heading", "proximity_alert_radius")}
    found: JSON = {"latitude": latitude, "longitude": longitude}
    return found | {name: value for name, value in extras.items() if value is not None}


def send_location(call: Call) -> JSON:
    where, period = location(call.params), call.params.integer("live_period")
    if period and not (60 <= period <= 86400 or period == FOR_EVER):
        raise bad_request("wrong live location period specified")
    if not period:
        return call.answer(send(call, {"location": where}, "location"))
    until = happenings.goes_until(call.world.clock(), period)
    sent = send(call, {"location": where | {"live_period": period}}, "location", live_until=until)
    return call.answer(sent)


def send_venue(call: Call) -> JSON:
    where = location(call.params)
    titled = {name: call.params.text(name) for name in ("title", "address")}
    for name, value in titled.items():
        if not value:
            raise bad_request(f"venue {name} must be non-empty")
    optional = ("foursquare_id", "foursquare_type", "google_place_id", "google_place_type")
    venue = {"location": where} | titled | {name: call.params.text(name) for name in optional if call.params.has(name)}
    return call.answer(send(call, {"venue": venue, "location": where}, "venue"))


def _live_message(call: Call) -> Message:
    message = own_message(call)
    if "location" not in message.content or message.live_until is None:
        raise bad_request("there is no live location in the message to edit")
    if message.live_until <= call.world.clock():
        raise bad_request("message can't be edited")
    return message


def edit_message_live_location(call: Call) -> JSON:
    where = location(call.params)
    markup = keyboards.checked_inline(call.params.structure("reply_markup"))
    message = _live_message(call)
    shown = {key: value for key, value in message.content["location"].items() if key != "live_period"}
    if shown == where and message.markup == markup:
        raise bad_request(NOT_MODIFIED)
    call.spend(message.chat)
    period = call.params.integer("live_period")
    if period:
        message.live_until = message.date + timedelta(seconds=min(period, 10 * 365 * 86400))
        where["live_period"] = period
    message.markup = markup
    return call.answer(happenings.move_live(call.world, message, where, call.bot))


def stop_message_live_location(call: Call) -> JSON:
    markup = keyboards.checked_inline(call.params.structure("reply_markup"))
    message = _live_message(call)
    call.spend(message.chat)
    return call.answer(happenings.stop_live(call.world, message, markup, call.bot))


METHODS = {
    "sendLocation": send_location,
    "sendVenue": send_venue,
    "editMessageLiveLocation": edit_message_live_location,
    "stopMessageLiveLocation": stop_message_live_location,
}
