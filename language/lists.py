"""Several things in one sentence."""

from collections.abc import Sequence

from language.templates import Value, written
from language.text import Sentence, escaped, isolated
from language.voices import Say


def listed(say: Say, items: Sequence[Value]) -> Sentence:
    """Items joined as the language joins them: «الأحد والثلاثاء والخميس», "Sunday, Tuesday and Thursday"."""
    if not items:
        return Sentence("")
    *firsts, last = items
    if not firsts:
        return last if isinstance(last, Sentence) else Sentence(isolated(escaped(written(last))))
    text: Value = firsts[0]
    for item in firsts[1:]:
        text = say("list-more", first=text, last=item)
    return say("list-last", first=text, last=last)
