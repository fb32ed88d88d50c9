"""How much of everything a measurement takes."""

from dataclasses import dataclass, replace
from typing import Any

DATABASES = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Scale:
    """The sizes DESIGN §8 names, and how often each is measured."""

    runs: int = 3
    messages: int = 10_000
    """Sent without a cap, in each run."""
    paced_seconds: float = 15.0
    """How long the pace is watched after its ramp of ten seconds."""
    digest: int = 20_000
    recipients: int = 100_000
    """Of one alert; also the members there are when start and memory are measured."""
    subscriptions: int = 1_000_000
    polygons: int = 5_000
    databases: tuple[str, ...] = DATABASES

    @classmethod
    def short(cls) -> "Scale":
        """Whether everything can be measured at all; its figures say little."""
        return cls(
            runs=1, messages=1_000, paced_seconds=2.0, digest=2_000, recipients=2_000, subscriptions=20_000,
            polygons=500,
        )  # fmt: skip

    def with_sizes(self, **sizes: Any) -> "Scale":
        """The same but for the sizes that were named."""
        return replace(self, **{name: size for name, size in sizes.items() if size is not None})
