"""What decides which statistics about lost people apply to a case."""

import enum


class Terrain(enum.StrEnum):
    """Where somebody is lost, as the tables of R. J. Koester, *Lost Person Behavior*, have it."""

    URBAN = "urban"
    DRY = "dry"
    """Desert and dry plains."""
    DRY_MOUNTAIN = "dry-mountain"
    """Only dementia has figures of its own there."""
    MOUNTAIN = "mountain"
    """Temperate mountains."""
    FLAT = "flat"
    """Temperate plains, and what is none of the others."""


class LostAs(enum.StrEnum):
    """A row of the tables that age alone does not name; only where staff say so, and never told to volunteers."""

    DEMENTIA = "dementia"
    AUTISM = "autism"
    NEITHER = "neither"
