"""The parameters of one request, however they came: JSON, form, multipart or query string."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from sandbox.refusals import bad_request

JSON = dict[str, Any]


@dataclass(frozen=True)
class Upload:
    """One uploaded file."""

    content: bytes = field(repr=False)
    name: str = ""
    mime: str = ""


@dataclass(frozen=True)
class Params:
    """Values by name; strings from forms, anything from JSON. Getters refuse what Telegram can't read."""

    values: Mapping[str, Any]
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        return self.values.get(name) not in (None, "")

    def text(self, name: str) -> str:
        value = self.values.get(name)
        return "" if value is None else value if isinstance(value, str) else str(value)

    def integer(self, name: str, default: int = 0) -> int:
        """A whole number; what can't be read counts as the default, as in Telegram."""
        try:
            return int(self.values.get(name, default))
        except (TypeError, ValueError):
            return default

    def number(self, name: str) -> float | None:
        value = self.values.get(name)
        if value in (None, ""):
            return None
        try:
            return float(value)
        except (TypeError, ValueError):
            raise bad_request(f"bad {name} specified") from None

    def flag(self, name: str) -> bool:
        return str(self.values.get(name, "")).lower() in {"true", "1", "yes"}

    def structure(self, name: str) -> Any:
        """A JSON value, decoded if it came as text; None when absent."""
        value = self.values.get(name)
        if not isinstance(value, str | bytes):
            return value
        if not value:
            return None
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None

    def object(self, name: str) -> JSON:
        """A JSON object; empty when absent."""
        value = self.structure(name)
        if value is not None and not isinstance(value, dict):
            raise bad_request(f"can't parse {name.replace('_', ' ')}: object expected")
        return value or {}

    def integers(self, name: str) -> list[int]:
        """A JSON array of whole numbers."""
        try:
            return [int(one) for one in self.rows(name)]
        except (TypeError, ValueError):
            raise bad_request(f"can't parse {name.replace('_', ' ')}: Number expected") from None

    def rows(self, name: str) -> list[Any]:
        """A JSON array; empty when absent."""
        value = self.structure(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise bad_request(f"expected an Array of {name.replace('_', ' ')}")
        return value
