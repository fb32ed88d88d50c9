"""From the text, parse mode and entities of a request to text and entities as kept."""

from typing import Any

from sandbox.markup_html import parse_html
from sandbox.markup_v2 import parse_markdown_v2
from sandbox.params import Params
from sandbox.refusals import bad_request
from sandbox.text import clean, units
from sandbox.world import World

JSON = dict[str, Any]

ENTITY_TYPES = frozenset(
    {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bold", "italic", "underline",
     "strikethrough", "spoiler", "blockquote", "expandable_blockquote", "code", "pre", "text_link", "text_mention",
     "custom_emoji", "date_time"}
)  # fmt: skip
_FOUND_ANYWAY = frozenset({"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"})


def formatted(world: World, text: str, parse_mode: str, entities: Any) -> tuple[str, list[JSON]]:
    """Plain text and its entities; a parse mode wins over given entities."""
    text = clean(text)
    match parse_mode.lower():
        case "html":
            plain, found = parse_html(text)
        case "markdown":
            raise bad_request("the sandbox reads HTML and MarkdownV2, not the old Markdown")
        case "markdownv2":
            plain, found = parse_markdown_v2(text)
        case "" | "none":
            plain, found = text, _given(text, entities)
        case _:
            raise bad_request("unsupported parse_mode")
    return plain, [entity for entity in found if _people_known(world, entity)]


def _given(text: str, entities: Any) -> list[JSON]:
    if not entities:
        return []
    if not isinstance(entities, list):
        raise bad_request("expected an Array of entities")
    return [entity for entity in map(_entity, entities) if _inside(entity, units(text)) and _is_kept(entity)]


def _entity(entity: Any) -> JSON:
    if not isinstance(entity, dict) or entity.get("type") not in ENTITY_TYPES:
        raise bad_request('can\'t parse MessageEntity: Field "type" is invalid')
    place = Params(entity)
    kept = {key: value for key, value in entity.items() if value is not None}
    return kept | {"offset": place.integer("offset"), "length": place.integer("length")}


def _inside(entity: JSON, length: int) -> bool:
    begins, ends = int(entity["offset"]), int(entity["offset"] + entity["length"])
    return 0 <= begins < ends <= length


def _is_kept(entity: JSON) -> bool:
    """What Telegram recognises by itself is found again later."""
    return entity["type"] not in _FOUND_ANYWAY


def _people_known(world: World, entity: JSON) -> bool:
    """Give a mention by id its User; a mention of nobody is plain text."""
    if entity["type"] != "text_mention":
        return True
    user = entity["user"]
    account = world.account(user["id"] if isinstance(user, dict) else user)
    if account is not None:
        entity["user"] = account.as_json()
    return account is not None
