"""setMyCommands, getMyCommands and deleteMyCommands, by scope and language; and which of them a person sees."""

import re
from collections.abc import Iterator
from typing import Any

from sandbox.accounts import User
from sandbox.call import Call
from sandbox.chats import Chat
from sandbox.refusals import bad_request
from sandbox.world import BotDesk, Event

JSON = dict[str, Any]

SCOPES = {
    "default", "all_private_chats", "all_group_chats", "all_chat_administrators", "chat", "chat_administrators",
    "chat_member",
}  # fmt: skip


def _key(call: Call) -> tuple[str, str]:
    """Scope and language, as one key."""
    scope = call.params.object("scope") or {"type": "default"}
    kind = scope.get("type")
    if kind not in SCOPES:
        raise bad_request('can\'t parse BotCommandScope: Field "type" is invalid')
    language = call.params.text("language_code")
    if not re.fullmatch(r"[a-z]{2}|", language):
        raise bad_request("invalid language code specified")
    if kind.startswith("chat"):
        chat = Call(call.world, call.bot, call.method, type(call.params)(scope)).chat()
        kind = f"{kind}/{chat.id}" + (f"/{scope.get('user_id')}" if kind == "chat_member" else "")
    return kind, language


def _command(row: Any) -> JSON:
    if not isinstance(row, dict):
        raise bad_request("can't parse BotCommand: object expected")
    name, description = str(row.get("command", "")).removeprefix("/"), str(row.get("description", ""))
    if not re.fullmatch(r"[a-z0-9_]{1,32}", name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


def set_my_commands(call: Call) -> bool:
    rows = call.params.rows("commands")
    if len(rows) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    commands, key = [_command(row) for row in rows], _key(call)
    call.world.desk(call.bot).commands[key] = commands
    call.world.tell(Event("commands", details={"bot": call.bot.id}))
    return True


def get_my_commands(call: Call) -> list[JSON]:
    return call.world.desk(call.bot).commands.get(_key(call), [])


def delete_my_commands(call: Call) -> bool:
    call.world.desk(call.bot).commands.pop(_key(call), None)
    call.world.tell(Event("commands", details={"bot": call.bot.id}))
    return True


def seen_by(desk: BotDesk, chat: Chat, user: User) -> list[JSON]:
    """The commands in a person's menu: the narrowest scope that has any, in their language before no language.

    The order is that of the Bot API, "Determining list of commands".
    """
    for scope in _scopes(chat, user):
        for language in ((user.language or "")[:2], ""):
            if desk.commands.get((scope, language)):
                return desk.commands[scope, language]
    return []


def _scopes(chat: Chat, user: User) -> Iterator[str]:
    if chat.is_private:
        yield from (f"chat/{chat.id}", "all_private_chats", "default")
        return
    yield f"chat_member/{chat.id}/{user.id}"
    if chat.member(user).administers:
        yield f"chat_administrators/{chat.id}"
    yield f"chat/{chat.id}"
    if chat.member(user).administers:
        yield "all_chat_administrators"
    yield from ("all_group_chats", "default")


METHODS = {
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
}
