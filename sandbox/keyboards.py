"""Keyboards as a bot may send them, and what Telegram refuses in them."""

from typing import Any
from urllib.parse import urlsplit

from sandbox.refusals import bad_request

JSON = dict[str, Any]

INLINE_BUTTONS = 100
_ACTIONS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay", "disabled",
)  # fmt: skip


def checked(markup: Any) -> JSON | None:
    """A reply markup ready to be kept: inline or reply keyboard, its removal, a forced reply; None for none."""
    if markup is None or markup == {}:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        return _inline(markup["inline_keyboard"])
    if "keyboard" in markup:
        return markup | {"keyboard": _reply_rows(markup["keyboard"])}
    if markup.get("remove_keyboard") or markup.get("force_reply"):
        return markup
    return None


def checked_inline(markup: Any) -> JSON | None:
    """The same for an edited message, which can carry an inline keyboard only."""
    kept = checked(markup)
    if kept is not None and "inline_keyboard" not in kept:
        raise bad_request("inline keyboard expected")
    return kept if kept and kept["inline_keyboard"] else None


def _rows(rows: Any, field: str) -> list[list[Any]]:
    if not isinstance(rows, list):
        raise bad_request(f'field "{field}" must be of type Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request(f'field "{field}" must be an Array of Arrays')
    return [row for row in rows if row]


def _inline(rows: Any) -> JSON:
    kept = [[_inline_button(button) for button in row] for row in _rows(rows, "inline_keyboard")]
    if sum(map(len, kept)) > INLINE_BUTTONS:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": kept}


def _inline_button(button: Any) -> JSON:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    _named(button, "inline keyboard button")
    if not any(action in button for action in _ACTIONS):
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if "callback_data" in button and not 1 <= len(str(button["callback_data"]).encode()) <= 64:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button:
        _check_url(str(button["url"]))
    return button


def _check_url(url: str) -> None:
    parts = urlsplit(url if "://" in url else f"http://{url}")
    if parts.scheme not in {"http", "https", "tg", "ton"} or not parts.netloc:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: unsupported URL protocol")
    if parts.scheme in {"http", "https"} and "." not in parts.netloc:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _named(button: JSON, what: str) -> None:
    text = button.get("text")
    if not isinstance(text, str):
        raise bad_request(f'can\'t parse {what}: Field "text" must be of type String')
    if not text.strip():
        raise bad_request(
            f"can't parse {what}: Text is empty" if what.startswith("keyboard") else "BUTTON_TEXT_INVALID"
        )


def _reply_rows(rows: Any) -> list[list[JSON]]:
    return [[_reply_button(button) for button in row] for row in _rows(rows, "keyboard")]


def _reply_button(button: Any) -> JSON:
    kept: JSON = {"text": button} if isinstance(button, str) else button
    if not isinstance(kept, dict):
        raise bad_request("can't parse keyboard button: KeyboardButton must be an Object")
    _named(kept, "keyboard button")
    return kept
