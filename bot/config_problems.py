"""What is wrong with settings, one sentence each, for the person who can mend it."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.failures import NotDone

PREFIX = "MIZALLA_"
OTHERS = frozenset({"MIZALLA_CONFIG", "MIZALLA_TEST_DATA"})
"""Variables of ours that are not settings."""


class ConfigError(NotDone):
    """The settings cannot be used; `problems` are whole sentences."""

    exit_code = 2

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))


def variable_of(name: str) -> str:
    """The environment variable that overrides a setting such as `web.port`."""
    return PREFIX + name.replace(".", "__").upper()


def setting_names(config: type[BaseModel]) -> list[str]:
    """Every setting as `section.key`, or `section` where the section is a list."""
    return [
        f"{section}.{key}" if key else section
        for section, field in config.model_fields.items()
        for key in _keys(field.annotation)
    ]


def strangers(environ: Mapping[str, str], config: type[BaseModel]) -> list[str]:
    """A sentence for each variable that looks like a setting and belongs to no section of ours."""
    known = [variable_of(name) for name in setting_names(config)]
    problems = []
    for name in sorted(environ):
        section, nested, _ = name.upper().removeprefix(PREFIX).partition("__")
        if not name.upper().startswith(PREFIX) or name.upper() in OTHERS or section.lower() in config.model_fields:
            continue
        near = difflib.get_close_matches(name.upper(), known, 1, 0.0 if nested else 0.8)
        if near:
            problems.append(f"{name} is not a setting{_or_rather(near)}.")
    return problems


def problems_of(
    error: ValidationError, config: type[BaseModel], path: Path, environ: Mapping[str, str], secrets: Mapping[str, Path]
) -> list[str]:
    """One sentence for each thing pydantic refused, beginning with where it is written; `secrets` have files."""
    return [_sentence(detail, config, _where(detail["loc"], path, environ, secrets)) for detail in error.errors()]


def _where(loc: Sequence[str | int], path: Path, environ: Mapping[str, str], secrets: Mapping[str, Path]) -> str:
    upper = {name.upper() for name in environ}
    names = (variable_of(".".join(map(str, loc[:depth]))) for depth in (2, 1))
    name = next((name for name in names if name in upper), None)
    return name or str(secrets.get(".".join(map(str, loc[:2])), path))


def _sentence(detail: ErrorDetails, config: type[BaseModel], where: str) -> str:
    name = _spelled(detail["loc"])
    if detail["type"] == "extra_forbidden":
        return f"{where}: {name} is not a setting{_or_rather(_nearest(detail['loc'], config))}."
    if detail["type"] == "missing":
        return f"{where}: {name} is missing."
    cause = detail.get("ctx", {}).get("error")
    return f"{where}: {name}: {cause or detail['msg'][0].lower() + detail['msg'][1:]}."


def _nearest(loc: Sequence[str | int], config: type[BaseModel]) -> list[str]:
    """The right name that a wrong one was probably meant to be, first in its own section, then anywhere."""
    wrong = str(loc[-1])
    beside = {key: _spelled([*loc[:-1], key]) for key in _names_beside(loc, config)}
    anywhere = {name.rpartition(".")[2]: name for name in setting_names(config)}
    for names, likeness in ((beside, 0.6), (anywhere, 0.8), (beside, 0.0)):
        close = difflib.get_close_matches(wrong, names, 1, likeness)
        if close:
            return [names[close[0]]]
    return []


def _names_beside(loc: Sequence[str | int], config: type[BaseModel]) -> list[str]:
    model = config
    for part in loc[:-1]:
        if isinstance(part, str):
            model = next(_models_in(model.model_fields[part].annotation))
    return list(model.model_fields)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """A model, or the model a list is of."""
    if _is_model(annotation):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)


def _keys(annotation: Any) -> list[str]:
    return list(annotation.model_fields) if _is_model(annotation) else [""]


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _or_rather(near: Sequence[str]) -> str:
    return f"; the nearest right name is {near[0]}" if near else ""


def _spelled(loc: Sequence[str | int]) -> str:
    """`reports.categories[0].code`, as people point at it."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc).lstrip(".")
