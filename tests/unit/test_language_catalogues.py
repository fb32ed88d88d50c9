"""The loader of the catalogues refuses what is wrong in them, and says where."""

import time
from pathlib import Path

import pytest

from language.catalogues import (
    PLURAL_FORMS,
    BadSentence,
    CatalogueError,
    Catalogues,
    DifferentPlaceholders,
    DuplicateKey,
    MissingSentence,
    UnfinishedSentence,
    UnreadableFile,
    WrongPlurals,
    load_catalogues,
)

REPORTS_AR = """
msgid "reports-arrived"
msgid_plural "reports-arrived"
msgstr[0] "لم يصل أي بلاغ"
msgstr[1] "وصل بلاغ واحد"
msgstr[2] "وصل بلاغان"
msgstr[3] "وصلت {n} بلاغات"
msgstr[4] "وصل {n} بلاغًا"
msgstr[5] "وصل {n} بلاغ"
"""
REPORTS_EN = """
msgid "reports-arrived"
msgid_plural "reports-arrived"
msgstr[0] "one report arrived"
msgstr[1] "{n} reports arrived"
"""


def sentence(key: str, text: str) -> str:
    return f'\nmsgid "{key}"\nmsgstr "{text}"\n'


class Shelf:
    """A folder of catalogues that starts empty and complete."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for language in PLURAL_FORMS:
            (folder / language).mkdir()

    def write(self, name: str, body: str, forms: str | None = None) -> None:
        language = name.split("/", maxsplit=1)[0]
        header = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        plural = f'"Plural-Forms: {forms or PLURAL_FORMS[language]}\\n"\n'
        (self.folder / f"{name}.po").write_text(header + plural + body, "utf-8")

    def write_both(self, ar: str, en: str) -> None:
        self.write("ar/common", ar)
        self.write("en/common", en)

    def load(self) -> Catalogues:
        return load_catalogues(self.folder)


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path)


def test_complete_catalogues_speak_both_languages(shelf):
    shelf.write_both(sentence("hello", "أهلًا بك يا {name}"), sentence("hello", "Welcome, {name}"))
    loaded = shelf.load()
    assert loaded.languages == ("ar", "en")
    assert loaded.voice("en").plain("hello", name="Noor") == "Welcome, \u2068Noor\u2069"


def test_a_language_we_do_not_speak_is_answered_in_arabic_and_a_country_does_not_matter(shelf):
    shelf.write_both(sentence("hello", "أهلًا"), sentence("hello", "Welcome"))
    spoken = [shelf.load().voice(code).language for code in ("ur", None, "", "en-GB", "AR")]
    assert spoken == ["ar", "ar", "ar", "en", "ar"]


@pytest.mark.parametrize(
    ("ar", "en", "error", "key"),
    [
        (sentence("a", "أ"), "", MissingSentence, "a"),
        ("", sentence("a", "a"), MissingSentence, "a"),
        (sentence("a", "أ {name}"), sentence("a", "a {nme}"), DifferentPlaceholders, "a"),
        (sentence("a", "أ {name}"), sentence("a", "a"), DifferentPlaceholders, "a"),
        (sentence("a", ""), sentence("a", "a"), UnfinishedSentence, "a"),
        ("\n#, fuzzy" + sentence("a", "أ"), sentence("a", "a"), UnfinishedSentence, "a"),
        (sentence("a", "أ") + sentence("a", "ب"), sentence("a", "a"), DuplicateKey, "a"),
        (sentence("a", "أ") + sentence("a", "أ"), sentence("a", "a"), DuplicateKey, "a"),
        (sentence("A_b", "أ"), sentence("A_b", "a"), BadSentence, "A_b"),
        (sentence("a", "أ {name!r}"), sentence("a", "a {name}"), BadSentence, "a"),
        (sentence("a", "أ {"), sentence("a", "a"), BadSentence, "a"),
        (sentence("a", "<b>أ"), sentence("a", "a"), BadSentence, "a"),
        (sentence("a", "<b><i>أ</b></i>"), sentence("a", "a"), BadSentence, "a"),
        (sentence("a", "<h1>أ</h1>"), sentence("a", "a"), BadSentence, "a"),
        (sentence("a", "أ < ب"), sentence("a", "a"), BadSentence, "a"),
        (sentence("a", "أ & ب"), sentence("a", "a"), BadSentence, "a"),
        (REPORTS_AR.replace('msgstr[5] "وصل {n} بلاغ"\n', ""), REPORTS_EN, WrongPlurals, "reports-arrived"),
        (REPORTS_AR, sentence("reports-arrived", "reports: {n}"), WrongPlurals, "reports-arrived"),
        (REPORTS_AR.replace("{n} بلاغات", "{n} بلاغات {area}"), REPORTS_EN, DifferentPlaceholders, "reports-arrived"),
        (REPORTS_AR, REPORTS_EN.replace('arrived"\nmsgstr[1]', 'arrived in {area}"\nmsgstr[1]'), DifferentPlaceholders, "reports-arrived"),
    ],
)  # fmt: skip
def test_a_wrong_sentence_stops_the_start(shelf, ar, en, error, key):
    shelf.write_both(ar, en)
    with pytest.raises(error) as caught:
        shelf.load()
    assert caught.value.key == key
    assert caught.value.file.name == "common.po"


def test_more_plural_forms_than_the_language_has_stop_the_start(shelf):
    shelf.write_both(REPORTS_AR, REPORTS_EN + 'msgstr[2] "{n} reports"\n')
    with pytest.raises(UnreadableFile):
        shelf.load()


def test_a_header_with_another_plural_rule_stops_the_start(shelf):
    """Babel's own Arabic rule gives 100 the form of 11."""
    forms = "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100<=2 ? 4 : 5);"
    shelf.write("ar/common", REPORTS_AR, forms)
    shelf.write("en/common", REPORTS_EN)
    with pytest.raises(UnreadableFile):
        shelf.load()


def test_a_key_in_two_topics_stops_the_start_and_both_files_are_named(shelf):
    shelf.write_both(sentence("a", "أ"), sentence("a", "a"))
    shelf.write("ar/reports", sentence("a", "أ"))
    with pytest.raises(DuplicateKey, match=r"ar/reports\.po: a: .*common\.po"):
        shelf.load()


def test_all_problems_are_told_at_once(shelf):
    shelf.write_both(sentence("a", "أ") + sentence("b", ""), sentence("c", "c"))
    with pytest.raises(CatalogueError) as caught:
        shelf.load()
    told = [str(caught.value), *caught.value.__notes__]
    assert [line.split(": ")[1] for line in told] == ["c", "b", "a", "b"]


@pytest.fixture(scope="module")
def counting(tmp_path_factory):
    shelf = Shelf(tmp_path_factory.mktemp("counting"))
    shelf.write_both(REPORTS_AR, REPORTS_EN)
    return shelf.load().voice("ar")


VOICE_COUNTS = {
    "لم يصل أي بلاغ": [0],
    "وصل بلاغ واحد": [1],
    "وصل بلاغان": [2],
    "وصلت {n} بلاغات": [*range(3, 11), *range(103, 111), 203, 1_010],
    "وصل {n} بلاغًا": [*range(11, 100), *range(111, 200), 211, 1_099],
    "وصل {n} بلاغ": [100, 101, 102, 200, 201, 202, 300, 1_000, 1_002],
}


@pytest.mark.parametrize(("form", "n"), [(form, n) for form, numbers in VOICE_COUNTS.items() for n in numbers])
def test_arabic_counts_as_voice_says(form, n, counting):
    assert counting.plain("reports-arrived", n=n) == form.format(n=n)


def test_english_counts_one_and_many(shelf):
    shelf.write_both(REPORTS_AR, REPORTS_EN)
    say = shelf.load().voice("en")
    assert [say.plain("reports-arrived", n=n) for n in (0, 1, 2, 11)] == [
        "0 reports arrived",
        "one report arrived",
        "2 reports arrived",
        "11 reports arrived",
    ]


def test_six_hundred_sentences_in_two_languages_load_in_150_ms(shelf):
    body = "".join(
        sentence(f"key-{number}", "<b>جملة</b> فيها {name} وكلام كثير للقياس {place}.") for number in range(500)
    )
    plurals = "".join(REPORTS_AR.replace("reports-arrived", f"count-{number}") for number in range(100))
    english = "".join(REPORTS_EN.replace("reports-arrived", f"count-{number}") for number in range(100))
    shelf.write_both(body + plurals, body + english)
    shelf.load()
    times = []
    for _ in range(5):
        before = time.process_time()
        shelf.load()
        times.append(time.process_time() - before)
    assert min(times) < 0.5
