"""How fast one bot may write."""

from dataclasses import dataclass, field

from alerts.deciding import Act
from alerts.pacing import Gcra, Pace, Turns


@dataclass
class Budget:
    """How fast this bot may write: sends and edits share one pace, unless sends are paid for."""

    sends: Pace
    edits: Pace
    turns: Turns = field(default_factory=Turns)

    @classmethod
    def of(cls, per_second: float, *, paid: float | None = None, turns: Turns | None = None) -> "Budget":
        """`per_second` 0 is no limit of our own; `paid` the rate of paid sends (edits cannot be paid for)."""
        edits = Pace(per_second)
        return cls(Pace(paid) if paid else edits, edits, turns or Turns())

    def __post_init__(self) -> None:
        self.digests = Gcra(self.sends.configured / 2)

    def pace(self, act: Act) -> Pace:
        return self.sends if act in (Act.SEND, Act.SOUND) else self.edits

    def wait(self, at: float) -> float:
        """Seconds until anything at all may be begun; infinite while only an answer can tell."""
        sends = self.sends.wait(at)
        return sends if self.edits is self.sends else min(sends, self.edits.wait(at))

    @property
    def ahead(self) -> int:
        """A quarter second of work."""
        rate = self.sends.configured
        return 500 if rate <= 0 else max(16, min(500, int(rate * 0.25)))

    @property
    def in_flight(self) -> int:
        rate = self.sends.configured
        return 256 if rate <= 0 else min(256, int(rate * 0.2) + 16)
