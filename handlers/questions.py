"""A question as it was asked, kept with the conversation so that it can be asked again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from handlers.buttons import AnyButton, Button, CopyText, Link, Named, Rows
from language.templates import Value
from language.text import Key, Sentence

KEPT_AS = "question"
"""Its place among what was entered."""

_MADE: Mapping[str, type[str]] = {"sentence": Sentence, "key": Key}


@dataclass(frozen=True)
class Question:
    """The key of its sentence, the values in it, its buttons, and the key of a button that sends a location."""

    key: str
    facts: Mapping[str, Value] = field(default_factory=dict)
    rows: Rows = ()
    location: str | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "facts": {name: _kept(value) for name, value in self.facts.items()},
            "rows": [[_kept_button(each) for each in row] for row in self.rows],
            "location": self.location,
        }


def question_from(entered: Mapping[str, Any]) -> Question | None:
    """The question asked last in this conversation; None where none was kept."""
    kept = entered.get(KEPT_AS)
    if kept is None:
        return None
    facts = {name: _value(value) for name, value in kept["facts"].items()}
    rows = [[_button(each) for each in row] for row in kept["rows"]]
    return Question(kept["key"], facts, rows, kept["location"])


def _kept(value: Value) -> Any:
    """Text and numbers as they are; what is a sentence already, or a key, says so."""
    for name, kind in _MADE.items():
        if isinstance(value, kind):
            return {name: str(value)}
    return value


def _value(kept: str | int | Mapping[str, str]) -> Value:
    if isinstance(kept, str | int):
        return kept
    ((name, text),) = kept.items()
    return _MADE[name](text)


def _kept_button(button: AnyButton) -> dict[str, Any]:
    match button:
        case Button(key, _, facts):
            return {"key": key, "calls": button.packed, "facts": {name: _kept(each) for name, each in facts.items()}}
        case Named(name, _):
            return {"name": name, "calls": button.packed}
        case Link(key, url):
            return {"key": key, "url": url}
        case CopyText(key, text):
            return {"key": key, "text": text}


def _button(kept: Mapping[str, Any]) -> AnyButton:
    if "name" in kept:
        return Named(kept["name"], kept["calls"])
    if "url" in kept:
        return Link(kept["key"], kept["url"])
    if "text" in kept:
        return CopyText(kept["key"], kept["text"])
    return Button(kept["key"], kept["calls"], {name: _value(each) for name, each in kept["facts"].items()})
