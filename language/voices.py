"""A voice: the sentences of one language, said with values."""

from collections.abc import Mapping
from gettext import GNUTranslations

from language.templates import Template, Value, parsed
from language.text import RIGHT_TO_LEFT_MARK, Key, Sentence

RIGHT_TO_LEFT = frozenset({"ar"})


class UnknownSentence(LookupError):
    """No such key in the catalogues: a mistake of ours, never shown to people."""


class MissingValue(LookupError):
    """The sentence needs a value that was not given, or one that is no word: a mistake of ours."""


class Voice:
    """`say("key", name=…, n=…)` is a sentence for Telegram's HTML; `say.plain(…)` is one for a button or a pop-up.

    Values are text or whole numbers. Text of people is escaped, its bidi controls removed, and isolated; a Sentence
    is put in as it is; a Key is said first. Values the sentence does not name are ignored.
    Raises UnknownSentence and MissingValue.
    """

    def __init__(
        self, language: str, translations: GNUTranslations, *, keys: frozenset[str], plural: frozenset[str]
    ) -> None:
        self.language = language
        self.keys = keys
        self.direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
        self._mark = RIGHT_TO_LEFT_MARK if self.direction == "rtl" else ""
        self._translations = translations
        self._plural = plural
        self._templates: dict[str, Template] = {}

    def __call__(self, key: str, /, **values: Value) -> Sentence:
        template = self._template(key, values)
        try:
            return template.filled(self._spoken(values))
        except (KeyError, TypeError) as error:
            raise MissingValue(f"{key}: {error}") from error

    def plain(self, key: str, /, **values: Value) -> str:
        """The same without tags, for where Telegram shows text as it is."""
        template = self._template(key, values)
        try:
            return template.filled_plain(self._spoken(values))
        except (KeyError, TypeError) as error:
            raise MissingValue(f"{key}: {error}") from error

    def has(self, key: str) -> bool:
        return key in self.keys

    @property
    def counting(self) -> frozenset[str]:
        """The sentences that count something: they need `n`."""
        return self._plural

    def text(self, key: str, n: int) -> str:
        """What a catalogue has for a number, its values still in braces; for those who read catalogues."""
        return self._text(key, {"n": n})

    def _template(self, key: str, values: Mapping[str, Value]) -> Template:
        if key not in self.keys:
            raise UnknownSentence(key)
        text = self._text(key, values)
        template = self._templates.get(text)
        if template is None:
            template = self._templates[text] = parsed(text, self._mark)
        return template

    def _text(self, key: str, values: Mapping[str, Value]) -> str:
        if key not in self._plural:
            return self._translations.gettext(key)
        n = values.get("n")
        if not isinstance(n, int) or isinstance(n, bool) or n < 0:
            raise MissingValue(f"{key}: n must be a number from zero up")
        return self._translations.ngettext(key, key, n)

    def _spoken(self, values: Mapping[str, Value]) -> Mapping[str, Value]:
        if not any(isinstance(value, Key) for value in values.values()):
            return values
        return {name: self(value) if isinstance(value, Key) else value for name, value in values.items()}


Say = Voice
"""What handlers call it: `say: Say`."""
