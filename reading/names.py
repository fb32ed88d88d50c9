"""The missing person's name: after a word that announces it, or a known one after who it is; never a kunya."""

import re
from collections.abc import Iterator

from language.ages import small_number
from language.names import is_kunya
from language.normaliser import normalised
from reading.cues import AGE, NAME, after_cue, end_of
from reading.given_names import GIVEN_NAMES
from reading.pages import BOUNDARY, Found, Page, led, phrases

MOST_WORDS = 6
_CUE = re.compile(NAME)
_WHO = re.compile(
    led(
        "الطفل/الطفلة/الولد/البنت/الفتاة/الشاب/الشابة/الرجل/المواطن/المواطنة/المفقود/المفقودة/الحاج/الحاجة/"
        "العم/العمة/الوالد/الوالدة/المسن/المسنة/السيد/السيدة/الأستاذ/الأخ/الأخت/الرضيع/الرضيعة/الشيخ/الشيخة/"
        "الطالب/الطالبة/العجوز",
        "ابني/ابنتي/بنتي/ولدي/اخوي/أخي/أختي/اختي/أبي/ابوي/والدي/والدتي/أمي/امي/جدي/جدتي/عمي/خالي/خالتي/عمتي/"
        "زوجي/زوجتي/ابننا/ابنتنا/ولدنا/بنتنا/ابن عمي/ابن اخوي/ابن اختي/ولد اخوي/ولد اختي",
        "طفل/طفلة/ولد/بنت/شاب/فتاة/رجل/مسن/مسنة/شايب/عجوز/فقدان/فقدنا/اختفاء/تغيب/البحث عن/نبحث عن/مفقود/"
        "مفقودة/مفقوده/ضاع/ضاعت/ضياع",
        "boy/girl/child/man/woman/son/daughter/brother/sister/father/mother/grandfather/grandmother/grandma/"
        "grandpa/uncle/aunt/husband/wife/missing/lost/mr/mrs/looking for/search for/find/help find/"
        "missing person/missing child",
    )
)
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_SKIPPED = re.compile(
    rf"[\s:,|]*(?:{phrases('المفقود/المفقودة/الصغير/الصغيرة/المسن/المسنة/مفقود/مفقودة/هو/هي/اسمه/اسمها/is/named/called/the/a/our/my/little/old/missing/child/boy/girl/person/man')}[\s:,|]*)*"
)
_LINKS = frozenset(
    map(normalised, ("بن", "ابن", "بنت", "آل", "عبد", "ابو", "bin", "ibn", "bint", "al", "el", "abdul", "abdel", "abu"))
)
_NISBA = re.compile(r"ال\w{3,}|(?:al|el)[- ]?\w{3,}")
_TITLED = re.compile(
    led(
        "الطفل/الطفلة/الشاب/الشابة/الفتاة/المواطن/المواطنة/الحاج/الحاجة/الشيخ/الرضيع/الرضيعة/الطالب/الطالبة/"
        "المفقود/المفقودة/عمي/خالي/عمتي/خالتي/جدي/جدتي"
    )
)
"""After these somebody is called by name, known to us or not."""
_THEN_AGE = re.compile(rf"[\s,:|-]*\(?(?:{AGE}|\d{{1,3}}(?!\d)|من مواليد)")
_UNKNOWN = re.compile(
    r"(?:لا|ما|ولا|وما|لم|not|doesn t|does not|don t|can t|cannot)(?: \w+){0,2} $|n't (?:know |tell |say )?$"
)
_LATIN_LEAD = re.compile(r"((?:[A-Z][\w'-]+ ){0,3}[A-Z][\w'-]+)(?=[ ,(]+(?:aged? )?\d{1,3}\b)")
_NO_NAME = frozenset(
    normalised("""
عمره عمرها العمر من في عن الى على خرج خرجت طلع مفقود مفقودة مجهول مجهولة غير لا ما لم معروف نعرف يعرف نعرفه اعرف
اعرفه اعرفها معروفه unknown not the a is was and or who he she aged age last missing لابس لابسة يرتدي الله
الكريم الكامل كامل رباعي ثلاثي عند وهو وهي ولا وما ليس وليس طفل طفلة بنت ولد رجل شاب امرأة يوم امس اليوم
""").split()
)  # fmt: skip
_TITLES = frozenset(
    normalised("""
الطفل الطفلة الشاب الحاج الحاجة العم العمة السيد السيدة الدكتور المواطن mr mrs ms dr sheikh الشيخ الاستاذ
""").split()
)  # fmt: skip


def name_of(page: Page) -> Found[str] | None:
    """The first name of the missing person in a post; a kunya says whose parent somebody is, and is none."""
    for cue in _CUE.finditer(page.plain):
        if _UNKNOWN.search(page.plain[: cue.start()]):
            continue
        found = _announced(page, after_cue(page.plain, cue.end()))
        if found is not None:
            return found
    for cue in _WHO.finditer(page.plain):
        start = _past_titles(page.plain, cue.end())
        if page.plain[start - 1 : start].isalnum() or _kunya_at(page.plain, start):
            continue
        found = _known(page, start) or (_titled(page, start) if _TITLED.fullmatch(cue[0]) else None)
        if found is not None:
            return found
    return _leading(page) or _capitals(page)


def _announced(page: Page, start: int) -> Found[str] | None:
    """Whatever stands after «اسمه», unless it says that nobody knows."""
    words = list(_words(page.plain, start, end_of("name", page.plain, start)))
    while words and normalised(words[0][0]) in _TITLES:
        words.pop(0)
    kept: list[re.Match[str]] = []
    for word in words[:MOST_WORDS]:
        plain = normalised(word[0])
        if (plain in _NO_NAME and not (kept and plain in _LINKS)) or small_number(word[0]) is not None:
            break
        kept.append(word)
    return _found(page, kept)


def _known(page: Page, start: int) -> Found[str] | None:
    """A chain that begins with a given name everybody knows."""
    words = list(_words(page.plain, start, end_of("name", page.plain, max(0, start - 1))))[:MOST_WORDS]
    kept = words[: _first_length(words)]
    for before, word in zip(words[len(kept) - 1 :], words[len(kept) :], strict=False):
        plain = normalised(word[0])
        linked = normalised(before[0]) in _LINKS and plain not in _NO_NAME
        if not kept or not (linked or plain in GIVEN_NAMES or plain in _LINKS or _is_family(page, word)):
            break
        kept.append(word)
    while kept and normalised(kept[-1][0]) in _LINKS:
        kept.pop()
    return _found(page, kept)


def _titled(page: Page, start: int) -> Found[str] | None:
    """A given name we do not know, with its family's, or with the age right after both."""
    end = end_of("name", page.plain, max(0, start - 1))
    words = list(_words(page.plain, start, end))[:MOST_WORDS]
    plain = [normalised(word[0]) for word in words]
    if len(words) < 2 or plain[0].startswith("ال") or set(plain[:2]) & _NO_NAME:
        return None
    family = next((at for at, word in enumerate(words[:4], start=1) if at > 1 and _NISBA.fullmatch(word[0])), 0)
    if family:
        return _found(page, words[:family])
    whole = len(words) <= 3 and _THEN_AGE.match(page.plain, words[-1].end()) is not None
    return _found(page, words) if whole else None


def _capitals(page: Page) -> Found[str] | None:
    """A statement that begins with Latin names and an age: "Noah Al Hashmi, 6 yrs old"."""
    for begin in [0, *(match.end() for match in re.finditer(r"[\n.!?:]\s*|[^\w\s,.'()-]+\s*", page.text))]:
        match = _LATIN_LEAD.match(page.text, begin)
        if match is not None and normalised(match[1]).split()[0] not in _NO_NAME:
            return None if is_kunya(match[1]) else Found(match[1], match[1], *match.span(1))
    return None


def _first_length(words: list[re.Match[str]]) -> int:
    """Words of the given name, with which a chain must begin: 0 where it begins otherwise, 2 for «عبد الله»."""
    if not words:
        return 0
    if normalised(words[0][0]) in GIVEN_NAMES:
        return 1
    both = "".join(normalised(word[0]) for word in words[:2])
    return 2 if both in GIVEN_NAMES else 0


def _is_family(page: Page, word: re.Match[str]) -> bool:
    """«العتيبي», "Al-Harbi", or a Latin word with a capital letter."""
    original = page.text[page.begins[word.start()] : page.ends[word.end() - 1]]
    return _NISBA.fullmatch(word[0]) is not None or (original[:1].isascii() and original[:1].isupper())


def _leading(page: Page) -> Found[str] | None:
    """A name with which a statement begins, its age or a family name after it: «أحمد سالم العتيبي، 12 سنة»."""
    starts = [0, *(match.end() for match in re.finditer(r"[\n|:.!]\s*", page.plain))]
    for start in starts:
        found = _known(page, start)
        if found is not None and (len(found.words.split()) > 1 or page.text[found.end : found.end + 1] == ","):
            return found
    return None


def _past_titles(plain: str, at: int) -> int:
    found = _SKIPPED.match(plain, at)
    return found.end() if found else at


def _kunya_at(plain: str, start: int) -> bool:
    return is_kunya(" ".join(plain[start : start + 40].split()[:2]))


def _words(plain: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The words up to a comma or a boundary."""
    at = start
    for word in _WORD.finditer(plain, start, end):
        if re.search(rf"[,{re.escape(BOUNDARY)}:/0-9]", plain[at : word.start()]):
            return
        at = word.end()
        yield word


def _found(page: Page, words: list[re.Match[str]]) -> Found[str] | None:
    if not words:
        return None
    found = page.found("", words[0].start(), words[-1].end())
    name = " ".join(found.words.replace("_", " ").replace("*", "").split())
    return None if is_kunya(name) else Found(name, found.words, found.start, found.end)
