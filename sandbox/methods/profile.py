"""getMe, the bot's name and descriptions by language, and its menu button."""

from collections.abc import Callable
from typing import Any

from sandbox.accounts import BotAccount
from sandbox.call import Call
from sandbox.refusals import bad_request

JSON = dict[str, Any]

DEFAULT_BUTTON: JSON = {"type": "commands"}


def get_me(call: Call) -> JSON:
    return call.bot.about_itself()


def _setter(field: str, texts: Callable[[BotAccount], dict[str, str]], longest: int) -> Callable[[Call], bool]:
    def set_text(call: Call) -> bool:
        text = call.params.text(field)
        if len(text) > longest:
            raise bad_request(f"{field.replace('_', ' ')} is too long")
        texts(call.bot)[call.params.text("language_code")] = text
        return True

    return set_text


def _getter(field: str, texts: Callable[[BotAccount], dict[str, str]]) -> Callable[[Call], JSON]:
    def get_text(call: Call) -> JSON:
        known = texts(call.bot)
        fallback = call.bot.first_name if field == "name" else ""
        return {field: known.get(call.params.text("language_code")) or known.get("") or fallback}

    return get_text


def _names(bot: BotAccount) -> dict[str, str]:
    return bot.profile.names


def _descriptions(bot: BotAccount) -> dict[str, str]:
    return bot.profile.descriptions


def _short_descriptions(bot: BotAccount) -> dict[str, str]:
    return bot.profile.short_descriptions


def _chat_or_default(call: Call) -> int | None:
    return call.chat().id if call.params.has("chat_id") else None


def set_chat_menu_button(call: Call) -> bool:
    button = call.params.object("menu_button") or {"type": "default"}
    call.bot.profile.menu_buttons[_chat_or_default(call)] = button
    return True


def get_chat_menu_button(call: Call) -> JSON:
    buttons = call.bot.profile.menu_buttons
    return buttons.get(_chat_or_default(call)) or buttons.get(None) or DEFAULT_BUTTON


METHODS: dict[str, Callable[[Call], Any]] = {
    "getMe": get_me,
    "setMyName": _setter("name", _names, 64),
    "getMyName": _getter("name", _names),
    "setMyDescription": _setter("description", _descriptions, 512),
    "getMyDescription": _getter("description", _descriptions),
    "setMyShortDescription": _setter("short_description", _short_descriptions, 120),
    "getMyShortDescription": _getter("short_description", _short_descriptions),
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
}
