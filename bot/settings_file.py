"""Reading config.yaml: YAML 1.2 scalars, so that 22:30 and 0911 stay as written; no key twice."""

import re
from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml


class BadFile(Exception):
    """The settings file cannot be read; the message is one sentence that says where and why."""


class _Loader(yaml.SafeLoader):
    """YAML 1.1 would make 22:30 the number 1350, 0911 an octal number and `no` a refusal."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.MarkedYAMLError(problem=f"{key.value!r} is written twice", problem_mark=key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?(?:0|[1-9][0-9]*)", "-+0123456789"),
    ("float", r"[-+]?[0-9]+\.[0-9]+", "-+0123456789"),
    ("null", r"null|~|", "n~"),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), [*_first, ""])


def read_settings(path: Path) -> dict[str, Any]:
    """The sections of a settings file as plain values; an empty section is left out. Raises BadFile."""
    try:
        written = yaml.load(path.read_text("utf-8"), _Loader)  # noqa: S506 - a SafeLoader
    except OSError as error:
        raise BadFile(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise BadFile(f"{path} is not UTF-8 text.") from error
    except yaml.MarkedYAMLError as error:
        raise BadFile(f"{path}, {_line(error)}: {error.problem}.") from error
    except yaml.YAMLError as error:
        raise BadFile(f"{path} is not YAML: {error}.") from error
    if written is None:
        return {}
    if not isinstance(written, dict):
        raise BadFile(f"{path} must hold sections such as `telegram:` with settings below them.")
    return {str(section): settings for section, settings in written.items() if settings is not None}


def _line(error: yaml.MarkedYAMLError) -> str:
    mark = error.problem_mark or error.context_mark
    return f"line {mark.line + 1}" if mark else "somewhere"
