"""What somebody wears and is known by: after the words that announce it, or from a garment or a mark itself."""

import re

from reading.cues import CLOTHING, MARKS, after_cue, statement, through_commas
from reading.pages import Found, Page, led, particle, phrases

COLOURS = (
    "أبيض/بيضاء/أسود/سوداء/أحمر/حمراء/أزرق/زرقاء/أخضر/خضراء/أصفر/صفراء/بني/بنية/رمادي/رمادية/وردي/وردية/"
    "كحلي/كحلية/بيج/بنفسجي/برتقالي/برتقالية/ذهبي/فضي/فضية/سماوي/عنابي/رصاصي/تركواز/موف/زهري/فاتح/غامق/"
    "مقلم/مخطط",
    "white/black/red/blue/green/yellow/brown/grey/gray/pink/navy/beige/purple/orange/gold/silver/dark/"
    "light/striped/maroon",
)
_GARMENTS = (
    "ثوب/ثوبا/ثوبًا/فستان/فستانا/عباية/عبايه/عباءة/عباءه/بنطلون/بنطال/جينز/تيشيرت/تي شيرت/تيشرت/تيشيرتا/"
    "قميص/قميصا/جاكيت/جاكت/كوت/بلوزة/بلوزه/بيجامة/بجامة/بيجاما/شماغ/غترة/طاقية/كاب/قبعة/حذاء/نعال/نعل/"
    "جزمة/شورت/تنورة/حجاب/نقاب/طرحة/دشداشة/كندورة/جلابية/جلابيه/سروال/معطف/سترة/ترنق/تريننق/بدلة/بدله/"
    "دراعة/شيلة/صندل/فنيلة/هودي/مريول/ملابس",
    "dress/thobe/thob/abaya/shirt/t-shirt/tshirt/jeans/trousers/pants/jacket/coat/shorts/skirt/shoes/"
    "sandals/cap/hat/hijab/sweater/hoodie/pyjamas/pajamas/shemagh/ghutra/uniform/tracksuit/blouse/scarf/"
    "slippers/trainers/sneakers/niqab/kandura",
)
_MARKS = (
    "شامة/شامه/وحمة/وحمه/ندبة/ندبه/جرح/أثر جرح/اثر جرح/حرق/أثر حرق/وشم/نظارة/نظارات/نظاره/نظارته/لحية/"
    "شنب/أصلع/اصلع/أسمر/سمراء/أبيض البشرة/بيضاء البشرة/حنطي/قمحي/طويل القامة/قصير القامة/طويل/قصير/نحيف/"
    "نحيل/سمين/ممتلئ/شعر/شعره/شعرها/ضفيرة/غمازة/سماعة/سماعة أذن/سماعات/عكاز/عصا/كرسي متحرك/يعرج/تعرج/عرج/"
    "أعرج/تقويم/سن مكسور/لا يتكلم/ما يتكلم/لا تتكلم/ما تتكلم/لا ينطق/أصم/ابكم/أبكم/مبتور/فاقد/حلق/غويشة/"
    "يمشي بعصا/تمشي بعصا/يمشي بعكاز/تمشي بعكاز/يمشي على عكاز/سوار/اسورة/أسورة/ساعة يد/خاتم/سلسال",
    "mole/birthmark/scar/tattoo/glasses/beard/moustache/mustache/bald/heavy build/slim build/"
    "medium build/heavyset/limp/limps/limping/hearing aid/braces/wheelchair/cane/walking stick/tall/"
    "short hair/long hair/curly/freckles/slim/thin/hair/tall/missing tooth/bracelet/necklace/walks with",
)
_SIZES = "small/big/large/long/short/thick/thin/old/new/visible/a small/a big/a long"
_WORN = re.compile(CLOTHING)
_GARMENT = re.compile(led(*_GARMENTS))
_KNOWN_BY = re.compile(MARKS)
_MARK = re.compile(led(*_MARKS))
_COLOUR = re.compile(led(*COLOURS))
_ILL = re.compile(
    led(
        "الزهايمر/زهايمر/الخرف/خرف/توحد/التوحد/متلازمة داون/داون/مريض نفسي/مرض نفسي/إعاقة/اعاقة/معاق/معاقة/"
        "ذهنيا/ذهنية/ذوي الاحتياجات/احتياجات خاصة/فاقد الذاكرة/فقدان ذاكرة/فقدان الذاكرة/ذاكرته/ذاكرتها/"
        "ما يعرف طريقه/ما يعرف يرجع/ينسى/تنسى/بينسى/كثير النسيان/النسيان",
        "alzheimer/alzheimers/alzheimer's/dementia/autism/autistic/down syndrome/special needs/disabled/"
        "disability/mentally ill/memory loss/confused/forgetful/forgets/nonverbal/non-verbal",
    )
)


def clothing_of(page: Page) -> Found[str] | None:
    """What is worn, as one span of the post."""
    for cue in _WORN.finditer(page.plain):
        start = after_cue(page.plain, cue.end())
        end = _end(page.plain, "clothing", start, (_GARMENT, _COLOUR))
        if _GARMENT.search(page.plain, start, end) or _COLOUR.search(page.plain, start, end):
            return statement(page, start, end)
    garment = _GARMENT.search(page.plain)
    if garment is None:
        return None
    end = _end(page.plain, "clothing", garment.start(), (_GARMENT, _COLOUR))
    return statement(page, with_colour_before(page.plain, garment.start() + particle(garment[0], *_GARMENTS)), end)


def marks_of(page: Page) -> Found[str] | None:
    """What somebody is known by, diagnoses aside."""
    for cue in _KNOWN_BY.finditer(page.plain):
        start = after_cue(page.plain, cue.end())
        end = _end(page.plain, "marks", start, (_MARK,))
        if _MARK.search(page.plain, start, end):
            return statement(page, *_healthy(page.plain, start, end))
    mark = _MARK.search(page.plain)
    if mark is None:
        return None
    start = with_colour_before(page.plain, mark.start() + particle(mark[0], *_MARKS))
    return statement(page, start, _end(page.plain, "marks", mark.start(), (_MARK,)))


def needs_care(page: Page) -> Found[bool] | None:
    """Words that say that somebody may not find home alone: for staff only, since no diagnosis goes out."""
    found = _ILL.search(page.plain)
    return page.found(True, *found.span()) if found else None


def with_colour_before(plain: str, start: int) -> int:
    """ "a white Toyota", "small scar": in English what qualifies a noun stands before it."""
    before = re.search(rf"(?:(?:{phrases(*COLOURS, _SIZES)}|\b(?:19|20)\d\d) )+$", plain[:start])
    return before.start() if before else start


def _end(plain: str, field: str, start: int, more: tuple[re.Pattern[str], ...]) -> int:
    """Where the list of garments or marks ends; a diagnosis is none of them."""
    end = through_commas(field, plain, start, lambda part: any(pattern.search(part) for pattern in more))
    ill = _ILL.search(plain, start, end)
    return ill.start() if ill and ill.start() > start else end


def _healthy(plain: str, start: int, end: int) -> tuple[int, int]:
    """Without a diagnosis at its beginning."""
    mark = _MARK.search(plain, start, end)
    ill = _ILL.search(plain, start, end)
    return (mark.start(), end) if mark and ill and ill.start() <= start else (start, end)
