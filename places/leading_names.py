"""The name of an area at the beginning of words, as it is written and spoken: «بالطائف», «مالرياض», al olaya."""

from collections.abc import Sequence

from language.normaliser import normalised
from models.areas import Area
from places.areas import AreaIndex
from places.landmarks import DIRECTIONS, ONTO, PREPOSITIONS

_LONGEST_NAME = 4
"""Words of a name that is looked for inside a longer text."""
_PREFIXES = (
    ("وبال", "ال"), ("بال", "ال"), ("فال", "ال"), ("عال", "ال"), ("مال", "ال"), ("وال", "ال"), ("لل", "ال"),
    ("ب", ""), ("ل", ""), ("و", ""),
)  # fmt: skip
"""In, on, from, and, for, written together with the name that follows."""
_SHORTEST = 3
"""Letters of a name that something may be written together with."""
ARTICLES = ("al", "el", "the", "of")


def is_direction(word: str) -> bool:
    return word in DIRECTIONS or (word[:1] in set("وبل") and word[1:] in DIRECTIONS)


def leading_name(
    words: list[str], plain: list[str], areas: AreaIndex, *, announced: bool = True
) -> tuple[list[Area], int, bool] | None:
    """The areas of the longest name at the start, its words, and whether a preposition is written together with it.

    A single word without the article of the name («خرج», «الخرج») has to be announced.
    """
    if is_direction(plain[0]) or plain[0] in PREPOSITIONS or (plain[0][:1].isdigit() and not announced):
        return None
    end = next((at for at, word in enumerate(plain) if not word), len(words))
    for length in range(min(_LONGEST_NAME, end), 0, -1):
        if plain[length - 1] in ARTICLES or (plain[length - 1] in ONTO and not plain[length - 1].isascii()):
            continue
        found, joined = called(words[:length], areas)
        if (
            length == 1
            and not announced
            and not joined
            and not plain[0].startswith(("ال", "وال"))
            and not words[0].isascii()
        ):
            found = [area for area in found if not normalised(area.name_ar).startswith("ال")]
        if found:
            return found, length, joined
    return None


def called(words: Sequence[str], areas: AreaIndex) -> tuple[list[Area], bool]:
    """The areas these words name, and whether behind a preposition written together with them («بجدة»).

    Where they are a name as they stand too («بجده», a village), both are meant if the other one holds more areas.
    """
    found, first = areas.named(" ".join(words)), normalised(words[0]) if words else ""
    for prefix, instead in _PREFIXES:
        if first.startswith(prefix) and len(first) - len(prefix) > _SHORTEST - 1:
            other = areas.named(" ".join([instead + first.removeprefix(prefix), *words[1:]]))
            if other and (not found or _most_below(other, areas) > _most_below(found, areas)):
                return [*other, *found], not prefix.startswith("و") or prefix == "وبال"
    return found, False


def _most_below(found: list[Area], areas: AreaIndex) -> int:
    return max((len(areas.below(area.id or 0)) for area in found), default=0)


def without_article(word: str) -> str:
    """A normalised word without ال and what is written together with it."""
    for prefix in ("بال", "وال", "لل", "ال"):
        if word.startswith(prefix) and len(word) - len(prefix) > 1:
            return word.removeprefix(prefix)
    return word
