"""Numbers as people write them, read into Latin digits, and decimals written out."""

import re

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_PLAIN = re.compile(r"[+-]?\d+(?:[.,]\d+)?")


def latin_digits(text: str) -> str:
    """Arabic-Indic and Persian digits as Latin ones; between digits ٫ becomes a point, ٬ goes, ، becomes a comma."""
    text = text.translate(_DIGITS)
    text = re.sub(r"(?<=\d)٫(?=\d)", ".", text)
    text = re.sub(r"(?<=\d)٬(?=\d)", "", text)
    return re.sub(r"(?<=\d)،(?=\s*[+-]?\d)", ",", text)


def number(text: str) -> float | None:
    """The one number a text is, or None: 1,500 and ١٬٥٠٠ are 1500; 1,5 and ١٫٥ are one and a half."""
    written = latin_digits(text.strip())
    if _GROUPED.fullmatch(written):
        return float(written.replace(",", ""))
    if _PLAIN.fullmatch(written):
        return float(written.replace(",", "."))
    return None


def whole_number(text: str) -> int | None:
    """The one whole number a text is, or None."""
    value = number(text)
    return int(value) if value is not None and value.is_integer() else None


def decimal(value: float, places: int = 1) -> str:
    """A decimal for people: at most so many places, no zeros at its end, a point in both languages."""
    text = f"{round(value, places) + 0.0:.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
