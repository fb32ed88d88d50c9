"""What must be known of a missing person before a search goes out."""

from models.searches import Search, SubjectKind

ALWAYS = ("subject_name", "subject_age", "subject_sex", "lkp_at", "reporter_name", "reporter_relation")
CHECKED = ("how_checked",)
CONSENT = ("consent_by", "consent_at")
GATES = ("custody", "protection_order", "left_by_choice")
"""The questions of which one yes stops a case; a child does not leave by choice, and is not asked about."""


def gates_of(search: Search) -> tuple[str, ...]:
    """The gate questions this case is asked."""
    return GATES[:2] if search.subject_kind is SubjectKind.CHILD else GATES


def missing(search: Search) -> list[str]:
    """Names of the columns that must be filled before a search is submitted.

    No place: it goes to the whole region, flagged. No police report: to vetted volunteers only. Neither is missing.
    """
    wanted = [*ALWAYS, *CHECKED, *CONSENT, *gates_of(search)]
    empty = [name for name in wanted if getattr(search, name) in {None, ""}]
    if search.subject_kind is SubjectKind.ADULT and not search.vulnerable:
        empty.append("vulnerable")
    return empty


def missing_for_operator(search: Search) -> list[str]:
    """The same for what the operator publishes, who answers for having checked it."""
    return [name for name in missing(search) if name not in CHECKED]
