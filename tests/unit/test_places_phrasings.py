"""How people say where, in a hundred and more ways: what each is taken for, on the map of `gulf_map`.

Half of the phrasings were written by somebody who had not seen the parser (`places_phrasings_blind`).
"""

from importlib import import_module
from importlib.util import find_spec

import pytest

from places.points import Point, distance_m
from places.typed import FoundAreas, FoundPoint, LooksSwapped, NeedsPin, NotAPlace, read_place
from tests.unit.gulf_map import gulf_map

NEAR_M = 30

POINT = "point 24.7136 46.6753"
SECONDS = "point 24.71361 46.67528"

PHRASINGS = [
    # coordinates
    ("٢٤٫٧١٣٦، ٤٦٫٦٧٥٣", POINT),
    ("۲۴٫۷۱۳۶، ۴۶٫۶۷۵۳", POINT),
    ("24.7136,46.6753", POINT),
    ("24,7136, 46,6753", POINT),
    ("24,7136,46,6753", POINT),
    ("٢٤,٧١٣٦ ، ٤٦,٦٧٥٣", POINT),
    ("24.7136 - 46.6753", POINT),
    ("24.7136 و 46.6753", POINT),
    ("24.7136 and 46.6753", POINT),
    ("24.7136%2C46.6753", POINT),
    ("خط عرض 24.7136 وخط طول 46.6753", POINT),
    ("خط عرض 24.7136 شمالاً وخط طول 46.6753 شرقاً", POINT),
    ("طول 46.6753 وعرض 24.7136", POINT),
    ("دائرة عرض 24.7136 شمال خط الاستواء، خط طول 46.6753 شرق غرينتش", POINT),
    ('{"lat": 24.7136, "lng": 46.6753}', POINT),
    ("POINT(46.6753 24.7136)", POINT),
    ("24.7136N,46.6753E قدام البقالة", POINT),
    ("24 درجة و42 دقيقة و49 ثانية شمالاً و46 درجة و40 دقيقة و31 ثانية شرقاً", SECONDS),
    ("24 درجه و 42 دقيقه و 49 ثانيه شمال، 46 درجه و 40 دقيقه و 31 ثانيه شرق", SECONDS),
    ("24-42-49N 46-40-31E", SECONDS),
    ("24.42.49 N 46.40.31 E", SECONDS),
    ("24d42m49s N 46d40m31s E", SECONDS),
    ("244249N 0464031E", SECONDS),
    ("24:42:49, 46:40:31", SECONDS),
    ("N 24° 42.816 E 046° 40.518", POINT),
    ("٣٣٫٨٦٨٨ جنوباً، ١٥١٫٢٠٩٣ شرقاً", "point -33.8688 151.2093"),
    ("33°52'07.7\"S 151°12'33.5\"E", "point -33.86881 151.20931"),
    ("S33.8688 E151.2093", "point -33.8688 151.2093"),
    ("40.7128 شمال، 74.006 غرب", "point 40.7128 -74.006"),
    ("٣٤٫٦٠٣٧ جنوب ٥٨٫٣٨١٦ غرب", "point -34.6037 -58.3816"),
    ("-34.6037, -58.3816", "point -34.6037 -58.3816"),
    ("46.6753, 24.7136", "swapped 24.7136 46.6753"),
    ("٤٦٫٦٧٥٣ ٢٤٫٧١٣٦", "swapped 24.7136 46.6753"),
    ("POINT (46.6753 24.7136)", POINT),
    ("24, 46", "pin whole-degrees"),
    ("124.5, 246.7", "pin not-on-earth"),
    ("38R PN 69442 33865", "pin grid-reference"),
    ("38RPN6944233865", "pin grid-reference"),
    ("38R 669442 2733865", "pin grid-reference"),
    ("UTM 38 669442E 2733865N", "pin grid-reference"),
    # links
    ("https://www.google.com/maps/place/X/@24.9,46.9,17z/data=!3m1!4b1!8m2!3d24.7136!4d46.6753", POINT),
    ("https://www.google.com/maps/dir/24.1,46.1/24.7136,46.6753/@24.9,46.9,12z", POINT),
    ("https://maps.google.com/maps?q=24.7136%2C46.6753&z=17&hl=ar", POINT),
    ("https://maps.apple.com/?ll=24.7136,46.6753&q=Pin", POINT),
    ("https://www.openstreetmap.org/?mlat=24.7136&mlon=46.6753#map=12/24.9/46.9", POINT),
    ("https://www.openstreetmap.org/directions?route=24.1%2C46.1%3B24.7136%2C46.6753", POINT),
    ("https://www.waze.com/ul?ll=24.7136%2C46.6753&navigate=yes", POINT),
    ("https://www.bing.com/maps?cp=24.7136~46.6753&lvl=16", POINT),
    ("https://wego.here.com/directions/mix//Park:24.7136,46.6753?map=24.9,46.9,15", POINT),
    ("https://yandex.com/maps/?ll=46.6753%2C24.7136&z=12", POINT),
    ("https://yandex.com/maps/?rtext=24.1,46.1~24.7136,46.6753&rtt=auto", POINT),
    ("https://2gis.ae/dubai/geo/46.6753,24.7136?m=46.9,24.9/16", POINT),
    ("geo:24.7136,46.6753?z=17", POINT),
    ("البيت هنا https://maps.google.com/?q=24.7136,46.6753 بسرعة", POINT),
    ("https://www.google.com/maps/place/7HP8PM7G%2B5X", "point 24.71294 46.67744"),
    ("https://maps.app.goo.gl/x1y2", "pin short-link"),
    ("https://yandex.com/maps/-/CCUabc", "pin short-link"),
    ("https://www.google.com/maps/place/Cafe", "pin link-without-point"),
    ("https://maps.google.com/?q=حي+العليا،+الرياض", "pin link-without-point olaya-riyadh"),
    ("https://what3words.com/a.b.c", "pin three-words"),
    ("///كلمة.نقطة.باب", "pin three-words"),
    # codes
    ("7HP8PM7G+5X", "point 24.71294 46.67744"),
    ("7hp8pm7g+5x", "point 24.71294 46.67744"),
    ("٧HP٨PM٧G+٥X", "point 24.71294 46.67744"),
    ("الموقع 7HP8PM7G+5X قدام المسجد", "point 24.71294 46.67744"),
    ("PM7G+5X", "pin plus-code"),
    ("PM7G+5X الرياض", "point 24.71294 46.67744"),
    ("PM7G+5X، الرياض السعودية", "point 24.71294 46.67744"),
    ("pm7g+5x Riyadh Saudi Arabia", "point 24.71294 46.67744"),
    ("PM7G+5X منطقة عسير", "pin plus-code asir-region"),
    ("7HP80000+", "pin plus-code"),
    ("RRRD2929", "pin national-address"),
    ("RRRD2929، حي العليا، الرياض", "pin national-address olaya-riyadh"),
    # names
    ("جده", "area jeddah"),
    ("جِدَّة", "area jeddah"),
    ("جــدة", "area jeddah"),
    ("Jiddah", "area jeddah"),
    ("Jedda", "area jeddah"),
    ("ابها", "area abha"),
    ("رياض", "ask riyadh riyadh-region"),
    ("Riyad city", "area riyadh"),
    ("الدوحه", "ask doha doha-region"),
    ("Mecca", "ask makkah makkah-region"),
    ("مدينة مكة", "area makkah"),
    ("الاحسا", "area ahsa"),
    ("البرشا", "area barsha"),
    ("الشاطى", "area shati-dammam"),
    ("خميس مشيط", "area khamis"),
    ("الظلال", "area zilal"),
    ("حى النسيم الغربى", "area nasim-west"),
    ("Naseem Gharbi", "area nasim-west"),
    ("العليا", "ask olaya-riyadh olaya-jeddah"),
    ("العليا جدة", "area olaya-jeddah"),
    ("Olayya district, Jiddah", "area olaya-jeddah"),
    ("الروضة", "ask rawdah-riyadh rawdah-jeddah rawdah-dammam"),
    ("حي الروضة بالدمام", "area rawdah-dammam"),
    ("ساكن بجدة حي الصفا", "area safa"),
    ("أنا في حي العليا بالرياض", "area olaya-riyadh"),
    ("I live in Al Hamra, Jeddah", "area hamra-jeddah"),
    ("المملكة العربية السعودية، الرياض، حي الملز", "area malaz"),
    ("شرق الرياض", "ask riyadh riyadh-region"),
    ("العليا، الدمام", "guess olaya-riyadh olaya-jeddah dammam"),
    ("النسيم", "guess nasim-west nasim-east"),
    ("النسيم، الرياض", "guess nasim-west nasim-east"),
    ("النسم الغربي، الرياض", "guess nasim-west"),
    ("الدماام", "guess dammam"),
    ("السلمانية", "guess sulimaniyah"),
    ("حي القدير", "guess zilal-ghadir"),
    ("القدير", "guess zilal-ghadir"),
    ("القدير، الظلال", "guess zilal-ghadir"),
    ("قدام المدرسة", "pin landmark"),
    ("الصدرة", "guess zilal-sidrah"),
    ("المنارح", "guess zilal-manarah"),
    ("حي السوق القديم، الظلال", "area zilal-suq"),
    ("المنارة", "area zilal-manarah"),
    ("Al-Khuzama, Az Zilal", "area zilal-khuzama"),
    ("إمارة دبي", "area dubai-region"),
    ("ديره، دبي", "area deira"),
    ("فريج العدلية المنامة", "area adliya"),
    ("الكويت", "area kuwait"),
    ("محافظة العاصمة", "ask kuwait-region manama-region"),
    ("مسقط", "ask muscat muscat-region"),
    ("ولاية مسقط", "area muscat"),
    ("الملكفهد الدمام", "area king-fahd-dammam"),
    ("حي الملك فهد", "ask king-fahd-riyadh king-fahd-dammam"),
    ("العقربيه الخبر", "area aqrabiyah"),
    ("السلام عليكم، أنا في حي قباء بالمدينة المنورة", "area quba"),
    ("عرقه", "area irqah"),
    ("Al Khubar", "area khobar"),
    ("Taef", "area taif"),
    ("Medina city", "area madinah"),
    ("الخرج", "area kharj"),
    ("ينبع البحر", "guess yanbu"),
    ("Muscat Governorate", "area muscat-region"),
    ("مدينة مسقط", "area muscat"),
    # as people speak and chat
    ("ف الدمام", "area dammam"),
    ("fi el dammam", "area dammam"),
    ("عالطائف", "area taif"),
    ("ياخوان في أبها", "area abha"),
    ("يا جماعة المكان بالخبر والله", "area khobar"),
    ("العدلية البحرين", "area adliya"),
    ("الدمااااام", "area dammam"),
    ("جدددده", "area jeddah"),
    ("Jeddaaaah", "area jeddah"),
    ("بشمال الدمام", "area dammam"),
    ("لغرب جدة", "area jeddah"),
    ("6aif", "area taif"),
    ("el 5obar", "area khobar"),
    ("5amis mushait", "area khamis"),
    ("al 3aziziya, makkah", "area aziziyah-makkah"),
    ("7ay el 9afa", "area safa"),
    ("الدمام-الشاطئ", "area shati-dammam"),
    ("مو في جدة، في الطائف", "area taif"),
    ("الخبر مب الدمام", "area khobar"),
    ("not Riyadh, Kharj", "area kharj"),
    # names in a story
    ("يمكن في الصفا الله أعلم", "area safa"),
    ("She went missing in Khobar yesterday", "guess khobar"),
    ("ضاعت يوم الجمعة بالدمام وعمرها 70 سنة", "guess dammam"),
    ("الوالد خرج من البيت العصر من حي الملز", "area malaz"),
    ("اسمها شروق وضاعت بالدمام", "guess dammam"),
    ("عند خالتي في حي الصفا", "area safa"),
    # descriptions
    ("قدام بنده حي الروضة جدة", "pin landmark rawdah-jeddah"),
    ("بعد كوبري الملك فهد في الدمام", "pin landmark dammam"),
    ("مقابل مدرسة الفجر، المنارة", "pin landmark zilal-manarah"),
    ("بيتنا في الملز", "pin landmark malaz"),
    ("opposite Jarir bookstore, Jeddah", "pin landmark jeddah"),
    ("طريق الدمام السريع كيلو 30", "pin road"),
    ("exit 14 Riyadh", "pin road riyadh riyadh-region"),
    ("طفل ضايع في السوق", "pin landmark"),
    ("جنب مسجد النور", "pin landmark"),
    ("خلف الدانوب", "pin landmark"),
    ("عند الإشارة", "pin landmark"),
    ("near the Panda", "pin landmark"),
    ("عند بيت خالتي", "pin landmark"),
    ("حديقة السلام", "pin landmark"),
    ("جنب مسجد النور في حي العليا، الرياض", "pin landmark olaya-riyadh"),
    ("مستشفى الملك فهد جدة", "pin landmark jeddah"),
    ("near the Panda in Olaya, Riyadh", "pin landmark olaya-riyadh"),
    ("فيلا 12 حي العليا الرياض", "pin landmark olaya-riyadh"),
    ("كيلو ١٤", "pin road"),
    ("طريق الملك فهد مخرج 5", "pin road"),
    ("شارع التحلية، حي الصفا، جدة", "pin road safa"),
    ("طريق الملك فهد، الرياض", "pin road riyadh riyadh-region"),
    ("عند صيدلية بالملز", "pin landmark malaz"),
    ("مطعم بجدة", "pin landmark jeddah"),
    ("جنب حديقة بالروضة بالدمام", "pin landmark rawdah-dammam"),
    ("النخيل بلازا بأبها", "pin landmark abha"),
    ("القرية سنتر الدمام", "pin landmark dammam"),
    ("Red Sea Mall Jeddah", "pin landmark jeddah"),
    ("King Fahd Hospital, Jeddah", "pin landmark jeddah"),
    ("3nd masjid el noor fe jeddah", "pin landmark jeddah"),
    ("طريق مكة - جدة السريع", "pin road"),
    ("طريق الرياض-الدمام", "pin road"),
    ("طريق المدينة جدة", "pin road jeddah"),
    ("بعد الكيلو ٢٠", "pin road"),
    ("قبل مخرج ٩ بأبها", "pin road abha"),
    ("exit 7 riyadh", "pin road riyadh riyadh-region"),
    ("JEDA-4512", "pin national-address"),
    ("العنوان RHMA-3184 الدمام", "pin national-address dammam"),
    # nothing
    ("السلام عليكم", "not-a-place"),
    ("👍", "not-a-place"),
    ("0501234567", "not-a-place"),
    ("طفل عمره 6 سنوات خرج من البيت", "not-a-place"),
    ("لا أعرف", "not-a-place"),
    ("بين 7 و 8 سنوات", "not-a-place"),
    ("بعد صلاة الفجر", "not-a-place"),
    ("حول الساعة 5", "not-a-place"),
    ("after 5 pm", "not-a-place"),
    ("طلعت من بيتهم العصر", "not-a-place"),
    ("she left home at 6", "not-a-place"),
    ("عند خالته", "not-a-place"),
    ("مع أخوه", "not-a-place"),
    ("اسمه فيصل العلياني", "not-a-place"),
    ("اسمها الروضة بنت سعد", "not-a-place"),
    ("بلغني الخبر قبل شوي", "not-a-place"),
    ("لابسة العباية الحمراء", "not-a-place"),
    ("مساء الورود", "not-a-place"),
]

_BLIND = "tests.unit.places_phrasings_blind"
BLIND: list[tuple[str, str]] = import_module(_BLIND).PHRASINGS if find_spec(_BLIND) else []


@pytest.mark.parametrize(("text", "expected"), PHRASINGS + BLIND)
def test_a_phrasing_is_understood_as_meant(text: str, expected: str):
    found = read_place(text, gulf_map())
    kind, *rest = expected.split()
    if kind in {"point", "swapped"}:
        point = found.point if isinstance(found, FoundPoint) and kind == "point" else None
        point = found.swapped if isinstance(found, LooksSwapped) and kind == "swapped" else point
        assert point is not None, found
        assert distance_m(point, Point(*map(float, rest))) < NEAR_M
    else:
        assert said(found) == " ".join([kind, *(rest[:1] if kind == "pin" else []), *sorted(rest[kind == "pin" :])])


def said(found: object) -> str:
    """What was understood, as the tables write it; codes in order."""
    match found:
        case FoundAreas(areas, guessed=guessed):
            kind = "guess" if guessed else "area" if len(areas) == 1 else "ask"
            return " ".join([kind, *sorted(area.code for area in areas)])
        case NeedsPin(reason, near):
            return " ".join(["pin", reason.removeprefix("needs-pin-"), *sorted(area.code for area in near)])
        case NotAPlace():
            return "not-a-place"
        case _:
            return repr(found)


def test_there_are_enough_phrasings_and_each_is_there_once():
    texts = [text for text, _ in PHRASINGS + BLIND]
    assert len(set(texts)) == len(texts)
    assert len(PHRASINGS) >= 80
