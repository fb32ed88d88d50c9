"""The tree of areas: region > city > district, by number."""

from collections.abc import Iterable, Iterator

from models.areas import Area, AreaKind
from models.refusals import NotFound


class AreaTree:
    """Stored areas by number; one whose parent is not among them stands at the top."""

    def __init__(self, areas: Iterable[Area]) -> None:
        self._areas = {_number(area): area for area in areas}
        self._kinds = {number: area.kind for number, area in self._areas.items()}
        self._parents = {
            number: area.parent_id for number, area in self._areas.items() if area.parent_id in self._areas
        }
        self._children: dict[int | None, list[int]] = {}
        for number in self._areas:
            self._children.setdefault(self._parents.get(number), []).append(number)

    def __iter__(self) -> Iterator[int]:
        return iter(self._areas)

    def area(self, area_id: int) -> Area:
        """Refuses a number that is no area with NotFound."""
        try:
            return self._areas[area_id]
        except KeyError:
            raise NotFound(area_id=area_id) from None

    def kind(self, area_id: int) -> AreaKind:
        return self._kinds[area_id]

    def children(self, area_id: int | None) -> list[Area]:
        """What lies directly below, by name; below None lies what has no parent."""
        below = [self._areas[number] for number in self._children.get(area_id, ())]
        return sorted(below, key=lambda area: (area.name_ar or area.name_en, area.name_en))

    def lineage(self, area_id: int) -> list[int]:
        """The area itself, then what it lies in, nearest first; ends where a circle of parents would begin."""
        line = [area_id]
        while (above := self._parents.get(line[-1])) is not None and above not in line:
            line.append(above)
        return line

    def below(self, area_id: int) -> set[int]:
        """Everything that lies in the area, at any depth, without the area itself."""
        found: set[int] = set()
        waiting = list(self._children.get(area_id, ()))
        while waiting:
            number = waiting.pop()
            if number not in found:
                found.add(number)
                waiting.extend(self._children.get(number, ()))
        return found - {area_id}

    def apart(self, one: int, other: int) -> bool:
        """Whether names alone say that two areas are different places: at or above them, areas of one kind differ."""
        line = {self._kinds[number]: number for number in self.lineage(one)}
        return any(line.get(self._kinds[number], number) != number for number in self.lineage(other))


def _number(area: Area) -> int:
    if area.id is None:
        raise ValueError("an area that was never stored has no number")
    return area.id
