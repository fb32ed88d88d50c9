"""What a voice makes of a sentence and its values."""

import pytest

from language.catalogues import PLURAL_FORMS, load_catalogues
from language.text import Key, Sentence
from language.voices import MissingValue, UnknownSentence

AR = {
    "missing": "<b>مفقودة</b>: {name}، {age} سنوات",
    "only-name": "{name}",
    "with-link": 'التفاصيل في <a href="{link}">الصفحة</a>',
    "two-lines": "بلاغ جديد:\\n{text}",
    "button": "الأهم &amp; الأحدث: <i>{name}</i>",
    "people": "عدد الأشخاص: {number}",
    "found": "ريم",
}
EN = {
    "missing": "<b>Missing</b>: {name}, {age}",
    "only-name": "{name}",
    "with-link": 'See <a href="{link}">the page</a>',
    "two-lines": "New report:\\n{text}",
    "button": "First &amp; newest: <i>{name}</i>",
    "people": "People: {number}",
    "found": "Reem",
}


@pytest.fixture(scope="module")
def catalogues(tmp_path_factory):
    folder = tmp_path_factory.mktemp("catalogues")
    for language, sentences in (("ar", AR), ("en", EN)):
        (folder / language).mkdir()
        header = f'msgid ""\nmsgstr ""\n"Plural-Forms: {PLURAL_FORMS[language]}\\n"\n'
        body = "".join(f'\nmsgid "{key}"\nmsgstr "{_quoted(text)}"\n' for key, text in sentences.items())
        (folder / language / "common.po").write_text(header + body, "utf-8")
    return load_catalogues(folder)


def _quoted(text: str) -> str:
    return text.replace('"', '\\"')


@pytest.fixture
def say(catalogues):
    return catalogues.voice("ar")


@pytest.fixture
def say_en(catalogues):
    return catalogues.voice("en")


def test_every_value_is_isolated_once(say):
    assert say("missing", name="\u2068Sara\u2069", age=6) == "<b>مفقودة</b>: \u2068Sara\u2069، \u20686\u2069 سنوات"


def test_markup_in_a_value_is_text(say_en):
    said = say_en("missing", name="<b>Sara</b> & co", age=6)
    assert said == "<b>Missing</b>: \u2068&lt;b&gt;Sara&lt;/b&gt; &amp; co\u2069, \u20686\u2069"


@pytest.mark.parametrize("control", [*"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"])
def test_a_name_with_a_direction_override_cannot_turn_the_sentence(say, control):
    said = say("missing", name=f"ري{control}م", age=6)
    assert said == say("missing", name="ريم", age=6)
    assert said.count("\u2068") == said.count("\u2069") == 2


def test_each_line_of_a_value_is_isolated_by_itself_because_an_isolate_ends_with_its_line(say_en):
    assert say_en("two-lines", text="one\n\ntwo") == "New report:\n\u2068one\u2069\n\n\u2068two\u2069"


def test_a_line_of_values_only_still_runs_from_right_to_left_in_arabic(say, say_en):
    assert say("only-name", name="ريم") == "\u200f\u2068ريم\u2069"
    assert say("two-lines", text="عمود\nمائل") == "بلاغ جديد:\n\u200f\u2068عمود\u2069\n\u200f\u2068مائل\u2069"
    assert say_en("only-name", name="ريم") == "\u2068ريم\u2069"


def test_a_link_in_a_tag_is_escaped_and_not_isolated(say_en):
    said = say_en("with-link", link='https://example.org/?a=1&b="2"')
    assert said == 'See <a href="https://example.org/?a=1&amp;b=&quot;2&quot;">the page</a>'


def test_a_sentence_goes_into_another_as_it_is(say):
    inner = say("missing", name="ريم", age=6)
    assert say("only-name", name=inner) == inner
    assert isinstance(inner, Sentence)


def test_a_key_is_said_in_the_language_of_the_sentence(say, say_en):
    assert say("missing", name=Key("found"), age=6).startswith("<b>مفقودة</b>: ريم")
    assert say_en("missing", name=Key("found"), age=6).startswith("<b>Missing</b>: Reem")


def test_plain_text_has_no_tags_no_entities_and_isolates_words_but_not_numbers(say_en):
    assert say_en.plain("button", name="Tom & <Jerry>") == "First & newest: \u2068Tom & <Jerry>\u2069"
    assert say_en.plain("missing", name="24", age=6) == "Missing: 24, 6"
    assert say_en.plain("missing", name="24.7,46.6", age=6) == "Missing: 24.7,46.6, 6"
    assert say_en.plain("missing", name="+966 50", age=6) == "Missing: \u2068+966 50\u2069, 6"


def test_plain_text_of_a_sentence_loses_its_tags_too(say_en):
    said = say_en.plain("only-name", name=say_en("missing", name="A<B", age=6))
    assert said == "Missing: \u2068A<B\u2069, \u20686\u2069"


@pytest.mark.parametrize(
    ("number", "written"), [(0, "0"), (911, "911"), (9_999, "9999"), (10_000, "10,000"), (-5, "-5")]
)
def test_numbers_have_latin_digits_and_thousands_apart_from_ten_thousand_on(say, number, written):
    assert say("people", number=number) == f"عدد الأشخاص: \u2068{written}\u2069"


def test_a_key_nobody_wrote_never_reaches_a_screen(say):
    with pytest.raises(UnknownSentence):
        say("no-such-key")
    with pytest.raises(UnknownSentence):
        say.plain("no-such-key")
    assert say.has("missing")
    assert not say.has("no-such-key")


@pytest.mark.parametrize(
    "values", [{"name": "ريم"}, {"name": "ريم", "age": 6.5}, {"name": "ريم", "age": None}, {"name": "ريم", "age": True}]
)
def test_a_missing_value_or_one_that_is_no_word_is_an_error(say, values):
    with pytest.raises(MissingValue, match="missing"):
        say("missing", **values)
    with pytest.raises(MissingValue, match="missing"):
        say.plain("missing", **values)


def test_a_plural_needs_its_number():
    say = load_catalogues().voice("ar")
    for wrong in ({}, {"n": -1}, {"n": "3"}, {"n": True}):
        with pytest.raises(MissingValue):
            say("schedule-every", **wrong)


def test_a_voice_knows_its_direction(say, say_en):
    assert (say.direction, say_en.direction) == ("rtl", "ltr")
