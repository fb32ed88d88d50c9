"""deleteMessage and deleteMessages."""

from datetime import timedelta

from sandbox import access
from sandbox.call import Call
from sandbox.happenings import delete
from sandbox.messages import Message
from sandbox.refusals import bad_request

DELETABLE = timedelta(hours=48)


def _check_deletable(call: Call, message: Message) -> None:
    """Refuse others' messages in groups without the right, and what is older than 48 hours.

    In supergroups and channels an administrator who may delete messages may delete old ones too.
    """
    chat, member = message.chat, message.chat.member(call.bot)
    unlimited = chat.type in {"supergroup", "channel"} and member.may("can_delete_messages")
    posted = chat.type == "channel" and member.may("can_post_messages")
    others_too = chat.is_private or unlimited or posted or (chat.type == "group" and member.administers)
    if message.sender is not call.bot and not others_too:
        raise bad_request("message can't be deleted")
    if call.world.clock() - message.date > DELETABLE and not unlimited:
        raise bad_request("message can't be deleted for everyone")


def delete_message(call: Call) -> bool:
    chat = call.chat()
    access.check_reachable(chat, call.bot)
    message = access.message_of(chat, call.params.integer("message_id"), "message to delete")
    _check_deletable(call, message)
    delete(call.world, message)
    return True


def delete_messages(call: Call) -> bool:
    """Several at once; those already gone are passed over."""
    numbers = call.params.integers("message_ids")
    if not numbers:
        raise bad_request("message identifiers are not specified")
    if len(numbers) > 100:
        raise bad_request("too many message identifiers specified")
    chat = call.chat()
    access.check_reachable(chat, call.bot)
    found = [chat.messages[number] for number in dict.fromkeys(numbers) if number in chat.messages]
    for message in found:
        _check_deletable(call, message)
    for message in found:
        delete(call.world, message)
    return True


METHODS = {"deleteMessage": delete_message, "deleteMessages": delete_messages}
