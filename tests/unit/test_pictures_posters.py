"""A poster: what a reader sees fits, nothing lies over anything else, the code leads to the live case (SAFETY 6, 7, 9)."""

import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PIL import Image

from alerts.distances import AreaName
from alerts.facts_of_searches import SearchFacts
from alerts.letters import View
from alerts.letters_of_posters import PosterFacts, fingerprint, write_poster
from alerts.poster_words import left_out_of, poster_words, printable
from language.catalogues import load_catalogues
from models.alerts import Audience, Shape
from models.posters import PosterSize
from models.rules import Rules, SearchRules
from models.searches import SearchState, Sex, SubjectKind
from pictures.demo import child_in_blue_dress
from pictures.map_ink import Sheet, meet
from pictures.maps import SearchMap, map_words
from pictures.posters import PIXELS, PosterMap, PosterWords, poster_file, set_poster
from pictures.qr import qr_image, qr_matrix

NOON = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CATALOGUES = load_catalogues()
RULES = Rules(public_url="https://mizalla.example/")
REEM = SearchFacts(
    number=7, state=SearchState.OPEN, drill=False, name="ريم بنت فهد العتيبي", age=6, sex=Sex.FEMALE,
    kind=SubjectKind.CHILD, clothing="فستان أزرق، حقيبة Frozen", marks="شامة على الخد الأيمن", vehicle="",
    picture_id=3, lat=24.71362, lon=46.67531, seen_at=NOON, place="عند حديقة السلام",
    path=(AreaName("الغدير", "Al Ghadir"), AreaName("مدينة الظلال", "Madinat Al Zilal")), area_codes=(), update="",
    organisation=AreaName("جمعية العون", "Aoun"), told_at=NOON, audience=Audience.STAFF, nowhere=False, protect=False,
    through={}, page_key="7",
)  # fmt: skip
LONG = "عباءة سوداء طويلة مطرزة بخيط فضي عند الأكمام وحذاء رياضي أبيض من نوع Nike Air وحقيبة ظهر زرقاء " * 4


def words(facts: SearchFacts = REEM, language: str = "ar", rules: Rules = RULES) -> PosterWords:
    return poster_words(facts, CATALOGUES.voice(language), rules, NOON)


def drawn(said: PosterWords, size: PosterSize = PosterSize.CHAT, *, picture: bool = True, place: bool = True) -> Sheet:
    around = PosterMap(SearchMap(last_seen=(24.714, 46.675)), map_words(CATALOGUES.voice("ar"))) if place else None
    return set_poster(said, size, picture=child_in_blue_dress() if picture else None, around=around)


def everything(said: PosterWords) -> str:
    return repr(said)


@pytest.mark.parametrize("size", list(PosterSize))
@pytest.mark.parametrize(
    ("facts", "language", "picture", "place"),
    [
        (REEM, "ar", True, True),
        (REEM, "en", True, True),
        (replace(REEM, name="عبد الرحمن بن عبد العزيز المنصوري", clothing=LONG, marks=LONG, place=LONG), "ar", True, True),
        (replace(REEM, age=None, sex=Sex.OTHER, kind=SubjectKind.ADULT, marks=""), "ar", False, False),
        (replace(REEM, drill=True, sex=Sex.MALE, kind=SubjectKind.ELDER), "ar", True, True),
    ],
    ids=["arabic", "english", "long", "little known", "drill"],
)  # fmt: skip
def test_everything_fits_and_nothing_lies_over_anything_else(
    facts: SearchFacts, language: str, picture: bool, place: bool, size: PosterSize
) -> None:
    sheet = drawn(words(facts, language), size, picture=picture, place=place)
    wide, high = PIXELS[size]
    boxes = sheet.taken
    assert all(left >= 0 and top >= 0 and right <= wide and bottom <= high for left, top, right, bottom in boxes)
    assert [(a, b) for at, a in enumerate(boxes) for b in boxes[:at] if meet(a, b)] == []


def test_the_code_leads_to_the_live_case() -> None:
    said = words()
    assert said.link == "https://mizalla.example/searches/7"
    sheet = drawn(said)
    matrix = qr_matrix(said.link)
    [code] = [box for box in sheet.taken if abs((box[2] - box[0]) - (box[3] - box[1])) < 1e-6]
    image, each = sheet.canvas.drawn().convert("L"), (code[2] - code[0]) / len(matrix)
    read = [
        [int(image.getpixel((int(code[0] + (x + 0.5) * each), int(code[1] + (y + 0.5) * each))) < 128)  # type: ignore[operator]
         for x in range(len(matrix))]
        for y in range(len(matrix))
    ]  # fmt: skip
    assert read == matrix
    assert each >= 4  # pixels: readable from a screen


def test_a_code_is_drawn_in_whole_pixels_with_white_around_it() -> None:
    image = qr_image("https://mizalla.example/searches/7", 300)
    assert image.width % len(qr_matrix("https://mizalla.example/searches/7")) == 0
    assert image.getpixel((0, 0)) == (255, 255, 255)


def test_without_public_pages_it_says_whom_to_ask() -> None:
    said = words(rules=Rules())
    assert said.link == ""
    assert "جمعية العون" in said.live_text
    assert "7" in said.live_text
    assert not [box for box in drawn(said).taken if abs((box[2] - box[0]) - (box[3] - box[1])) < 1e-6]


def test_initials_by_default_and_the_given_name_where_the_deployment_says_so() -> None:
    assert words().name == "ر. ع."
    assert words(rules=Rules(searches=SearchRules(show_given_name=True))).name == "ريم"
    assert "العتيبي" not in everything(words())


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("شامة على الخد، مريض بالتوحد", "شامة على الخد"),
        ("عند حديقة السلام، منزل رقم 14", "عند حديقة السلام"),
        ("خرجت من مدرسة الفجر الابتدائية", ""),
        ("للتواصل 0500 000 000، فستان أزرق", "فستان أزرق"),
        ("هويته 1012345678", ""),
        ("has dementia; walks with a stick", "walks with a stick"),
        ("قرب المسجد الكبير، شارع 12", "قرب المسجد الكبير، شارع 12"),
        ("قميص نادي الهلال رقم 10", "قميص نادي الهلال رقم 10"),
    ],
)
def test_no_house_school_number_or_diagnosis_is_printed(text: str, kept: str) -> None:
    assert printable(text)[0] == kept


def test_a_diagnosis_becomes_needs_help() -> None:
    said = words(replace(REEM, marks="مصابة بالصرع"))
    assert "صرع" not in everything(said)
    assert any(fact.text == "الحاجة إلى مساعدة" for fact in said.facts)
    assert left_out_of(replace(REEM, marks="مصابة بالصرع"), RULES) == ("marks",)


def test_a_drill_names_no_number_to_call_and_looks_like_a_drill() -> None:
    said = words(replace(REEM, drill=True))
    assert "911" not in everything(said)
    assert said.emergency == "تمرين"
    real, drill = drawn(words()).canvas.drawn(), drawn(said).canvas.drawn()
    assert real.getpixel((540, 5)) != drill.getpixel((540, 5))


def test_the_law_may_forbid_a_childs_picture() -> None:
    strict = Rules(searches=SearchRules(minors_pictures_public=False))
    assert left_out_of(REEM, strict) == ("picture",)
    assert left_out_of(replace(REEM, kind=SubjectKind.ELDER), strict) == ()


def test_print_is_one_page_of_a4() -> None:
    pdf = poster_file(words(), PosterSize.PRINT, picture=child_in_blue_dress(), around=None)
    assert pdf[:5] == b"%PDF-"
    box = pdf[pdf.index(b"/MediaBox") :][:60]
    sides = [float(each) for each in box[box.index(b"[") + 1 : box.index(b"]")].split()]
    assert sides[2:] == pytest.approx([595.2, 841.9], abs=0.5)  # points: 210 by 297 mm
    assert pdf.count(b"/Type /Page\n") == 1


def test_a_chat_poster_is_a_png_of_its_size() -> None:
    image = Image.open(io.BytesIO(poster_file(words(), PosterSize.CHAT, picture=None, around=None)))
    assert (image.format, image.size) == ("PNG", (1080, 1350))


def letter(facts: PosterFacts, shape: Shape | None = None) -> str:
    return write_poster(facts, CATALOGUES.voice("ar"), View("ar", shape=shape)).text


def test_staff_are_told_when_more_is_known_and_when_it_is_over() -> None:
    made = PosterFacts(REEM, False, PosterSize.PRINT, "ar", "poster-1-1", ("marks",), current=True)
    assert "تغيّر" not in letter(made)
    assert "العلامات" in letter(made)
    assert "تغيّر ما نعرفه" in letter(replace(made, current=False))
    over = write_poster(replace(made, over=True), CATALOGUES.voice("ar"), View("ar"))
    assert (over.picture, over.document, over.buttons) == (None, None, ())
    assert "ريم" not in over.text
    paused = replace(made, search=replace(REEM, state=SearchState.PAUSED), current=False)
    assert "قيد المراجعة" in letter(paused)
    assert write_poster(paused, CATALOGUES.voice("ar"), View("ar")).buttons == ()


def test_an_update_in_words_leaves_a_poster_current_and_a_correction_does_not() -> None:
    assert fingerprint(replace(REEM, update="شوهدت قرب المسجد")) == fingerprint(REEM)
    assert fingerprint(replace(REEM, clothing="فستان أحمر")) != fingerprint(REEM)
