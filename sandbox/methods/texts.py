"""sendMessage and sendChatAction."""

from typing import Any

from sandbox import access
from sandbox.call import Call
from sandbox.methods.sending import send
from sandbox.refusals import bad_request
from sandbox.world import Event

JSON = dict[str, Any]

ACTIONS = frozenset(
    {"typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "record_audio",
     "upload_audio", "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note"}
)  # fmt: skip


def send_message(call: Call) -> JSON:
    content = call.body_text()
    preview = call.params.object("link_preview_options")
    if preview:
        content["link_preview_options"] = preview
    return call.answer(send(call, content, "text"))


def send_chat_action(call: Call) -> bool:
    """Show "is typing …"; costs nothing, and is refused where a message would be."""
    action = call.params.text("action")
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = call.chat()
    access.check_may_send(chat, call.bot)
    call.world.tell(Event("action", chat, details={"action": action, "bot": call.bot.id}))
    return True


METHODS = {"sendMessage": send_message, "sendChatAction": send_chat_action}
