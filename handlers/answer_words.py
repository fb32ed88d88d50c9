"""Answers in words where a button or a number was expected: «سبع سنين», «بنت», «لا», «ما أدري»."""

from language.ages import without_particles
from language.normaliser import normalised


def _spelt(words: str) -> frozenset[str]:
    return frozenset(normalised(words).split())


_FEMALE = _spelt("بنت بنتي طفلة فتاة امرأة سيدة انثى امي اختي جدتي زوجتي عجوز girl female woman daughter")
_MALE = _spelt("ولد ولدي طفل فتى رجل ذكر ابني ابوي ابي اخوي اخي جدي زوجي شايب boy male man son")
_YES = _spelt("نعم ايه ايوه ايوا اجل يوجد فيه yes")
_UNKNOWN = frozenset(
    map(
        normalised,
        ("ما أدري", "مدري", "لا أدري", "ما أعرف", "لا أعرف", "لا أعلم", "غير معروف", "I don't know", "unknown"),
    )
)
_NOTHING = frozenset(
    map(normalised, ("لا", "كلا", "لا يوجد", "لا توجد", "ما فيه", "ما في", "مافي", "ماعندي", "ما عندي", "no", "none"))
)


def choice_of(field: str, text: str, among: tuple[str, ...]) -> str | None:
    """The button a text stands for, of those a question has; None where it may be any or none."""
    plain = normalised(text[:100])
    said = plain.split()
    if field == "sex":
        said += [without_particles(word) for word in said]
        female, male = bool(_FEMALE & set(said)), bool(_MALE & set(said))
        return None if female == male else "female" if female else "male"
    denied = plain in _NOTHING or " ".join(said[:2]) in _NOTHING
    if among == ("no", "yes"):
        return "no" if denied else "yes" if said[:1] and said[0] in _YES else None
    if field == "consent":
        return "not-guardian" if denied else None
    if plain in _UNKNOWN or plain in _NOTHING:
        return next((each for each in ("unknown", "none") if each in among), None)
    return None


def only_yes(text: str) -> bool:
    """Whether a text agrees without saying who does."""
    return normalised(text[:100]) in _YES
