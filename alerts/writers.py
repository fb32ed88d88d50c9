"""Which wording is written by whom."""

from collections.abc import Mapping

from alerts import (
    letters_of_digests,
    letters_of_posters,
    letters_of_reports,
    letters_of_searches,
    letters_of_sightings,
    letters_of_volunteers,
)
from alerts.letters import Form
from models.alerts import Wording
from models.rules import Rules


def forms(rules: Rules) -> Mapping[Wording | str, Form]:
    """Every wording's form, as this deployment speaks; `digest` is that of digests."""
    return {
        **letters_of_searches.forms(rules),
        **letters_of_posters.forms(rules),
        **letters_of_sightings.forms(rules),
        **letters_of_volunteers.forms(rules),
        **letters_of_reports.forms(rules),
        **letters_of_digests.forms(rules),
    }
