"""What every send has in common: where it goes, what it answers, its keyboard, and whether it may go at all."""

from typing import Any

from sandbox import access, keyboards
from sandbox.call import Call
from sandbox.chats import Chat
from sandbox.happenings import post
from sandbox.messages import Message
from sandbox.params import Params
from sandbox.refusals import bad_request

JSON = dict[str, Any]


def send(call: Call, content: JSON, kind: str, **circumstances: Any) -> Message:
    """Post a bot's message, having checked the chat, topic, reply and keyboard, and counted it."""
    markup = keyboards.checked(call.params.structure("reply_markup"))
    chat = call.chat()
    access.check_may_send(chat, call.bot, kind)
    shared = shared_circumstances(call, chat)
    call.spend(chat)
    return post(call.world, chat, call.bot, content, markup=markup, **shared, **circumstances)


def shared_circumstances(call: Call, chat: Chat) -> JSON:
    """Topic, reply, silence and protection, as every send takes them."""
    reply_to = _replied(call, chat)
    thread_id = access.thread_of(chat, call.bot, call.params.integer("message_thread_id"))
    return {
        "thread_id": thread_id or (reply_to.thread_id if reply_to else None),
        "reply_to": reply_to,
        "silent": call.params.flag("disable_notification"),
        "protected": call.params.flag("protect_content"),
    }


def _replied(call: Call, chat: Chat) -> Message | None:
    parameters = Params(call.params.object("reply_parameters"))
    number = parameters.integer("message_id") or call.params.integer("reply_to_message_id")
    if not number:
        return None
    found = chat.messages.get(number)
    forgiving = parameters.flag("allow_sending_without_reply") or call.params.flag("allow_sending_without_reply")
    if found is None and not forgiving:
        raise bad_request("message to be replied not found")
    return found
