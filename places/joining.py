"""Areas of two files that are one: found by what they are called, where that leaves no doubt."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from language.normaliser import normalised
from models.areas import AreaKind
from places.areas import AreaIndex
from places.imports import AreaDraft

_ARABIC = re.compile("[\u0621-\u064a]")


Place = tuple[str | None, str]
"""The id of what an area lies in, and what it is called there, in one spelling."""


def same_by_name(drafts: Sequence[AreaDraft], index: AreaIndex, known: Collection[str]) -> dict[str, str]:
    """From a draft's id to the id of the stored area of its kind, in the same parent, and of one of its names.

    Only where one draft meets one area: of two of a name nobody knows which is meant, and both stay apart. A draft that
    is known already is not looked for. Arabic names count, Latin ones only where there is no other.
    """
    new = [draft for draft in drafts if draft.code not in known]
    there = {kind: _by_place(index, kind) for kind in {draft.kind for draft in new}}
    found = {draft.code: codes.pop() for draft in new if len(codes := _namesakes(draft, there[draft.kind])) == 1}
    claims, taken = Counter(found.values()), {draft.code for draft in drafts}
    return {draft: code for draft, code in found.items() if claims[code] == 1 and code not in taken}


def _by_place(index: AreaIndex, kind: AreaKind) -> dict[Place, set[str]]:
    found: dict[Place, set[str]] = {}
    for area, names in index.called(kind):
        above = index.area(area.parent_id).code if area.parent_id is not None else None
        for name in _telling(names):
            found.setdefault((above, name), set()).add(area.code)
    return found


def _namesakes(draft: AreaDraft, there: Mapping[Place, set[str]]) -> set[str]:
    names = _telling([name for name in (draft.name_ar, draft.name_en, *draft.names) if name])
    return set[str]().union(*(there.get((draft.parent, name), ()) for name in names))


def _telling(names: Sequence[str]) -> set[str]:
    arabic = [name for name in names if _ARABIC.search(name)]
    return {normalised(name, without_article=True) for name in arabic or names}


def renamed(drafts: Sequence[AreaDraft], joins: Mapping[str, str]) -> list[AreaDraft]:
    """The same drafts by the ids they are known by."""
    return [
        replace(
            draft,
            code=joins.get(draft.code, draft.code),
            parent=joins.get(draft.parent, draft.parent) if draft.parent is not None else None,
            joined=draft.joined or draft.code in joins,
        )
        for draft in drafts
    ]
