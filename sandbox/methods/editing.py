"""editMessageText, editMessageCaption, editMessageMedia and editMessageReplyMarkup."""

from typing import Any

from sandbox import access, keyboards
from sandbox.call import Call
from sandbox.happenings import edit
from sandbox.messages import CAPTIONED, Message
from sandbox.methods.media import album_content
from sandbox.refusals import NOT_MODIFIED, bad_request

JSON = dict[str, Any]

_CAPTION_FIELDS = frozenset({"caption", "caption_entities", "show_caption_above_media"})
_TEXT_FIELDS = frozenset({"text", "entities", "link_preview_options"})
_MEDIA_FIELDS = frozenset({*CAPTIONED, *_CAPTION_FIELDS, "has_media_spoiler"})


def own_message(call: Call) -> Message:
    """The bot's own message a request names; refuses others' and those it can no longer reach."""
    if not call.params.has("chat_id") and not call.params.has("message_id"):
        raise bad_request("MESSAGE_ID_INVALID" if call.params.has("inline_message_id") else "chat_id is empty")
    chat = call.chat()
    access.check_reachable(chat, call.bot)
    access.check_person(chat, call.bot)
    message = access.message_of(chat, call.params.integer("message_id"), "message to edit")
    posts = chat.type == "channel" and chat.member(call.bot).may("can_edit_messages")
    if message.sender is not call.bot and not posts:
        raise bad_request("message can't be edited")
    return message


def _replaced(call: Call, message: Message, content: JSON) -> JSON:
    """Show new content and keyboard; an edit without a keyboard takes the keyboard away."""
    markup = keyboards.checked_inline(call.params.structure("reply_markup"))
    before = keyboards.checked_inline(message.markup) if message.inline_keyboard else None
    if content == message.content and markup == before:
        raise bad_request(NOT_MODIFIED)
    call.spend(message.chat)
    return call.answer(edit(call.world, message, content, markup, call.bot))


def _without(content: JSON, fields: frozenset[str]) -> JSON:
    return {key: value for key, value in content.items() if key not in fields}


def edit_message_text(call: Call) -> JSON:
    content = call.body_text()
    preview = call.params.object("link_preview_options")
    if preview:
        content["link_preview_options"] = preview
    message = own_message(call)
    if message.kind != "text":
        raise bad_request("there is no text in the message to edit")
    return _replaced(call, message, _without(message.content, _TEXT_FIELDS) | content)


def edit_message_caption(call: Call) -> JSON:
    caption = call.caption()
    message = own_message(call)
    if message.kind not in CAPTIONED:
        raise bad_request("there is no caption in the message to edit")
    above = {"show_caption_above_media": True} if call.params.flag("show_caption_above_media") else {}
    return _replaced(call, message, _without(message.content, _CAPTION_FIELDS) | caption | above)


def edit_message_media(call: Call) -> JSON:
    """Another picture, video or document; a text can become one, never the other way round."""
    item = call.params.object("media")
    if not item:
        raise bad_request("media is not specified")
    message = own_message(call)
    if message.kind != "text" and message.kind not in CAPTIONED:
        raise bad_request("there is no media in the message to edit")
    _, content = album_content(call, item)
    return _replaced(call, message, _without(message.content, _MEDIA_FIELDS | _TEXT_FIELDS) | content)


def edit_message_reply_markup(call: Call) -> JSON:
    message = own_message(call)
    return _replaced(call, message, message.content)


METHODS = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageMedia": edit_message_media,
    "editMessageReplyMarkup": edit_message_reply_markup,
}
