"""Two names, one person or not: spellings, alphabets, parts of names, and what is no evidence."""

import pytest

from language.names_alike import NameLikeness, NameReason, names_alike

SAME, LIKELY, UNLIKE, SILENT = NameLikeness.SAME, NameLikeness.LIKELY, NameLikeness.UNLIKE, NameLikeness.SILENT

PAIRS = [
    # one name, spelled twice
    ("أحمد سالم", "احمد سالم", SAME, "spelling"),
    ("فاطمة الزهراني", "فاطمه الزهرانى", SAME, "spelling"),
    ("عبد الله بن سالم", "عبدالله سالم", SAME, "spelling"),
    ("عبدالرحمن ابن فهد", "عبد الرحمن بن فهد", SAME, "spelling"),
    ("عبدالرحمان الحربي", "عبدالرحمن الحربي", SAME, "spelling"),
    ("ريم العتيبي", "ريم عتيبي", SAME, "spelling"),
    ("مُحَمَّد القحطانيّ", "محمد القحطاني", SAME, "spelling"),
    ("الطفلة هند آل سعود", "هند السعود", SAME, "spelling"),
    ("الحاج إبراهيم يوسف", "ابرهيم يوسف", SAME, "spelling"),
    ("سارة سالم", "سارا سالم", SAME, "spelling"),
    ("لؤلؤة الشمري", "لولوة الشمري", SAME, "spelling"),
    ("نور الدين حمادي", "نورالدين حمادي", SAME, "spelling"),
    ("محمد أبو زيد", "محمد ابو زيد", SAME, "spelling"),
    ("رائد علي", "رايد علي", SAME, "spelling"),
    ("حافظ علي", "حافض علي", SAME, "spelling"),
    # two alphabets, and two ways of writing in Latin letters
    ("أحمد سالم", "Ahmed Salem", SAME, "letters"),
    ("أحمد سالم", "Ahmad Salim", SAME, "letters"),
    ("Ahmed Salem", "Ahmad Salem", SAME, "letters"),
    ("محمد العتيبي", "Mohammed Al-Otaibi", SAME, "letters"),
    ("Mohamed Otaibi", "Muhammad Al Otaibi", SAME, "letters"),
    ("عبدالرحمن الحربي", "Abdul Rahman Al-Harbi", SAME, "letters"),
    ("عبدالله الحربي", "Abd Allah Alharbi", SAME, "letters"),
    ("عمر الغامدي", "Omar Al Ghamdi", SAME, "letters"),
    ("عمرو الغامدي", "Amr Al Ghamdi", SAME, "letters"),
    ("نوف المطيري", "Nouf Al-Mutairi", SAME, "letters"),
    ("حسين علي", "Hussain Ali", SAME, "letters"),
    ("علي حسن", "3ali 7assan", SAME, "letters"),
    ("يوسف خليل", "Youssef Khalil", SAME, "letters"),
    ("تميم الدوسري", "Tamim Aldosari", LIKELY, "slip"),
    ("وسن الزهراني", "Wasan Alzahrani", LIKELY, "slip"),
    ("Wejdan Harbi", "Wijdan Harbi", LIKELY, "slip"),
    # one says more than the other
    ("ريم بنت فهد العتيبي", "ريم العتيبي", LIKELY, "part"),
    ("ريم بنت فهد العتيبي", "ريم فهد", LIKELY, "part"),
    ("ريم بنت فهد العتيبي", "ريم فهد سالم العتيبي", SAME, "part"),
    ("ريم بنت فهد العتيبي", "Reem Alotaibi", LIKELY, "part"),
    ("أبو مشعل خالد الشمري", "خالد الشمري", SAME, "spelling"),
    ("أحمد محمد علي", "أحمد محمد علي حسن", SAME, "part"),
    ("ريم", "ريم بنت فهد العتيبي", LIKELY, "given-only"),
    ("ريم فهد", "ريم العتيبي", LIKELY, "given-only"),
    # slips in long words
    ("محمد القحطاني", "محمد القحتاني", LIKELY, "slip"),
    ("محمد القحطاني", "محمد القطحاني", LIKELY, "slip"),
    ("سعد الغامدي", "سعد العامدي", LIKELY, "slip"),
    ("هدى سالم", "هدا سالم", LIKELY, "slip"),
    # what a child is called at home
    ("عبودي السبيعي", "عبدالله السبيعي", LIKELY, "slip"),
    ("فطوم سالم", "فاطمة سالم", LIKELY, "slip"),
    ("حمودي سالم", "خالد سالم", UNLIKE, "given-differs"),
    # families as people write them
    ("فيصل السبيعي", "Faisal Al-Subaie", SAME, "letters"),
    ("عبدالله المنصوري", "Abdulla Al Mansoori", SAME, "letters"),
    ("مها العنزي", "Maha Alenezi", LIKELY, "slip"),
    ("ياسين بنعلي", "Yassine Benali", SAME, "letters"),
    ("لولوه الدوسري", "Lulwa Aldossary", LIKELY, "slip"),
    # no evidence
    ("M. Al Harbi", "محمد الحربي", SILENT, "no-name"),
    ("ر. ع.", "ريم العتيبي", SILENT, "no-name"),
    ("محمد", "محمد", SILENT, "common-given"),
    ("محمد", "محمد العتيبي", SILENT, "common-given"),
    ("محمد", "Mohammed", SILENT, "common-given"),
    ("فاطمة", "فاطمه الزهراني", SILENT, "common-given"),
    ("محمد سالم", "محمد الشهري", SILENT, "common-given"),
    ("أبو مشعل", "أبو مشعل", SILENT, "no-name"),
    ("Umm Khalid", "أم خالد", SILENT, "no-name"),
    ("أبو مشعل العتيبي", "خالد العتيبي", SILENT, "no-name"),
    ("العتيبي", "ريم العتيبي", SILENT, "no-name"),
    ("", "ريم", SILENT, "no-name"),
    ("؟؟", "ريم", SILENT, "no-name"),
    # other people
    ("عمر العتيبي", "عمرو العتيبي", UNLIKE, "given-differs"),
    ("عمر العتيبي", "Amr Al-Otaibi", UNLIKE, "given-differs"),
    ("عمرو العتيبي", "Omar Al-Otaibi", UNLIKE, "given-differs"),
    ("Omar Otaibi", "Amr Otaibi", UNLIKE, "given-differs"),
    ("عمر فهد", "عامر فهد", UNLIKE, "given-differs"),
    ("سارة فهد", "سمارة فهد", UNLIKE, "given-differs"),
    ("Sara Fahad", "Samara Fahad", UNLIKE, "given-differs"),
    ("حسن علي", "حسين علي", UNLIKE, "given-differs"),
    ("Hassan Ali", "حسين علي", UNLIKE, "given-differs"),
    ("سعد فهد", "سعود فهد", UNLIKE, "given-differs"),
    ("سعاد", "سعود", UNLIKE, "given-differs"),
    ("ماجد سالم", "ماجدة سالم", UNLIKE, "given-differs"),
    ("ريم العتيبي", "ريما العتيبي", UNLIKE, "given-differs"),
    ("نور العتيبي", "نورة العتيبي", UNLIKE, "given-differs"),
    ("سلمان فهد", "سليمان فهد", UNLIKE, "given-differs"),
    ("سلطان فهد", "سلمان فهد", UNLIKE, "given-differs"),
    ("عبدالله فهد", "عبدالإله فهد", UNLIKE, "given-differs"),
    ("عبدالحميد فهد", "عبدالمجيد فهد", UNLIKE, "given-differs"),
    ("ياسين علي", "ياسمين علي", UNLIKE, "given-differs"),
    ("محمد فهد العتيبي", "محمد سالم العتيبي", UNLIKE, "father-differs"),
    ("ريم فهد", "ريم سالم", UNLIKE, "father-differs"),
    ("محمد الشهراني", "محمد الزهراني", UNLIKE, "family-differs"),
    ("محمد الشهري", "محمد الشمري", UNLIKE, "family-differs"),
    ("ريم بنت فهد العتيبي", "ريم الدوسري", UNLIKE, "family-differs"),
    ("أحمد محمد علي", "أحمد محمد حسن", UNLIKE, "family-differs"),
]


@pytest.mark.parametrize(("one", "other", "likeness", "reason"), PAIRS)
def test_a_pair_is_decided_the_same_whichever_comes_first(one, other, likeness, reason):
    for found in (names_alike(one, other), names_alike(other, one)):
        assert (found.likeness, found.reason) == (likeness, NameReason(reason))
