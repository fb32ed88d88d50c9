"""How a "no" is said."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any

from language.text import Sentence
from language.times import when
from language.voices import Say
from models.refusals import Refusal


def refusal_sentence(say: Say, refusal: Refusal, *, zone: tzinfo, now: datetime) -> Sentence:
    """The sentence of a refusal, its facts put in; a moment among them is said in the reader's zone."""
    return say(refusal.sentence, **_words(say, refusal.facts, zone, now))


def _words(say: Say, facts: Mapping[str, Any], zone: tzinfo, now: datetime) -> dict[str, Any]:
    return {name: when(say, fact, zone, now) if isinstance(fact, datetime) else fact for name, fact in facts.items()}
