"""Changing a settings file where it stands: a value at a time, every comment and all else left as written."""

import json
import re
from collections.abc import Mapping
from typing import Any

import yaml

_PLAIN = re.compile(r"[^\W\d_][\w -]*[^\W_]|[^\W\d_]")
_RESERVED = {"true", "false", "null"}

_Pair = tuple[yaml.Node, yaml.Node]
"""A key and its value, as they stand in the file."""


def with_settings(text: str, changes: Mapping[str, Any]) -> str:
    """The text with these settings: `section.key`, or a section that is a list; a list is written a line an item."""
    for name, value in changes.items():
        text = _with(text, name, value)
    return text


def _with(text: str, name: str, value: Any) -> str:
    section, _, key = name.partition(".")
    pair = _pair(yaml.compose(text, yaml.SafeLoader), section)
    if pair is None:
        body = f"\n  {key}:{_written(value, 4)}" if key else _written(value, 2)
        return f"{text.rstrip()}\n\n{section}:{body}\n".lstrip()
    found = pair[1]
    if not key:
        return _replaced(text, pair, _written(value, 2))
    if not isinstance(found, yaml.MappingNode):
        return _replaced(text, pair, f"\n  {key}:{_written(value, 4)}")
    held = _pair(found, key)
    if held is not None:
        return _replaced(text, held, _written(value, 4, flow=bool(found.flow_style)))
    return _inserted(text, found, key, value)


def _inserted(text: str, section: yaml.MappingNode, key: str, value: Any) -> str:
    """A key that is not there yet, before the first one of its section."""
    at = section.start_mark.index
    if section.flow_style:
        comma = ", " if section.value else ""
        return f"{text[: at + 1]}{key}:{_written(value, 0, flow=True)}{comma}{text[at + 1 :]}"
    indent = section.start_mark.column
    return f"{text[:at]}{key}:{_written(value, indent + 2)}\n{' ' * indent}{text[at:]}"


def _pair(node: yaml.Node | None, key: str) -> _Pair | None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next((pair for pair in pairs if pair[0].value == key), None)


def _replaced(text: str, pair: _Pair, written: str) -> str:
    """`written` begins right after the colon; a comment between the colon and a list stays."""
    colon = text.index(":", pair[0].end_mark.index) + 1
    between = text[colon : pair[1].start_mark.index].rstrip()
    comment = between if written.startswith("\n") and "#" in between else ""
    return text[:colon] + comment + written + text[_end(pair[1]) :]


def _end(node: yaml.Node) -> int:
    """Where the value ends; a block's own mark lies behind the comments that follow it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last)
    return int(node.end_mark.index)


def _written(value: Any, indent: int, *, flow: bool = False) -> str:
    if isinstance(value, list | tuple) and value and not flow:
        return "".join(f"\n{' ' * indent}- {_flow(each)}" for each in value)
    return f" {_flow(value)}"


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value.lower() not in _RESERVED:
        return value
    return json.dumps(value, ensure_ascii=False)
