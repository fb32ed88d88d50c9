"""In which language a page answers."""

from collections.abc import Collection


def chosen_language(asked: str, accepts: str, known: Collection[str], default: str) -> str:
    """What was asked for by `?lang=`, else the first of Accept-Language that is known, else the default (RFC 9110)."""
    if asked in known:
        return asked
    ranked = sorted((_read(part) for part in accepts.split(",")), key=lambda each: -each[1])
    return next((language for language, weight in ranked if weight > 0 and language in known), default)


def _read(part: str) -> tuple[str, float]:
    """`en-GB;q=0.8` is (en, 0.8); a weight nobody understands counts as none."""
    name, _, weight = part.partition(";")
    language = name.strip().lower().partition("-")[0]
    number = weight.strip().removeprefix("q=")
    try:
        return language, float(number) if number else 1.0
    except ValueError:
        return language, 0.0
