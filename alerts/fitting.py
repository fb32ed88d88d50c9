"""Letters of many lines that must fit under a picture: what people wrote gives way, what to do never does."""

from collections.abc import Callable, Sequence

from language.text import CAPTION_LIMIT, Sentence, cleaned, shortened, utf16_length, visible

Lines = Sequence[Sentence | None]

CAPS = (500, 300, 200, 120, 80, 50, 30)
"""Characters each text of people may keep, tried from the longest on."""


def fitted(written: Callable[[int], Lines], limit: int = CAPTION_LIMIT) -> Sentence:
    """The lines, with each text of people cut as little as makes the whole fit `limit` visible UTF-16 units.

    `written` is given how many characters a text may have. Always as for a caption: a picture may come later.
    """
    letter = Sentence("")
    for cap in CAPS:
        letter = Sentence("\n".join(line for line in written(cap) if line))
        if utf16_length(visible(letter)) <= limit:
            return letter
    return shortened(letter, limit)


def clipped(text: str, cap: int) -> str:
    """A text of people with at most `cap` characters, cut at a word and marked so."""
    kept = cleaned(text, limit=cap, lines=False)
    return f"{kept.text.rpartition(' ')[0] or kept.text}…" if kept.cut else kept.text
