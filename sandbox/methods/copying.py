"""copyMessage and forwardMessage."""

from typing import Any

from sandbox import access
from sandbox.call import Call
from sandbox.messages import CAPTIONED, Message
from sandbox.methods.sending import send
from sandbox.refusals import bad_request

JSON = dict[str, Any]

_CAPTION_FIELDS = frozenset({"caption", "caption_entities", "show_caption_above_media"})


def _source(call: Call, what: str) -> Message:
    chat = call.chat("from_chat_id")
    access.check_reachable(chat, call.bot)
    message = access.message_of(chat, call.params.integer("message_id"), f"message to {what}")
    if message.protected or message.kind == "service":
        raise bad_request("message can't be copied" if what == "copy" else "message can't be forwarded")
    return message


def copy_message(call: Call) -> JSON:
    """The same content as a new message of the bot's, with another caption if one is given."""
    caption = call.caption()
    original = _source(call, "copy")
    content = original.content
    if original.kind in CAPTIONED and "caption" in call.params.values:
        content = {key: value for key, value in content.items() if key not in _CAPTION_FIELDS} | caption
    return {"message_id": send(call, content, original.kind).id}


def forward_message(call: Call) -> JSON:
    original = _source(call, "forward")
    return call.answer(send(call, original.content, original.kind, forward_origin=origin(original)))


def origin(message: Message) -> JSON:
    """Where a forwarded message first came from, a Bot API `MessageOrigin`."""
    if message.forward_origin is not None:
        return message.forward_origin
    date = int(message.date.timestamp())
    if message.sender is None:
        return {"type": "channel", "date": date, "chat": message.chat.as_json(), "message_id": message.id}
    return {"type": "user", "date": date, "sender_user": message.sender.as_json()}


METHODS = {"copyMessage": copy_message, "forwardMessage": forward_message}
