"""A figure, what it must reach, and whether it does."""

import enum
import os
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


class Verdict(enum.StrEnum):
    REACHED = "reached"
    MISSED = "missed"
    NOT_MEASURED = "not measured"


@dataclass(frozen=True)
class Limit:
    """What a figure must reach, in its unit; `at_least`: more is better."""

    value: float
    unit: str = ""
    at_least: bool = False

    def allows(self, figure: float) -> bool:
        return figure >= self.value if self.at_least else figure <= self.value

    def __str__(self) -> str:
        return f"{'≥' if self.at_least else '≤'} {shown(self.value)} {self.unit}".strip()


@dataclass(frozen=True)
class Figure:
    """One line of the table: the median of its runs, beside what it is compared with."""

    what: str
    runs: Sequence[float]
    limit: Limit
    reference: str = ""
    load: float = field(default_factory=lambda: round(os.getloadavg()[0], 1))
    """Average number of processes that wanted to run in the last minute, this one among them."""

    @property
    def value(self) -> float | None:
        return statistics.median(self.runs) if self.runs else None

    @property
    def verdict(self) -> Verdict:
        if self.value is None:
            return Verdict.NOT_MEASURED
        return Verdict.REACHED if self.limit.allows(self.value) else Verdict.MISSED

    @property
    def told(self) -> str:
        """The median with its unit, and the runs where there were several."""
        if self.value is None:
            return "-"
        spread = f" ({shown(min(self.runs))}-{shown(max(self.runs))})" if len(self.runs) > 1 else ""
        return f"{shown(self.value)} {self.limit.unit}".strip() + spread

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"value": self.value, "verdict": self.verdict, "limit": str(self.limit)}


def not_measured(what: str, limit: Limit, why: str) -> Figure:
    return Figure(what, (), limit, why)


def shown(value: float) -> str:
    """Three figures that mean something, and thousands set apart."""
    if value == 0 or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"
