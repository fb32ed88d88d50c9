"""Search theory: how well ground was searched, what that says about where else to look, and where to look next.

B. O. Koopman, *Search and Screening* (1946), as land search and rescue uses it: D. Cooper, J. R. Frost, R. Q. Robe,
*Compatibility of Land SAR Procedures with Search Theory* (2003). POA: probability of area; POD: of detection; POS: of
success. Nonsense (a negative length, a probability above one, not a number) is a ValueError.
"""

import enum
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

CLOSE_ENOUGH = 1e-6
"""How far the sum of all POAs may be from one before they are not taken for a distribution."""


class Visibility(enum.Enum):
    """How well what is looked for stands out, with sweep width per range of detection.

    R. J. Koester, D. C. Cooper, J. R. Frost, R. Q. Robe, *Sweep Width Estimation for Ground Search and Rescue* (2004),
    and Koester et al. in Wilderness & Environmental Medicine 25 (2014).
    """

    UNKNOWN = 1.645
    HIGH = 1.773
    MEDIUM = 1.556
    LOW = 1.135


@dataclass(frozen=True, slots=True)
class Work:
    """What a team can do: sweep width of each searcher (m), speed (m/h), time (h), searchers, and coverage wanted."""

    sweep_width_m: float
    speed_m_h: float
    hours: float
    people: int
    coverage: float

    def __post_init__(self) -> None:
        for value in (self.sweep_width_m, self.speed_m_h, self.hours, self.people, self.coverage):
            _positive(value)

    @property
    def area_m2(self) -> float:
        """The ground this much work covers that well: A = W · v · T · n / C."""
        return self.sweep_width_m * self.speed_m_h * self.hours * self.people / self.coverage


def coverage(*, sweep_width_m: float, speed_m_h: float, hours: float, people: int, area_m2: float) -> float:
    """C = W · v · T · n / A: how often, on average, each piece of ground was swept; without unit."""
    effort_m = _not_negative(speed_m_h) * _not_negative(hours) * _not_negative(people)
    return _not_negative(sweep_width_m) * effort_m / _positive(area_m2)


def pod(coverage: float) -> float:
    """POD = 1 − e^(−C), Koopman's law of random search: the share of such searches that find who is there."""
    return -math.expm1(-_not_negative(coverage))


def cumulative_pod(pods: Iterable[float]) -> float:
    """POD of several searches of the same ground that know nothing of each other: 1 − Π(1 − POD)."""
    return 1.0 - math.prod(1.0 - _probability(each) for each in pods)


def pos(poa: float, pod: float) -> float:
    """POS = POA · POD."""
    return _probability(poa) * _probability(pod)


@dataclass(frozen=True, slots=True)
class Shares:
    """POA of each segment and of the rest of the world; together one, or a ValueError."""

    segments: tuple[float, ...]
    rest: float

    def __post_init__(self) -> None:
        total = math.fsum([*map(_probability, self.segments), _probability(self.rest)])
        if abs(total - 1.0) > CLOSE_ENOUGH:
            raise ValueError(f"the probabilities of all ground and the rest of the world come to {total}, not to one")


def after_empty_search(shares: Shares, searched: int, pod: float) -> Shares:
    """Bayes: where the subject may be now that one segment was searched with this POD and nobody was found.

    POA' = POA (1 − POD) / (1 − POS) there, POA / (1 − POS) everywhere else, the rest of the world included. A search
    that was certain to succeed and found nobody contradicts itself: ValueError.
    """
    missed = 1.0 - _probability(pod)
    left = [poa * missed if at == searched else poa for at, poa in enumerate(shares.segments)]
    total = math.fsum([*left, shares.rest])
    if not 0 <= searched < len(shares.segments) or total <= 0.0:
        raise ValueError("no such segment, or the subject cannot be anywhere else")
    return Shares(tuple(poa / total for poa in left), shares.rest / total)


def sweep_width_m(range_of_detection_m: float, visibility: Visibility = Visibility.UNKNOWN) -> float:
    """Metres from the average range at which the object is first seen by who walks towards and from it."""
    return _positive(range_of_detection_m) * visibility.value


def density_per_km2(poa: float, area_m2: float) -> float:
    """POA per square kilometre: what an hour of work is worth there, wherever work goes equally fast."""
    return _probability(poa) / (_positive(area_m2) / 1e6)


def by_density(poas: Sequence[float], areas_m2: Sequence[float]) -> list[int]:
    """Places in both lists, those worth an hour most first; equals in the order given."""
    worth = [density_per_km2(poa, area) for poa, area in zip(poas, areas_m2, strict=True)]
    return sorted(range(len(worth)), key=lambda at: -worth[at])


def _probability(value: float) -> float:
    if not 0.0 <= value <= 1.0:
        raise ValueError(f"{value} is not a probability")
    return value


def _not_negative(value: float) -> float:
    if not 0.0 <= value < math.inf:
        raise ValueError(f"{value} is not a length, a time or a number of people")
    return value


def _positive(value: float) -> float:
    if _not_negative(value) == 0:
        raise ValueError("nothing at all is too little here")
    return value
