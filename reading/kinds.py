"""What a post is: somebody is missing, somebody was found, something new about a case, or none of these."""

import enum
import re

from reading.pages import Found, Page, led, phrases


class Kind(enum.StrEnum):
    MISSING = "missing"
    FOUND = "found"
    """Somebody is with those who write, and it is not known whose they are."""
    UPDATE = "update"
    """Of a case that was told before: found, corrected, or something more."""
    NONE = "none"


_PEOPLE = (
    "طفل/طفلة/الطفل/الطفلة/ولد/بنت/الولد/البنت/رضيع/رضيعة/شاب/شابة/الشاب/رجل/رجال/امرأة/حرمة/سيدة/مسن/"
    "مسنة/شايب/عجوز/فتاة/فتى/صبي/شخص/صغير/صغيرة/طفلين/اطفال/حاج/حاجة/عجوز",
    "boy/girl/child/kid/man/woman/lady/baby/toddler/elderly/person/teenager/old man/old woman/little boy/"
    "little girl/kids",
)
_THINGS = (
    "قطة/قطه/قط/قطو/بسة/كلب/كلبة/ببغاء/طير/صقر/حلال/ناقة/ابل/غنم/محفظة/بوك/جوالي/جوال/هاتف/بطاقة/هوية/"
    "جواز/جواز سفر/مفتاح/مفاتيح/شنطة/حقيبة/سيارتي/سيارتك/سيارة مسروقة/دباب/لابتوب/ايفون/ايباد/سماعة/خاتم/"
    "ذهب/رخصة/اقامة",
    "cat/dog/kitten/puppy/parrot/bird/falcon/camel/wallet/phone/iphone/passport/keys/key/bag/id card/"
    "laptop/ring/card/luggage/backpack/iqama",
)
_LOST = (
    "مفقود/مفقودة/مفقودين/المفقود/المفقودة/فقد/فقدت/فقدان/فقدنا/فقدناه/فقدناها/نفقد/ضاع/ضاعت/ضايع/ضايعة/"
    "ضائع/ضائعة/ضياع/ضيعنا/تائه/تايه/تائهة/تايهة/تاه/تاهت/اختفى/اختفت/اختفاء/مختفي/مختفية/تغيب/تغيبت/"
    "متغيب/متغيبة/غائب/غائبة/غاب/غابت/انفقد/انفقدت/نبحث عن/ابحث عن/البحث عن/يبحثون عن/ندور/ندور على/"
    "ندورها/ندوره/ندور له/ادور/مب لاقينه/مو لاقينه",
    "لم يعد/لم تعد/ولم يعد/ولم تعد/ولم يرجع/ولم ترجع/لم يرجع/وما رجع/ما رجع/وما رجعت/ما رجعت/ولا رجع/"
    "ولا رجعت/وما عاد/ولحد الان/مدري وينه/ما ندري وينه/ما ندري وينها/ما لقيناه/ما لقيناها/انقطع الاتصال/"
    "انقطعت اخباره/انقطع التواصل/ما له اثر/خرج من/خرجت من/نزل من/نزلت من/مرق من/مرقت من/طلع من/طلعت من/"
    "طالع من/طالعة من/غادر منزله/غادرت منزلها/مين شاف/من شاف/احد شاف/حد شاف/مين شايف/احد شايف/"
    "لو حد شافها/لو حد شافه/بحث عن",
    "مفقودان/مفقودتان/مفقودتين/المفقودان/المفقودين/المفقودتان/المفقودتين/خرجا من/خرجتا من/لم يعودا/ولم يعودا/ما رجعوا/"
    "وما رجعوا/لم يعودوا/ولم يعودوا",
    "missing/lost/disappeared/vanished/last seen/hasn't come/hasnt come/has not come/has not returned/"
    "hasn't returned/didn't come/did not come/never came/didn't return/did not return/never returned/"
    "not come home/not come back/have you seen/haven't seen/looking for/searching for/wandered/"
    "whereabouts/search for/help find/anyone seen/walked out of/left home/left the house/can't find/"
    "cant find/cannot find",
)
_MET = led(
    "لقينا/لقيت/لقيته/وجدنا/وجدت/وجد/وجدت طفل/عثرنا على/عثرت على/عثر على/عثر/تم العثور على/موجود عندنا/"
    "موجودة عندنا/موجود لدينا/موجودة لدينا/موجود لدى/موجود معنا/موجودة معنا/معنا الان/عندنا في/لقوا/ملقى/"
    "حصلنا/حصلنا على/حصلت/لاقينا",
    "found/we found/i found/found a/with us/is with us/picked up",
)
_WHOSE = re.compile(
    led(
        "نبحث عن أهله/نبحث عن اهلها/ندور أهله/ندور اهلها/ندور على اهله/ندور على اهلها/من يعرف أهله/"
        "من يعرف اهلها/من يعرف ذويه/لمن يعرف أهله/لمن يعرف اهلها/ما يعرف اسمه/ما يعرف بيته/ما تعرف بيتها/"
        "لا يعرف عنوانه/لا تعرف عنوانها/ما يعرف وين بيته/من يعرفه/من يعرفها/وين اهله/وين اهلها/يبحث عن أهله/"
        "تبحث عن اهلها/البحث عن ذويه/البحث عن أهله/اهله يراجعون/أهلها يتواصلون/ولي أمره/ولي امرها",
        "looking for his parents/looking for her parents/looking for his family/looking for her family/"
        "looking for the parents/know his parents/know her parents/know his family/know her family/"
        "doesn't know where he lives/doesn't know his address/parents please/whose child/do you know him/"
        "do you know her/know this child/anyone know this",
    )
)
_NEWS = re.compile(
    led(
        "بخصوص الإعلان السابق/بخصوص المفقود/بخصوص المفقودة/بخصوص الطفل/بخصوص الطفلة/الإعلان السابق/"
        "إعلاننا السابق/البلاغ السابق/انتهى البلاغ/انتهى البحث/رجع لأهله/رجعت لأهلها/عاد إلى أهله/"
        "عاد الى اهله/عادت إلى أهلها/عاد لأهله/رجع البيت/رجعت البيت/رجع لبيته/عاد إلى منزله/عادت إلى منزلها/"
        "عاد سالما/عادت سالمة/رجع بالسلامة/رجعت بالسلامة/وصل بالسلامة",
        "لقيناه/لقيناها/لقوه/لقوها/لقينا الطفل/لقينا البنت/لقينا الولد/وجدناه/وجدناها/تم إيجاده/تم ايجادها/"
        "تم العثور عليه/تم العثور عليها/تم العثور ولله الحمد/تم العثور على الطفل/تم العثور على الطفلة/"
        "تم العثور على المفقود/تم العثور على المفقودة/تم العثور على الشاب/تم العثور على الفتاة/"
        "تم العثور على الرجل/تم العثور على المسن/تم العثور على المسنة/تم العثور على الوالد/"
        "تم العثور على الحاج/العثور على الطفل المفقود/عثر على المفقود/عثر عليه/عثر عليها/عثروا عليه/"
        "عثروا عليها/عثرت عليه/عثرت عليها/انتقل إلى رحمة الله/انتقلت إلى رحمة الله/انتقل الى رحمه الله/"
        "وجد متوفى/وجدت متوفاة/لقيناهم/احذفوا الإعلان/وقفوا النشر/أوقفوا النشر/يرجى إيقاف النشر/إيقاف النشر/"
        "ايقاف النشر",
        "has been found/have been found/was found safe/been found safe/found safe/is found/was found/"
        "no longer missing/back home/is home safe/returned home safely/returned home/came back home/"
        "safe and sound/please stop sharing/stop sharing/in our previous post/previous post/earlier post",
    )
)
_MORE = re.compile(
    led("تحديث/تحديثات/تصحيح/توضيح/تنويه/إلحاقا/الحاقا/استدراك/إضافة للإعلان/update/correction/clarification")
)
_NOT_NEWS = re.compile(led("آخر تحديث/تحديث البيانات/تحديث التطبيق/app update/software update/وتحديث الصك"))
_TALK = re.compile(
    led(
        "كيف تحمي/كيف نحمي/نصائح/نصيحة/ورشة/دورة/محاضرة/وظيفة/وظائف/للبيع/للإيجار/للايجار/مطلوب موظف/توظيف/"
        "خصم/عرض خاص/اطلب الآن/اطلبه الآن/ريال فقط/جهاز تتبع/مباراة/بالمباراة/ههههه/نكتة/فيلم/مسلسل/رواية/"
        "مباراة/صلاة الغائب/اجازة/زر متابعة/قصة قصيرة",
        "how to protect/tips/workshop/for sale/for rent/job/hiring/vacancy/discount/movie/novel/webinar/"
        "what to do if your child",
    )
)
_ANIMAL = re.compile(
    led(
        "قطتي/قطتنا/قطنا/قطي/قطة/قطه/قطو/كلبي/كلبنا/كلبتي/كلب/ببغاء/ببغائي/طيري/صقري/ناقتي/عصفور/cat/dog/"
        "kitten/puppy/parrot/our cat/our dog"
    )
)
_LAUGHTER = re.compile("[😂🤣]|\\b(?:lol|haha+)\\b|ههه")
_LEFT = re.compile(led("خرج/خرجت/طلع/طلعت/غادر/غادرت/نزل/نزلت/left/went out"))
_ALONE = re.compile(led("مفقود/مفقودة/المفقود/المفقودة/مفقوده"))
_PERSON = re.compile(led(*_PEOPLE))
_THING = re.compile(led(*_THINGS))
_MISSING = re.compile(led(*_LOST))
_MET_SOMEBODY = re.compile(rf"{_MET}[:!]?(?: \w+){{0,3}}? ?{led(*_PEOPLE)}|{led(*_PEOPLE)}(?: \w+){{0,3}} {_MET}")
_MET_ANYTHING = re.compile(_MET)
_OF_SOMEBODY = re.compile(
    led(
        "عمره/عمرها/اسمه/اسمها/لابس/لابسة/يرتدي/ترتدي/ابني/ابنتي/بنتي/ولدي/ابوي/والدي/والدتي/امي/أخوي/اخوي/"
        "أخي/اختي/جدي/جدتي/زوجي/زوجتي/سنوات/عاما/سنة/العمر/شافه/شافها/وينه/وينها/أهله/أهلها/عمي/خالي/خالتي",
        "my son/my daughter/my father/my mother/my brother/my sister/years old/year old/he/she/his/her/named/"
        "aged/my uncle/my aunt/my grandfather/my grandmother",
    )
)


def kind_of(page: Page, *, named: bool) -> Found[Kind]:
    """What a post is, with the words that say so; `named`: it has the name of a person."""
    plain = _NOT_NEWS.sub(lambda each: "#" * len(each[0]), page.plain)
    met = _MET_SOMEBODY.search(page.plain) or (_WHOSE.search(page.plain) and _MET_ANYTHING.search(page.plain))
    whose = _WHOSE.search(page.plain)
    somebody = named or any(each.search(page.plain) for each in (_PERSON, _OF_SOMEBODY, _ALONE))
    lost = _MISSING.search(page.plain)
    news = _NEWS.search(plain) or (_MORE.search(plain) if somebody else None)
    if _about_a_thing(page, lost) or _TALK.search(page.plain) or _LAUGHTER.search(page.text):
        return Found(Kind.NONE, "", 0, 0)
    if whose is not None and somebody:
        return page.found(Kind.FOUND, *(met or whose).span())
    if news is not None:
        return page.found(Kind.UPDATE, *news.span())
    if met is not None:
        return page.found(Kind.FOUND, *met.span())
    lost = lost or (_LEFT.search(page.plain) if _PERSON.search(page.plain) else None)
    if lost is not None and somebody:
        return page.found(Kind.MISSING, *lost.span())
    return Found(Kind.NONE, "", 0, 0)


def _about_a_thing(page: Page, lost: re.Match[str] | None) -> bool:
    """Whether what is lost or found is an animal or a thing: the noun nearest to the word that says so."""
    said = lost or _MET_ANYTHING.search(page.plain)
    if said is None:
        return False
    if _ANIMAL.search(page.plain) and _PERSON.search(page.plain) is None:
        return True
    around = page.plain[max(0, said.start() - 30) : said.end() + 30]
    thing, person = _THING.search(around), _PERSON.search(around)
    return (
        thing is not None
        and person is None
        and not re.search(phrases("اسمه/اسمها/عمره/عمرها/years old/بنتي/ولدي/ابني"), page.plain)
    )
