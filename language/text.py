"""Text as it comes from people and as it goes out: cleaning, isolates, lengths as Telegram counts them."""

import html
import re
import unicodedata
from dataclasses import dataclass

LETTER_LIMIT = 4096
"""UTF-16 units of visible text in a Telegram message (Bot API, sendMessage: "after entities parsing")."""
CAPTION_LIMIT = 1024
"""UTF-16 units of visible text under a picture (Bot API, sendPhoto)."""

FIRST_STRONG_ISOLATE = "\u2068"
POP_ISOLATE = "\u2069"
RIGHT_TO_LEFT_MARK = "\u200f"

_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_NUMBER = re.compile(r"[0-9]+(?:[:.,/][0-9]+)*")
TELEPHONE = re.compile(r"\+?\d(?:[\s\-().]{0,2}\d){6,}")
"""Seven digits or more, of whichever script, with what people put between them."""
_TAG = re.compile(r"<[^<>]*>")
_VISIBLE = re.compile(r"<[^<>]*>|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);|.", re.DOTALL)
_ISOLATED = re.compile(f"{FIRST_STRONG_ISOLATE}[^{POP_ISOLATE}]*{POP_ISOLATE}")
_JOINERS = {"\u200c", "\u200d"}
_LAST_WORD = 40


class Sentence(str):
    """A sentence already made for Telegram's HTML: put into another one as it is, neither escaped nor isolated."""

    __slots__ = ()


class Key(str):
    """The key of a sentence, given as a value: it is said in the reader's language where it is put in."""

    __slots__ = ()


def without_direction(text: str) -> str:
    """The text without bidi controls, so that nothing in it can turn the sentence around it."""
    return _DIRECTION.sub("", text)


def isolated(text: str) -> str:
    """Each line of the text between U+2068 and U+2069, its own bidi controls removed, so never isolated twice.

    An isolate ends with its line (Unicode Standard Annex 9, BD9), hence one for each.
    """
    lines = without_direction(text).split("\n")
    return "\n".join(f"{FIRST_STRONG_ISOLATE}{line}{POP_ISOLATE}" if line else "" for line in lines)


def directed(text: str, mark: str) -> str:
    """The text with `mark` before each line that has isolated letters only, so that it runs as its neighbours do.

    What is isolated does not count when a line's direction is found (Unicode Standard Annex 9, P2).
    """
    return "\n".join(mark + line if _is_undirected(line) else line for line in text.split("\n"))


def _is_undirected(line: str) -> bool:
    return FIRST_STRONG_ISOLATE in line and not any(map(str.isalpha, _ISOLATED.sub("", _TAG.sub("", line))))


def is_number(text: str) -> bool:
    """Whether it is Latin digits alone, with : . , / between them: these keep their order in either direction.

    Source: Unicode Standard Annex 9, rules W2 and W4 (a common separator between two numbers joins them).
    """
    return _NUMBER.fullmatch(text) is not None


def escaped(text: str) -> str:
    """Text of people made safe for Telegram's HTML."""
    return html.escape(text, quote=False)


def visible(sentence: str) -> str:
    """A sentence as it is read: tags removed, entities resolved."""
    return html.unescape(_TAG.sub("", sentence))


def printed(sentence: str) -> str:
    """A sentence as it is drawn: without tags, and without bidi controls, which fonts draw as boxes."""
    return without_direction(visible(sentence))


def utf16_length(text: str) -> int:
    """How long Telegram thinks a text is: UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What somebody sent, made fit to keep; `length` (code points) is that of all of it, `cut` says some was lost."""

    text: str
    length: int
    cut: bool


def cleaned(text: str, *, limit: int, lines: bool = True) -> Cleaned:
    """NFC, no control or override characters, blank runs collapsed, at most `limit` code points.

    With `lines`, single line breaks and one empty line between paragraphs stay; without, everything is one line.
    """
    whole = _collapsed(_printable(unicodedata.normalize("NFC", text)), lines)
    kept = _cut(whole, limit)
    return Cleaned(text=kept, length=len(whole), cut=kept != whole)


def _printable(text: str) -> str:
    text = re.sub("\r\n?|[\u2028\u2029\u0085]", "\n", text)
    return "".join(char for char in text if char in "\n\t" or char in _JOINERS or not _is_hidden(char))


def _is_hidden(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cf", "Cs"}


def _collapsed(text: str, lines: bool) -> str:
    if not lines:
        return " ".join(text.split())
    text = re.sub(r"[^\S\n]+", " ", text)
    text = re.sub(r" ?\n ?", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _cut(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    end = limit
    while end > 0 and (_continues(text[end]) or text[end - 1] == "\u200d"):
        end -= 1
    return text[: end or limit].rstrip()


def _continues(char: str) -> bool:
    return bool(unicodedata.combining(char)) or char in _JOINERS or "\ufe00" <= char <= "\ufe0f"


def shortened(letter: str, limit: int = LETTER_LIMIT) -> Sentence:
    """A letter of at most `limit` visible UTF-16 units; what is cut ends in …, with every tag and isolate closed."""
    if utf16_length(visible(letter)) <= limit:
        return Sentence(letter)
    kept = _fitting(_VISIBLE.findall(letter), limit)
    text = "".join(_to_word(kept)).rstrip()
    return Sentence(f"{text}…{_closings(text)}")


def _fitting(pieces: list[str], limit: int) -> list[str]:
    """As many pieces as leave room for … and for closing the isolates opened in them."""
    room, depth, kept = limit - 1, 0, []
    for piece in pieces:
        is_tag = len(piece) > 1 and piece.startswith("<")
        room -= 0 if is_tag else utf16_length(visible(piece))
        depth += (piece == FIRST_STRONG_ISOLATE) - (piece == POP_ISOLATE)
        if room < max(depth, 0):
            break
        kept.append(piece)
    return kept


def _to_word(pieces: list[str]) -> list[str]:
    """The pieces up to the last blank, when there is one near the end."""
    for end in range(len(pieces) - 1, max(len(pieces) - _LAST_WORD, 0), -1):
        if pieces[end].isspace():
            return pieces[:end]
    return pieces


def _closings(text: str) -> str:
    """What must follow a text that was cut: isolates first, then tags, innermost first."""
    open_marks: list[str] = []
    for mark in re.findall(f"<[^<>]*>|[{FIRST_STRONG_ISOLATE}{POP_ISOLATE}]", text):
        if mark == POP_ISOLATE or mark.startswith("</"):
            if open_marks:
                open_marks.pop()
        else:
            open_marks.append(mark)
    return "".join(map(_closing, reversed(open_marks)))


def _closing(mark: str) -> str:
    return POP_ISOLATE if mark == FIRST_STRONG_ISOLATE else f"</{re.split(r'[ >]', mark[1:], maxsplit=1)[0]}>"
