"""Every sentence is there, is used, is given its values, and speaks as VOICE.md says."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from language.catalogues import FOLDER, load_catalogues
from language.normaliser import normalised
from language.templates import parsed
from language.text import visible
from models.refusals import Refusal

ROOT = Path(__file__).parents[2]
PACKAGES = (
    "alerts", "bot", "clock", "formats", "handlers", "language", "models", "pictures", "places", "reading", "services", "web",
)  # fmt: skip

SAYING = {
    "say": 0,
    "plain": 0,
    "has": 0,
    "sentence": 0,
    "Key": 0,
    "tell": 0,
    "notice": 0,
    "thank": 0,
    "ask": 1,
    "Button": 0,
}
"""Calls that take a key, and where among their arguments. A key given to `has` or to a button says nothing of values."""

WITHOUT_VALUES = {"has", "sentence", "Key", "Button"}

PREFIX = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*-")
"""How an f-string begins that uses every key with these first words."""


@dataclass
class Spoken:
    """What the code says: literals, beginnings of f-strings, and calls that say a key (where, key, values given)."""

    literals: set[str] = field(default_factory=set)
    prefixes: set[str] = field(default_factory=set)
    calls: list[tuple[str, str, set[str] | None]] = field(default_factory=list)
    refusals: list[tuple[str, str, set[str] | None]] = field(default_factory=list)


@cache
def texts(language: str) -> dict[str, tuple[str, ...]]:
    """Every sentence of a language in all its forms, by key."""
    found: dict[str, tuple[str, ...]] = {}
    for file in sorted((FOLDER / language).glob("*.po")):
        for message in read_po(file.read_text("utf-8").splitlines(), locale=language, abort_invalid=True):
            if message.id:
                key, string = message.id, message.string
                found[str(key if isinstance(key, str) else key[0])] = (
                    tuple(map(str, string)) if isinstance(string, (list, tuple)) else (str(string),)
                )
    return found


@cache
def names(key: str) -> set[str]:
    """The values a key needs, its number included."""
    forms = texts("ar")[key]
    return set().union(*(parsed(form).names for form in forms)) | ({"n"} if len(forms) > 1 else set())


@cache
def spoken() -> Spoken:
    found = Spoken()
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                _hear(node, f"{file.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}", found)
        for page in sorted((ROOT / package).rglob("*.html")):
            _hear_page(page, found)
    return found


def _hear(node: ast.AST, where: str, found: Spoken) -> None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        found.literals.add(node.value)
    elif isinstance(node, ast.JoinedStr):
        found.prefixes.update(_prefix(node))
    elif isinstance(node, ast.Call):
        _hear_call(node, where, found)


def _hear_call(node: ast.Call, where: str, found: Spoken) -> None:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    given = {keyword.arg for keyword in node.keywords}
    values = None if None in given or name in WITHOUT_VALUES else {arg for arg in given if arg}
    if name in SAYING and len(node.args) > SAYING[name]:
        key = node.args[SAYING[name]]
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            found.calls.append((where, key.value, values))
    elif name[:1].isupper():
        found.refusals.append((where, name, values))


def _prefix(node: ast.JoinedStr) -> Iterator[str]:
    first = node.values[0] if node.values else None
    if isinstance(first, ast.Constant) and PREFIX.fullmatch(str(first.value)):
        yield str(first.value)


def _hear_page(page: Path, found: Spoken) -> None:
    """Jinja: say("key"), and "category-" ~ code for all keys that begin so."""
    text = page.read_text("utf-8")
    found.literals.update(re.findall(r"""["']([a-z][a-z0-9-]*)["']""", text))
    found.prefixes.update(re.findall(r"""["']([a-z][a-z0-9-]*-)["']\s*~""", text))
    for key in re.findall(r"""\bsay(?:\.plain)?\(\s*["']([^"']+)["']""", text):
        found.calls.append((str(page.relative_to(ROOT)), key, None))


@cache
def refusals() -> dict[str, list[type[Refusal]]]:
    """Every refusal of ours by name, found by importing all there is."""
    for package in PACKAGES:
        for module in pkgutil.walk_packages([str(ROOT / package)], f"{package}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    found: dict[str, list[type[Refusal]]] = {}
    for refusal in _below(Refusal):
        if refusal.__module__.partition(".")[0] in PACKAGES:
            found.setdefault(refusal.__name__, []).append(refusal)
    return found


def _below(refusal: type[Refusal]) -> Iterator[type[Refusal]]:
    for each in refusal.__subclasses__():
        yield each
        yield from _below(each)


def test_the_catalogues_load():
    assert load_catalogues().languages == ("ar", "en")


def test_every_refusal_has_its_sentence():
    missing = [each.sentence for found in refusals().values() for each in found if each.sentence not in texts("ar")]
    assert missing == []


def test_every_refusal_is_raised_with_the_facts_of_its_sentence():
    short = [
        f"{where}: {name} without {sorted(names(refusal.sentence) - given)}"
        for where, name, given in spoken().refusals
        for refusal in refusals().get(name, [])[:1]
        if given is not None and refusal.sentence in texts("ar") and not names(refusal.sentence) <= given
    ]
    assert short == []


def test_every_key_the_code_says_exists():
    unknown = [f"{where}: {key}" for where, key, _ in spoken().calls if key not in texts("ar")]
    assert unknown == []


def test_every_sentence_said_is_given_its_values():
    short = [
        f"{where}: {key} without {sorted(names(key) - given)}"
        for where, key, given in spoken().calls
        if given is not None and key in texts("ar") and not names(key) <= given
    ]
    assert short == []


def test_every_sentence_is_said_somewhere():
    said = spoken().literals | {each.sentence for found in refusals().values() for each in found}
    prefixes = tuple(spoken().prefixes)
    assert [key for key in texts("ar") if key not in said and not key.startswith(prefixes)] == []


ALL_TEXTS = [
    (language, key, form) for language in ("ar", "en") for key, forms in texts(language).items() for form in forms
]

INSTEAD = {
    "شكوى": "بلاغ", "شكاوى": "بلاغات", "تصنيف": "نوع البلاغ", "الجهة المسؤولة": "الجهة المختصة", "ضحية": "المفقود",
    "أبحاث": "عمليات بحث", "حالة": "عملية بحث", "قضية": "عملية بحث", "نقطة الانطلاق": "آخر مكان معروف", "مشاهدة": "إفادة",
    "مشرف": "منسّق", "مشرفين": "منسّقين", "المعتمد": "مسؤول الاعتماد", "اشتراك": "تفعيل التنبيهات", "إشعار": "تنبيه",
    "إشعارات": "تنبيهات", "نشرة": "ملخّص", "موجز": "ملخّص", "مستجد": "تحديث", "مستجدات": "تحديثات", "مربّع بحث": "رقعة بحث",
    "تدريب": "تمرين", "اضغط هنا": "اسم الزر", "انقر هنا": "اسم الزر",
}  # fmt: skip
"""VOICE.md, "One word per thing": the words of the column "not", and what is said instead."""

WORD = r"(?<!\w)[وف]?[بلك]?(?:ال|ل)?{}(?!\w)"


def rule(pattern: str, language: str = "") -> list[str]:
    """The sentences in which a pattern occurs; tags, and what stands in <code> as it is to be typed, set aside."""
    found = re.compile(pattern)
    return [
        f"{spoken_in}/{key}: {text}"
        for spoken_in, key, text in ALL_TEXTS
        if spoken_in.startswith(language) and found.search(_words(text))
    ]


@pytest.mark.parametrize(("word", "instead"), INSTEAD.items())
def test_one_word_is_said_for_one_thing(word, instead):
    pattern = re.compile(WORD.format(normalised(word)))
    found = [
        f"{key}: {text}" for language, key, text in ALL_TEXTS if language == "ar" and pattern.search(normalised(text))
    ]
    assert found == [], f"say {instead}"


def test_nobody_is_shouted_at():
    assert rule("[!！]") == []


def test_no_button_is_a_bare_yes_or_no():
    assert rule(r"^\W*(?:نعم|لا|yes|no|Yes|No)\W*$") == []


def test_nobody_is_told_to_tap_here():
    assert rule(r"(?i)\b(?:tap|click|press) here\b") == []


def test_digits_are_latin():
    assert rule("[٠-٩۰-۹]") == []


def test_direction_marks_are_left_to_the_code():
    assert rule("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]") == []


def test_quotation_marks_are_never_straight():
    assert rule('"') == []
    assert rule("'", "ar") == []


def test_inner_quotation_marks_stand_inside_outer_ones():
    wrong = [f"{key}: {text}" for language, key, text in ALL_TEXTS if language == "ar" and not _nested(_words(text))]
    assert wrong == []


def _words(text: str) -> str:
    return visible(re.sub("<code>.*?</code>", "", text))


def _nested(text: str) -> bool:
    marks = "".join(re.findall("[«»“”]", text))
    return re.fullmatch("(?:«(?:“”)*»)*", marks) is not None


def test_arabic_has_its_own_punctuation():
    assert rule(r"[\u0621-\u064a\u064b-\u0652]\s*[,;?]", "ar") == []


def test_a_link_stands_on_its_own_line_or_in_a_tag():
    assert rule(r"(?m)\S.*\{(?:link|url)\}|\{(?:link|url)\}.*\S") == []


@pytest.mark.parametrize(
    ("code", "calls", "prefixes"),
    [
        ('say("a-b", name=1)', [("a-b", {"name"})], set()),
        ('self.say.plain("a-b", **facts)', [("a-b", None)], set()),
        ('talk.ask(Step.one, "a-b", rows=())', [("a-b", {"rows"})], set()),
        ('say(f"category-{code}")', [], {"category-"}),
        ('f"{code}-x"; f"Not a key: {code}"', [], set()),
    ],
)
def test_these_tests_hear_what_the_code_says(code, calls, prefixes):
    found = Spoken()
    for node in ast.walk(ast.parse(code)):
        _hear(node, "here", found)
    assert [(key, given) for _, key, given in found.calls] == calls
    assert found.prefixes == prefixes
