"""Words for places: kinds of place, and towns that posts name without a word for what they are."""

KINDS = (
    "حي/شارع/طريق/مدينة/منطقة/محافظة/سوق/مول/حديقة/مسجد/جامع/مدرسة/مستشفى/محطة/مطار/دوار/مخرج/مركز/مجمع/"
    "كورنيش/شاطئ/قرية/استراحة/ممشى/مخيم/بر/وادي/منتزه/ملعب/جامعة/برج/فندق/سوبرماركت/بقالة/صيدلية/مطعم/"
    "محل/بيت/منزل/منزله/منزلها/بيته/بيتها/بيتنا/منزلنا/البيت/المنزل/الحرم/حارة/ميدان/نادي/عيادة/مستوصف/"
    "دار/تقاطع/حراج",
    "district/street/road/city/mall/park/garden/mosque/school/hospital/station/airport/roundabout/exit/"
    "neighbourhood/neighborhood/market/souq/souk/corniche/beach/home/house/university/supermarket/"
    "pharmacy/st/rd/avenue/area/village",
)
TOWNS = (
    "الرياض/جدة/مكة/مكة المكرمة/المدينة/المدينة المنورة/الدمام/الخبر/الظهران/الطائف/تبوك/بريدة/عنيزة/"
    "القصيم/حائل/أبها/خميس مشيط/جازان/جيزان/نجران/الباحة/الجبيل/ينبع/الأحساء/الهفوف/القطيف/الخرج/عرعر/"
    "سكاكا/الجوف/حفر الباطن/الدوادمي/الزلفي/شقراء/رابغ/القنفذة/بيشة/دبي/أبوظبي/الشارقة/الكويت/الدوحة/"
    "مسقط/المنامة/القاهرة/الدرعية/المجمعة/وادي الدواسر/رفحاء/صبيا/بوظبي/العين/عجمان/عمان/عمّان/اربد/"
    "الزرقاء/بغداد/البصرة/اربيل/الموصل/بيروت/طرابلس/صيدا/دمشق/حلب/حمص/الدار البيضاء/الرباط/مراكش/فاس/"
    "طنجة/سوسة/صفاقس/تونس/وهران/الجزائر/قسنطينة/الجيزة/الإسكندرية/المنصورة/طنطا/الخرطوم/امدرمان/أم درمان/"
    "صنعاء/عدن/تعز/صلالة/حولي/السالمية/الفروانية/الجهراء/القدس/غزة",
    "riyadh/jeddah/mecca/makkah/medina/madinah/dammam/khobar/al khobar/dhahran/taif/tabuk/buraidah/hail/"
    "abha/jazan/najran/jubail/yanbu/hofuf/qatif/kharj/dubai/abu dhabi/sharjah/kuwait/doha/muscat/manama/"
    "al ain/amman/baghdad/basra/beirut/tripoli/damascus/aleppo/casablanca/rabat/tunis/sousse/oran/"
    "algiers/giza/cairo/alexandria/khartoum/sanaa/aden/salmiya",
)
HOMES = (
    "بيت/بيته/بيتها/بيتنا/بيتهم/البيت/منزل/منزله/منزلها/منزلنا/المنزل/منزل عائلته/منزل عائلتها/منزل أهله/"
    "منزل اهلها/بيت اهله/بيت أهلها/الدار/السكن/سكنه/شقته/شقتنا/البيوت",
    "home/house/his home/her home/his house/her house/our home/our house/the house/the home/home today",
)
"""Somebody's home: no place anybody else could find."""
