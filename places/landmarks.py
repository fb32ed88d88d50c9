"""Words of descriptions: what a place is beside, and what is no name of an area because of the word before it.

All in the spelling of `language.normaliser`.
"""


def _words(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


BESIDE = _words(
    "جنب بجنب بجانب جانب جمب بجمب قرب بقرب قريب قريبه قريبين بالقرب خلف ورا مقابل قبال قدام امام عند عندي بعد",
    "قبل يمين يسار داخل فوق تحت بين حول ملاصق ملاصقه مجاور مجاوره بمحاذاه مطل مطله اول اخر نهايه بدايه",
    "near beside behind opposite facing across next by between after before around inside under outside",
)
"""Words of position that say nothing without what stands beside them."""

BUILDINGS = _words(
    "مسجد جامع مصلي مدرسه مدارس روضه ثانويه متوسطه ابتدائيه جامعه كليه معهد مستشفي مستوصف عياده عيادات صيدليه",
    "مركز مجمع مول سوق اسواق بقاله سوبرماركت هايبر هايبرماركت تموينات مطعم كافيه مقهي كوفي مخبز محطه بنزين",
    "ورشه فندق برج ابراج عماره مبني بنايه فيلا فله بيت بيتنا منزل شقه استراحه مزرعه قاعه قصر حديقه منتزه ملعب",
    "نادي استاد مقبره مطار مينا كورنيش شاطي بنك مصرف صراف بريد شرطه مخفر بلديه محكمه سفاره دوار ميدان جسر",
    "كبري كوبري نفق اشاره اشارات تقاطع مدخل بوابه موقف مواقف خزان برحه ساحه مضمار ممشي مكتبه متحف دانوب بنده",
    "لولو كارفور عثيم تميمي هايبربنده جرير ايكيا سنتر بلازا هوتيل تاور بارك ماركت ستور",
    "mosque masjid school university college hospital clinic pharmacy center centre mall market supermarket",
    "hypermarket grocery restaurant cafe coffee bakery station petrol hotel tower building villa house flat",
    "apartment farm park garden stadium club cemetery airport port corniche beach bank police roundabout",
    "bridge tunnel signal lights junction gate parking tank square panda danube lulu carrefour othaim tamimi",
    "jarir ikea plaza store bookstore",
)
"""Kinds of buildings and squares, and shops with a branch in every city: a name after one of these is not an area's."""

ROADS = _words(
    "شارع طريق دايري مخرج كيلو كيلومتر كم اوتوستراد سكه زقاق ممر جاده",
    "street st road rd highway hwy exit km kilometre kilometer avenue ave ring lane",
)
ENDS_OF_ROADS = _words("سريع قديم جديد صحراوي دولي زراعي ساحلي highway expressway motorway")
"""What a road is, after the towns that it joins: «طريق الدمام الرياض السريع»."""

AFTER_ITS_NAME = _words(
    "مول سنتر بلازا هوتيل تاور بارك ماركت سوبرماركت هايبرماركت كافيه كوفي ستور",
    "mosque masjid school university college hospital clinic pharmacy center centre mall market supermarket",
    "hypermarket grocery restaurant cafe coffee bakery station hotel tower park garden stadium airport beach bank",
    "roundabout bridge square plaza store bookstore street st road rd highway hwy avenue ave",
)
"""Buildings and roads whose own name goes before: «الرد سي مول», King Fahd Hospital."""

LOTS = _words(
    "رقم قطعه بلوك مربع مخطط دور طابق صندوق رمز بريدي",
    "no number plot block floor unit zip",
)
"""What goes before a number in an address."""

HONOURED = _words(
    "ملك امير اميره امام شيخ ابو ابي ام ابن بن عبد خادم سعود",
    "king prince princess imam sheikh abu",
)
"""A name that begins with one of these has two words at least."""

PREPOSITIONS = _words("في ف من in at of from fe fi fee men min")
ONTO = PREPOSITIONS | _words(
    "حي بحي حاره ضاحيه فريج منطقه بمنطقه مدينه بمدينه محافظه بمحافظه قريه ولايه اماره district city region",
)
"""What comes next is a name of its own."""

FROM = _words("من from min men left")
HOMES = _words("البيت بيتنا بيته بيتها بيتهم بيتي المنزل منزله منزلها منزلنا منزلهم home house bait beit bayt")
"""Who went out of one of these says nothing of where it is."""

NOT = _words("مو مب موب مهب مهوب مش ليس ليست not")
"""What is named next is not the place."""

DIRECTIONS = _words(
    "شمال جنوب شرق غرب وسط شمالي جنوبي شرقي غربي",
    "north south east west downtown",
)
"""A part of the place that is named next; alone they are names."""

GREETING = _words("السلام سلام وعليكم")
"""Peace be upon you: not the district of that name."""

TIMES = _words(
    "فجر شروق ضحي ظهر عصر مغرب عشا تراويح صلاه ساعه ساعات ساعتين دقيقه دقايق دقيقتين يومين ايام اسبوع",
    "شهر شوي شويه مره مرات ليل نهار صبح صباح مسا منتصف غروب امس البارح بارحه بكره الان الحين دوام غدا سحور فطور",
    "fajr dhuhr asr alasr elasr maghrib isha noon midnight sunset sunrise morning evening night today yesterday",
    "ams minutes hours",
)
"""After one of `BESIDE` they say when; elsewhere they say nothing of where. Without their article."""

DAYS = _words("يوم ليله صباح مسا")
"""Before the name of a day or a good wish, which may be a place's: «يوم الخميس», «مساء النور»."""

CALLED = _words("اسمه اسمها اسمي اسمهم named called")
CHILD_OF = _words("بن بنت bin bint")
"""Before the name of a person."""

TELLING = _words(
    "كان كانت كنت كنا طلع طلعت خرج خرجت طالع طالعه راح راحت رايح رايحه رجع رجعت جا جات",
    "ضاع ضاعت ضايع ضايعه تاه تاهت مفقود مفقوده اختفي اختفت شوهد شوهدت شفته شفتها شفنا شفت وصل وصلت",
    "طفل طفله ولد رجل مسن مسنه شايب عجوز شاب مراه حرمه عامل عامله خادمه",
    "بنت kan kant rah rahat tala talaa daa child kid boy girl man woman elder lady",
    "وصلني جاني بلغني مسافر مسافره ادري ندري مدري اعرف معه معها ما",
    "he she they was were has been last seen lost missing went left walking saw him her them know dont",
)
"""Words of a story: a name among them is not by itself the answer."""

BROUGHT = _words(
    "وصلني جاني بلغني سيارته سيارتها سيارتي ثوب ثوبه ثوبها عبايه عبايتها شنطه شنطته شنطتها قميص قميصه فستان",
    "فستانها لابس لابسه لبسه لبسها بلوزه جاكيت لون لونه لونها wearing",
)
"""Before news, a colour or a cloth, which may be a place's name: «وصلني الخبر», «سيارته الحمراء»."""

FILLING = _words(
    "ورحمه الله وبركاته مرحبا اهلا هلا الخير السرور لو سمحت سمحتم رجاء شكرا please hi hello thanks",
    "انا احنا حنا نحن هنا هذا هذه هذي هو هي موقعي الموقع موقع العنوان عنوان عنواني المكان مكان مكاني ساكن ساكنه",
    "ساكنين اسكن نسكن موجود موجوده موجودين متواجد انه ان الي على علي مع اللي السعوديه المملكه العربيه المتحده",
    "الامارات و او لا يا والله يعني اظن اتوقع اعتقد يمكن احتمال ممكن تقريبا بالضبط اعلم يجزاكم يجزيكم جزاكم",
    "جزاك خيرا يعطيكم العافيه فيكم طيب نعم ايوه ايه اخوي اخي اخوان جماعه شباب متاكد رقمي جوالي عمره عمرها",
    "شا خير الحمد لله امان العمل الشغل الحاره السياره",
    "عمري سنه سنوات سنين",
    "i am im we are is it its the my our here this live located location address place to on a an saudi",
    "arabia ksa uae and or think maybe probably somewhere sure my number aged years year old bro ana",
    "ihna hna wallah yani ya",
)
"""Words that say nothing of where."""

COUNTRIES = _words("قطر البحرين عمان سلطنه الكويت دوله qatar bahrain oman kuwait emirates")
"""Said beside a place, where no area is called so."""
