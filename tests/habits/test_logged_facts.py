"""Every event we log has a name, and says only what may be logged."""

import ast
from collections.abc import Iterator
from pathlib import Path

from bot.logs import FACTS, only_facts

ROOT = Path(__file__).parents[2]
ROOMS = (
    "alerts", "bot", "clock", "formats", "handlers", "language", "models", "pictures", "places", "reading", "services",
    "web",
)  # fmt: skip
METHODS = {"debug", "info", "warning", "error", "exception", "critical"}


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Each `log.…(…)` of ours, with where it stands."""
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _is_log(node.func):
                    yield f"{file.relative_to(ROOT)}:{node.lineno}", node


def _is_log(called: ast.Attribute) -> bool:
    return called.attr in METHODS and isinstance(called.value, ast.Name) and called.value.id in {"log", "logger"}


def test_every_event_is_a_fixed_phrase_of_plain_words():
    named = {where: _event(call) for where, call in calls()}
    assert {
        where: event for where, event in named.items() if event != only_facts(None, "", {"event": event})["event"]
    } == {}


def _event(call: ast.Call) -> str:
    given = call.args[0] if len(call.args) == 1 else None
    return given.value if isinstance(given, ast.Constant) and isinstance(given.value, str) else ""


def test_every_fact_is_one_of_those_that_may_be_logged():
    allowed = FACTS | {"exc_info", "where", None}
    told = {(where, keyword.arg) for where, node in calls() for keyword in node.keywords}
    assert {(where, key) for where, key in told if key not in allowed} == set()
