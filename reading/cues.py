"""Words that lead up to a value, and where the value that follows them ends."""

import re
from collections.abc import Callable, Mapping

from reading.pages import NOT_INSIDE, Found, Page, led, phrases
from reading.place_words import KINDS, TOWNS

NAME = led(
    "سميتو/سميتها/سميته/اسمه/اسمها/اسم الطفل/اسم الطفلة/اسم المفقود/اسم المفقودة/الاسم/الإسم/يدعى/تدعى/"
    "واسمه/واسمها/إسمه/إسمها/باسم/المدعو/المدعوة",
    "اسم الولد/اسم البنت/اسم الشاب/اسم الوالد/اسم الحاج/اسم الشايب",
    "name/named/his name/her name/his name is/her name is/called/full name/goes by/answers to",
)
AGE = phrases(
    "عمره/عمرها/العمر/يبلغ من العمر/تبلغ من العمر/يبلغ/تبلغ/بعمر/وعمره/وعمرها/السن/في العقد/بالعقد/سنه/سنها",
    "age/aged/years old/year old/yo/y o/in his/in her",
)
CLOTHING = phrases(
    "لابس/لابسة/لابسا/لابسه/يرتدي/ترتدي/مرتديا/مرتدية/كان يرتدي/كانت ترتدي/وكان يرتدي/وكانت ترتدي/ويرتدي/"
    "وترتدي/يلبس/تلبس/ولابس/ولابسة/الملابس",
    "ملابسه/ملابسها/اللباس/لبسه/لبسها/كان لابس/كانت لابسة/وكان لابس/وكانت لابسة/كان عليه/كانت عليها/"
    "وعليه/وعليها/مرتدي/يرتدى/الملبس",
    "wearing/was wearing/dressed in/clothes/clothing/outfit/had on/wore",
)
MARKS = phrases(
    "علامات مميزة/علامة مميزة/العلامات المميزة/علامات فارقة/علامة فارقة/العلامة الفارقة/العلامات الفارقة/"
    "العلامات/المواصفات/مواصفاته/مواصفاتها/أوصافه/أوصافها/الأوصاف/من أوصافه/اوصاف",
    "ويوجد/يوجد به/يوجد بها/يوجد في/فيه/فيها/وفيه/وفيها/به/بها/وبه/وبها/في وجهه/في وجهها/في يده/في يدها/"
    "في رأسه/على خده/على خدها",
    "marks/distinguishing marks/distinguishing features/distinguishing mark/identifying marks/description/features",
)
VEHICLE = phrases(
    "السيارة/سيارته/سيارتها/بسيارته/بسيارتها/يقود/تقود/يستقل/تستقل/كان يقود/على متن/بسيارة/مع سيارة/"
    "في سيارة/معه سيارة/ومعه سيارة/راكب/راكبة/ركب/المركبة/نوع السيارة",
    "driving/drives/was driving/vehicle/car/in a/by car",
)
PLACE = led(
    "المكان/مكان الفقد/مكان الفقدان/آخر مكان/آخر مكان شوهد فيه/آخر مكان شوهدت فيه/آخر مكان شوهد فيها/"
    "مكانه/مكانها/آخر ظهور/اخر ظهور له/مكان الاختفاء/آخر موقع/الموقع/مكان اختفائه/مكان فقدانه",
    "location/place/last seen at/last seen in/last seen near/last seen around/last seen by/last known location",
)
LEAVING = led(
    "خرج/خرجت/طلع/طلعت/طالع/طالعة/غادر/غادرت/اختفى/اختفت/فقد/فقدت/فقدناه/فقدناها/فقدنا/ضاع/ضاعت/تاه/تاهت/"
    "تغيب/تغيبت/غاب/غابت/راح/راحت/ذهب/ذهبت/نزل/نزلت/مشى/مشت/انفقد/انفقدت",
    "شوهد/شوهدت/شافوه/شافوها/شفناه/شفناها/آخر مرة/اخر مره/آخر مشاهدة/كان/كانت/وكان/وكانت/لم يعد/لم تعد/"
    "ولم يعد/ولم تعد/وما رجع/وما رجعت/ما رجع/ما رجعت/ولم يرجع/ولا رجع/ولا رجعت/وما عاد/مرجعش/مرجعتش/"
    "ومرجعش/ومرجعتش/ومارجعش/وما جا/ما جا/مرق/مرقت/انقطع/وانقطع/وانقطعت/وليس/وليست/بدل",
    "left/went/walked/disappeared/vanished/last seen/was seen/wandered/got lost/went missing/has not/"
    "hasn't/did not/didn't/never/strayed/was last seen/is missing/missing since/missing from",
)
WHEN = led(
    "اليوم/أمس/امس/البارح/البارحة/الليلة/أول أمس/اول امس/الساعة/الساعه/منذ/من ساعة/من ساعتين/قبل/بعد/وقت/"
    "مساء/مساءً/صباح/صباحا/ظهر/ظهرا/عصر/عصرا/فجر/فجرا/ليلة/ليلا/ليل/يوم/بتاريخ/التاريخ/الوقت/تاريخ/"
    "من الصبح/من الظهر/من العصر/من المغرب/من أمس/حوالي/تقريبا/امبارح/مبارح/الضحى/عالمغرب/عالعصر/الضهر/"
    "ليلة البارح",
    "الفجر/العصر/المغرب/العشاء/الظهر/الصبح/مغرب/عصرية/الحين/قبل شوي/من شوي/الأحد/الاثنين/الثلاثاء/"
    "الأربعاء/الخميس/الجمعة/السبت",
    "today/yesterday/tonight/at around/around/since/on/date/time/ago/this morning/this afternoon/"
    "this evening/last night/at about/about/before/after/monday/tuesday/wednesday/thursday/friday/"
    "saturday/sunday",
)
CONTACT = phrases(
    "للتواصل/التواصل/تواصل/لتواصل/الاتصال/اتصال/يتصل/اتصلوا/اتصل/الرقم/رقم/جوال/الجوال/هاتف/موبايل/واتس/"
    "واتساب/على الرقم/عالرقم/كلموا/كلمونا/يكلم/يكلمني/بلغوا/ابلاغ/إبلاغ/التبليغ/يبلغنا/يبلغ اهله",
    "call/contact/phone/tel/mobile/whatsapp/please call/pls call/text/reach/inform/notify",
)
ASKING = led(
    "الرجاء/يرجى/نرجو/أرجو/رجاء/من يجده/من يجدها/من وجده/من وجدها/من شافه/من شافها/اللي شافه/اللي شافها/"
    "اللي يشوفه/اللي يشوفها/لمن يجده/على من/ممن/لمن/من يعرف/من لديه/من عنده/أي معلومة/اي معلومات",
    "ساعدونا/انشروا/انشر/نشر/للنشر/جزاكم الله/الله يجزاكم/الله يرده/الله يردها/لا تنسون/دعواتكم/ادعوا/"
    "تكفون/فزعتكم/والله/يا رب/يارب/من رآه/من رآها/من راه/في حال/من يتعرف/لو حد/لو احد/لو شفتوه/لو شفتوها/"
    "الي/الي يشوفه/الي يشوفها/الي يشوف/اللي/وأهله/واهله/وأهلها/أهله/اهلها/أمه/وأمه/والدته",
    "please/pls/plz/if you/if anyone/anyone/kindly/share/help/any information/rt/thank/thanks/his family/"
    "her family/family/god",
)
PERSONAL = led(
    "من سكان/عندو/عنده/عندها/عندهم/سعودي/سعودية/يمني/يمنية/مصري/مصرية/سوري/سورية/سوداني/سودانية/باكستاني/"
    "هندي/بنغالي/أردني/إماراتي/كويتي/قطري/عماني/بحريني/الجنسية/جنسيته/جنسيتها/طوله/طولها/وزنه/وزنها",
    "يعاني/تعاني/ويعاني/وتعاني/مريض/مريضة/مصاب/مصابة/لا يتكلم/ما يتكلم/لا تتكلم/ما تتكلم/ما يعرف/لا يعرف/"
    "ولا يستطيع/لا يستطيع/ولا يقدر/ما يقدر/ولا يتكلم/ويمشي/وتمشي/يقول/ما تعرف/لا تعرف/ما نعرف/يعرج/تعرج/"
    "معه/معها/ومعه/ومعها/وهو/وهي/الذي/التي/اللي",
    "he/she/who/was/is/has/with/suffers/from/saudi/national/nationality/his/her/and he/and she",
)
_PLACES = phrases(*KINDS, *TOWNS)
PLACED = rf"{NOT_INSIDE}ب{_PLACES[len(NOT_INSIDE) :]}|(?:{phrases('في/من/عند/قرب/at/near/in/from')}) {_PLACES}"
LONGEST = 300
"""Characters of one value at most."""
BOUNDS = re.compile(r"[\n.!?;|()]")

_STOPS: Mapping[str, tuple[str, ...]] = {
    "name": (AGE, CLOTHING, MARKS, VEHICLE, PLACE, LEAVING, WHEN, CONTACT, ASKING, PERSONAL),
    "clothing": (PLACED, NAME, AGE, PLACE, LEAVING, WHEN, CONTACT, ASKING, MARKS, PERSONAL, VEHICLE),
    "marks": (NAME, AGE, PLACE, LEAVING, WHEN, CONTACT, ASKING, CLOTHING, VEHICLE),
    "vehicle": (NAME, AGE, PLACE, LEAVING, WHEN, CONTACT, ASKING, CLOTHING, MARKS),
    "place": (NAME, AGE, CLOTHING, MARKS, LEAVING, WHEN, CONTACT, ASKING, PERSONAL, VEHICLE),
}
_STOPPING = {field: re.compile("|".join(patterns)) for field, patterns in _STOPS.items()}


def end_of(field: str, plain: str, start: int) -> int:
    """Where the value of a field that begins at `start` ends: at a boundary, or where something else is said."""
    bound = BOUNDS.search(plain, start, start + LONGEST)
    last = bound.start() if bound else min(start + LONGEST, len(plain))
    said = next((found for found in _STOPPING[field].finditer(plain, start, last) if found.start() > start), None)
    return said.start() if said else last


def through_commas(field: str, plain: str, start: int, goes_on: Callable[[str], object], most: int = 20) -> int:
    """Where a list ends: after a comma it goes on only with more of the same, in `most` parts at most."""
    end = end_of(field, plain, start)
    comma, parts = plain.find(",", start, end), 1
    while comma != -1:
        following = plain.find(",", comma + 1, end)
        parts += 1
        if parts > most or not goes_on(plain[comma + 1 : following if following != -1 else end]):
            return comma
        comma = following
    return end


def after_cue(plain: str, end: int) -> int:
    """Where a value begins after its cue: past a colon, blanks, «هو» and "is"."""
    found = re.compile(r"[\s:=|,-]*(?:(?:هو|هي|is|are|was|كان|كانت)(?!\w)[\s:]*)?").match(plain, end)
    return found.end() if found else end


def statement(page: Page, start: int, end: int) -> Found[str] | None:
    """What a post says between these characters of `plain`, tidied; None where that is nothing."""
    found = page.found("", start, without_tail(page.plain, start, end))
    words = " ".join(found.words.replace("*", "").split())
    return Found(words, found.words, found.start, found.end) if words else None


def without_tail(plain: str, start: int, end: int) -> int:
    """The end without «و», «كان» and other words that lead on to what is said next."""
    tail = re.search(
        r"(?:[\s,:-]+(?:و|وكان|كان|كانت|وكانت|and|with|was|the|in|at|من|في|also|وهو|وهي|معه|معها|قد|لقد))*[\s,:-]*$",
        plain[start:end],
    )
    return start + tail.start() if tail else end
