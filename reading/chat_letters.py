"""Arabic in Latin letters, as in «ams b3d el3asr»: the words a reader must know, back in Arabic."""

import re
from difflib import SequenceMatcher

from language.normaliser import normalised
from reading.pages import Page

_WORDS = normalised("""
بنت بنتي بنتنا ولد ولدي ولدنا طفل طفله شاب رجال حرمه امي ابوي جدي جدتي اخوي اختي زوجتي عمي خالي اسمه اسمها عمره
عمرها سنه سنين سنوات شهر شهور مفقود مفقوده ضاع ضاعت ضايع ضايعه تايه تايهه اختفي اختفت فقدنا طلع طلعت خرج خرجت
رجع رجعت ما من في عند قبل بعد مع وما ولا علي الي ندور لقينا امس اليوم البارحه الصبح الظهر العصر المغرب العشا
الفجر صلاه الليل الساعه يوم شوي لابس لابسه عليه ثوب فستان عبايه قميص بنطلون جاكيت شماغ تيشيرت بلوزه طاقيه بيجامه
ابيض بيضا اسود سودا احمر حمرا ازرق زرقا اخضر خضرا اصفر صفرا بني بنيه رمادي وردي حي شارع سوق مول حديقه مسجد مدرسه
بيت بيتنا البيت الحديقه السوق جنب قدام سياره موتر لوحه جوال رقم الرقم ابوه ابوها امه امها اخوه اخوها للتواصل
تواصل اللي شافه شافها يتصل يكلم واحد سنتين ثلاث اربع خمس ست سبع ثمان تسع عشر نظاره نظارات شامه
""").split()  # fmt: skip
_KNOWN = {
    "akhoya": "اخوي", "a5oya": "اخوي", "akhoy": "اخوي", "akhouy": "اخوي", "2akhoya": "اخوي", "o5ti": "اختي",
    "okhti": "اختي", "binte": "بنتي", "bente": "بنتي",
    "ibni": "ابني", "ebni": "ابني", "3emra": "عمرها", "3emro": "عمره", "3omra": "عمرها", "day3": "ضايع",
    "day3a": "ضايعه", "daye3": "ضايع", "snin": "سنين", "sanah": "سنه",
    "sobo7": "الصبح", "sob7": "الصبح", "elsob7": "الصبح", "lebse": "لابسه", "lebes": "لابس", "lebis": "لابس",
    "bluza": "بلوزه", "bloza": "بلوزه", "safra": "صفرا", "7amra": "حمرا", "sooda": "سودا", "soda": "سودا",
    "beida": "بيضا",
    "5arag": "خرج", "5araj": "خرج", "kharaj": "خرج", "kharag": "خرج", "5arajat": "خرجت", "beet": "بيت",
    "bet": "بيت", "beit": "بيت", "makano": "مكانه", "makanha": "مكانها", "fel": "في", "b": "في",
    "eswed": "اسود", "gens": "جينز", "jeans": "جينز", "3ami": "عمي", "3ammi": "عمي", "5ali": "خالي",
    "khali": "خالي", "rej3at": "رجعت", "rej3et": "رجعت", "rege3": "رجع", "raja3": "رجع",
    "madrasa": "مدرسه", "3baya": "عبايه", "3abaya": "عبايه", "shan6a": "شنطه", "ely": "اللي", "elly": "اللي",
    "elli": "اللي", "eli": "اللي", "yshofo": "يشوفه", "yshofha": "يشوفها", "shefa": "شافها", "shafo": "شافه",
    "el": "ال", "al": "ال", "fe": "في", "fi": "في", "mn": "من", "min": "من", "men": "من", "b3d": "بعد", "ba3d": "بعد",
    "gbl": "قبل", "8bl": "قبل", "qbl": "قبل", "2bl": "قبل", "abl": "قبل", "3nd": "عند", "3and": "عند",
    "3end": "عند", "ams": "امس", "embare7": "امس",
    "imbari7": "امس", "elyoum": "اليوم", "alyom": "اليوم", "elyom": "اليوم", "el7in": "الحين", "w": "و", "ma": "ما",
    "wma": "وما",
    "snen": "سنين", "sneen": "سنين", "sinin": "سنين", "sana": "سنه", "mafqood": "مفقود", "maf2ood": "مفقود",
    "mf8od": "مفقود", "mfqod": "مفقود",
    "mafgood": "مفقود", "mafqoud": "مفقود", "mafqouda": "مفقوده", "mafqooda": "مفقوده", "mfqoda": "مفقوده",
    "6al3": "طالع", "tal3": "طالع", "7ay": "حي", "7ai": "حي",
    "6le3": "طلع", "6l3": "طلع", "tl3": "طلع", "6l3t": "طلعت", "tl3t": "طلعت", "rj3": "رجع", "rj3t": "رجعت",
    "shar3": "شارع", "share3": "شارع",
    "maghreb": "المغرب", "almaghrib": "المغرب", "elmaghrib": "المغرب", "el3asr": "العصر", "al3asr": "العصر",
    "3asr": "العصر",
    "el3esha": "العشا", "al3isha": "العشا", "el3isha": "العشا", "elfajr": "الفجر", "alfajr": "الفجر",
    "eldhohr": "الظهر", "eldohr": "الظهر", "al6uhr": "الظهر",
    "labes": "لابس", "labis": "لابس", "labsa": "لابسه", "labseh": "لابسه", "labisa": "لابسه", "lbsa": "لابسه",
    "3mrh": "عمره", "3mro": "عمره",
    "3omro": "عمره", "3omroh": "عمره", "3omrah": "عمره", "3umro": "عمره", "3umrah": "عمره", "3mrha": "عمرها",
    "3omrha": "عمرها", "3omraha": "عمرها", "3umrha": "عمرها", "3umraha": "عمرها",
    "esmo": "اسمه", "ismo": "اسمه", "ismoh": "اسمه", "ismah": "اسمه", "esmah": "اسمه", "asmo": "اسمه",
    "esmha": "اسمها", "ismha": "اسمها", "ismaha": "اسمها", "esmaha": "اسمها",
    "bent": "بنت", "bnt": "بنت", "bint": "بنت", "benti": "بنتي", "bnti": "بنتي", "walad": "ولد", "wlad": "ولد",
    "weld": "ولد", "waladi": "ولدي",
    "waldi": "ولدي", "weldi": "ولدي", "da3": "ضاع", "tha3": "ضاع", "4a3": "ضاع", "da3at": "ضاعت", "9'a3": "ضاع",
    "daya3": "ضايع", "sayara": "سياره", "sayyara": "سياره", "syara": "سياره",
    "sog": "سوق", "soug": "سوق", "sooq": "سوق", "souq": "سوق", "sou2": "سوق", "sa3a": "الساعه", "elsa3a": "الساعه",
    "alsa3a": "الساعه", "abyad": "ابيض", "abya9'": "ابيض", "aswad": "اسود", "azraq": "ازرق", "azra2": "ازرق",
    "azrag": "ازرق", "a7mar": "احمر", "ahmar": "احمر",
    "a5dar": "اخضر", "akhdar": "اخضر", "fostan": "فستان", "fustan": "فستان", "thob": "ثوب", "thoub": "ثوب",
    "thawb": "ثوب", "tob": "ثوب", "jawal": "جوال",
    "lago": "لقوا", "laqena": "لقينا", "lgena": "لقينا", "la2ena": "لقينا", "l2ena": "لقينا", "lageena": "لقينا",
    "laqeena": "لقينا", "tfl": "طفل", "6fl": "طفل", "tefl": "طفل", "6efl": "طفل", "tifl": "طفل", "6flh": "طفله",
    "tefla": "طفله",
    "5ams": "خمس", "khams": "خمس", "sab3": "سبع", "arba3": "اربع", "tis3": "تسع", "tes3": "تسع", "thman": "ثمان",
    "tman": "ثمان", "3ashr": "عشر", "3shr": "عشر", "thalath": "ثلاث", "tlat": "ثلاث", "set": "ست", "sit": "ست",
    "sitt": "ست",
}  # fmt: skip
_LATIN = {
    "خ": "k", "ح": "h", "ع": "", "غ": "g", "ق": "q", "ش": "s", "ث": "t", "ذ": "d", "ط": "t", "ظ": "z", "ض": "d",
    "ص": "s",
    "ا": "", "و": "", "ي": "", "ه": "h", "ب": "b", "ت": "t", "ج": "j", "د": "d", "ر": "r", "ز": "z", "س": "s",
    "ف": "f",
    "ك": "k", "ل": "l", "م": "m", "ن": "n",
}  # fmt: skip
_SOUNDS = [
    ("3'", "g"), ("7'", "k"), ("9'", "d"), ("6'", "z"), ("kh", "k"), ("sh", "s"), ("ch", "s"), ("th", "t"), ("dh", "d"),
    ("gh", "g"), ("5", "k"), ("7", "h"), ("8", "q"), ("9", "s"), ("6", "t"), ("4", "d"), ("3", ""), ("2", ""),
]  # fmt: skip
_TOKEN = re.compile(r"(?<![\w'])(?=[a-z2-9]*[a-z])[a-z2-9']+(?![\w'])")
_TELLING = re.compile(r"(?=[a-z]*[2356789])[a-z2356789']*[a-z][a-z2356789']*")
_COUNTED = re.compile(r"\d+(?:st|nd|rd|th|km|cm|mm|kg|am|pm|min|mins|h|hr|hrs|yr|yrs|y|yo|days?|years?)")
_ARABIC = re.compile("[\u0621-\u064a]")
_ARTICLE = re.compile("(?<!\\w)ال (?:ال)?(?=[\u0621-\u064a])")
LEAST_TELLING = 2
"""Words that are Arabic in Latin letters beyond doubt, before the others are read so."""


def _skeleton_of_arabic(word: str) -> str:
    return "".join(_LATIN.get(char, char) for char in word).removesuffix("h")


def _skeleton_of_latin(word: str) -> str:
    for written, sound in _SOUNDS:
        word = word.replace(written, sound)
    return re.sub("(.)\\1", r"\1", re.sub("[aeiouyw']", "", word)).removesuffix("h")


_BY_SOUND: dict[str, list[str]] = {}
for _each in _WORDS:
    _BY_SOUND.setdefault(_skeleton_of_arabic(_each), []).append(_each)


def in_arabic_letters(page: Page) -> Page:
    """The same page with the Arabic words it has in Latin letters; one that is in English, or in Arabic, as it is."""
    if len(_ARABIC.findall(page.plain)) > len(page.plain) // 5:
        return page.apart()
    tokens = [match[0] for match in _TOKEN.finditer(page.plain)]
    telling = [token for token in tokens if _TELLING.fullmatch(token) and not _COUNTED.fullmatch(token)]
    known = [token for token in tokens if token in _KNOWN]
    if len(telling) < LEAST_TELLING and len(known) < len(tokens) / 4:
        return page.apart()
    return page.respelt(_TOKEN, _arabic).respelt(_ARTICLE, lambda _: "ال").apart()


def _arabic(token: str) -> str:
    if token in _KNOWN:
        return _KNOWN[token]
    for article in ("el", "al", "il"):
        bare = token.removeprefix(article).removeprefix("-")
        if bare != token and bare in _KNOWN:
            return f"ال{_KNOWN[bare].removeprefix('ال')}"
    if _COUNTED.fullmatch(token) or not any(char.isdigit() for char in token):
        return token
    close = _BY_SOUND.get(_skeleton_of_latin(token), [])
    return max(close, key=lambda word: SequenceMatcher(None, _loose(token), word).ratio(), default=token)


def _loose(token: str) -> str:
    """Long vowels in Arabic letters, so that of words with the same consonants the closer one wins."""
    return token.replace("a", "ا").replace("o", "و").replace("i", "ي").replace("e", "ي")
