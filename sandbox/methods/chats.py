"""getChat and its members, leaveChat, pins and reactions."""

from typing import Any

from sandbox import access
from sandbox.accounts import Account
from sandbox.call import Call
from sandbox.chats import Chat, permissions
from sandbox.happenings import leave, post
from sandbox.refusals import bad_request
from sandbox.world import Event

JSON = dict[str, Any]


def _readable(call: Call) -> Chat:
    chat = call.chat()
    access.check_reachable(chat, call.bot)
    return chat


def get_chat(call: Call) -> JSON:
    """A Bot API `ChatFullInfo`."""
    chat = _readable(call)
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    full: JSON = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": dict.fromkeys(gifts, False)}
    if not chat.is_private:
        full["permissions"] = permissions(can_send=chat.members_may_send)
    pinned = chat.messages.get(chat.pinned[-1]) if chat.pinned else None
    if pinned is not None:
        full["pinned_message"] = call.answer(pinned)
    return chat.as_json() | full


def _account(call: Call) -> Account:
    account = call.world.account(call.params.integer("user_id"))
    if account is None:
        raise bad_request("user not found")
    return account


def get_chat_member(call: Call) -> JSON:
    chat, account = _readable(call), _account(call)
    if chat.is_private:
        return {"user": account.as_json(), "status": "member"}
    return chat.member(account).as_json(chat.type)


def get_chat_administrators(call: Call) -> list[JSON]:
    chat = _readable(call)
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    return [member.as_json(chat.type) for member in chat.members.values() if member.administers]


def get_chat_member_count(call: Call) -> int:
    return len(_readable(call).accounts())


def leave_chat(call: Call) -> bool:
    chat = _readable(call)
    if chat.is_private:
        raise bad_request("chat member status can't be changed in private chats")
    leave(call.world, chat, call.bot, call.bot, removed=False)
    return True


def _check_pins(call: Call, chat: Chat) -> None:
    right = "can_edit_messages" if chat.type == "channel" else "can_pin_messages"
    access.check_right(chat, call.bot, right, "not enough rights to manage pinned messages in the chat")


def pin_chat_message(call: Call) -> bool:
    chat = _readable(call)
    access.check_person(chat, call.bot)
    message = access.message_of(chat, call.params.integer("message_id"), "message to pin")
    _check_pins(call, chat)
    if message.id not in chat.pinned:
        chat.pinned.append(message.id)
        silent = call.params.flag("disable_notification")
        post(call.world, chat, call.bot, {"pinned_message": message}, silent=silent)
    return True


def unpin_chat_message(call: Call) -> bool:
    """The one named, or the newest."""
    chat = _readable(call)
    _check_pins(call, chat)
    number = call.params.integer("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if number not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(number)
    return True


def unpin_all_chat_messages(call: Call) -> bool:
    chat = _readable(call)
    _check_pins(call, chat)
    chat.pinned.clear()
    return True


def set_message_reaction(call: Call) -> bool:
    chat = _readable(call)
    access.check_person(chat, call.bot)
    message = access.message_of(chat, call.params.integer("message_id"), "message to react")
    reactions = call.params.rows("reaction")
    if len(reactions) > 1 or not all(isinstance(one, dict) and one.get("type") == "emoji" for one in reactions):
        raise bad_request("REACTION_INVALID")
    message.reactions[call.bot.id] = reactions
    call.world.tell(Event("reaction", chat, message))
    return True


def get_user_profile_photos(call: Call) -> JSON:
    """People here have no pictures of themselves."""
    _account(call)
    return {"total_count": 0, "photos": []}


METHODS = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
    "pinChatMessage": pin_chat_message,
    "unpinChatMessage": unpin_chat_message,
    "unpinAllChatMessages": unpin_all_chat_messages,
    "setMessageReaction": set_message_reaction,
    "getUserProfilePhotos": get_user_profile_photos,
}
