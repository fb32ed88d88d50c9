"""Pressing what can be pressed on a phone: inline buttons, keys, links back into the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from sandbox import happenings
from sandbox.acts import Answer, Impossible, NoSuchButton, Tapped
from sandbox.chats import Chat
from sandbox.messages import Message
from sandbox.phone import Bubble, keys, reply_keyboard

if TYPE_CHECKING:
    from sandbox.people import Person
    from sandbox.watching import Place

JSON = dict[str, Any]


def tapped(
    person: Person, wanted: str, on: Bubble | None, where: Place, location: tuple[float, float] | None, within: float
) -> Tapped:
    """Press what has this label or data: on one message, else on the newest that has it, else on the keyboard."""
    chat = person.chat(where)
    if chat.bot is not None and person.id in chat.bot.blocked_by:
        raise Impossible(f"{person.user.full_name} has blocked the bot")
    candidates = [on] if on is not None else person.screen_of(where)[::-1]
    for bubble in candidates:
        button = bubble.button(wanted)
        if button is not None:
            return _inline(person, bubble, button, within)
    key = None if on is not None else _key(chat, person, wanted)
    if key is None:
        raise NoSuchButton(f"no button {wanted!r}; there are {_labels(candidates, chat, person)}")
    return _pressed_key(person, key, where, location)


def _labels(candidates: list[Bubble], chat: Chat, person: Person) -> list[str]:
    inline = [label for bubble in candidates for label in bubble.labels]
    return inline + [key["text"] for key in keys(reply_keyboard(chat, person.user))]


def _inline(person: Person, bubble: Bubble, button: JSON, within: float) -> Tapped:
    if bubble.deleted:
        raise Impossible("the message is gone")
    if "url" in button:
        return _followed(person, button["url"])
    if "callback_data" not in button:
        raise Impossible(f"the sandbox can't press {button['text']!r}")
    bot = _bot_of(person, bubble.message)
    tap = happenings.press(person.telegram.world, person.user, bubble.message, button["callback_data"], bot)
    return Tapped(tap=tap, bubble=bubble, within=within)


def _bot_of(person: Person, message: Message) -> Any:
    """Whose message it is: its sender, or in a channel the bot that posts there."""
    if message.sender is not None and message.sender.is_bot:
        return message.sender
    return message.chat.bot or person.telegram.bot


def _followed(person: Person, url: str) -> Tapped:
    """An address; one that leads to the bot itself starts it."""
    parts = urlsplit(url)
    bots = {(bot.username or "").lower(): bot for bot in person.telegram.world.bots.values()}
    bot = bots.get(parts.path.strip("/").lower()) if parts.netloc in {"t.me", "telegram.me"} else None
    payload = parse_qs(parts.query).get("start")
    if bot is not None and payload:
        return Tapped(sent=person.starts(payload[0], bot=bot), answer=Answer(url=url))
    return Tapped(answer=Answer(url=url))


def _key(chat: Chat, person: Person, wanted: str) -> JSON | None:
    return next((key for key in keys(reply_keyboard(chat, person.user)) if key["text"] == wanted), None)


def _pressed_key(person: Person, key: JSON, where: Place, location: tuple[float, float] | None) -> Tapped:
    if key.get("request_contact"):
        return Tapped(sent=person.shares_contact(to=where))
    if key.get("request_location"):
        if location is None:
            raise Impossible(f"{key['text']!r} sends one's location: say which, location=(lat, lon)")
        return Tapped(sent=person.sends_location(*location, to=where))
    return Tapped(sent=person.says(key["text"], to=where))
