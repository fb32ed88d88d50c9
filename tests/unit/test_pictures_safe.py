"""What leaves `clean_picture` is pixels, whatever went in."""

import io
import random
import time

import pytest
from PIL import Image, ImageCms, ImageDraw, PngImagePlugin

from pictures.safe import LONG_SIDE, MOST_BYTES, CleanPicture, NotAPicture, PictureTooLarge, clean_picture

SECRET = b"24.7136N 46.6753E owner of this telephone"


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    held = io.BytesIO()
    image.save(held, form, **options)
    return held.getvalue()


def opened(clean: CleanPicture) -> Image.Image:
    return Image.open(io.BytesIO(clean.jpeg))


def colour(image: Image.Image, at: tuple[int, int]) -> tuple[int, ...]:
    pixel = image.getpixel(at)
    assert isinstance(pixel, tuple)
    return pixel


def red_left_blue_right(mode: str = "RGB", size: tuple[int, int] = (400, 200)) -> Image.Image:
    image = Image.new("RGB", size, (200, 20, 20))
    ImageDraw.Draw(image).rectangle((size[0] // 2, 0, *size), fill=(20, 20, 200))
    return image.convert(mode)


def is_red(pixel: tuple[int, ...]) -> bool:
    return pixel[0] > 150 and pixel[2] < 90


def is_blue(pixel: tuple[int, ...]) -> bool:
    return pixel[2] > 150 and pixel[0] < 90


def exif_with_place() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F] = SECRET.decode()
    exif[0x0112] = 6
    exif.get_ifd(0x8825).update({1: "N", 2: (24.0, 42.0, 49.0), 3: "E", 4: (46.0, 40.0, 31.0)})
    return exif


def test_no_metadata_of_any_kind_survives():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    notes = PngImagePlugin.PngInfo()
    notes.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    notes.add_text("Comment", SECRET.decode())
    image = red_left_blue_right()
    sent = [
        saved(image, "JPEG", exif=exif_with_place(), comment=SECRET, icc_profile=profile, xmp=SECRET, dpi=(300, 300)),
        saved(image, "PNG", exif=exif_with_place(), icc_profile=profile, pnginfo=notes),
        saved(image, "WEBP", exif=exif_with_place(), xmp=SECRET, icc_profile=profile),
        saved(image, "GIF", comment=SECRET),
        saved(image, "AVIF", exif=exif_with_place(), xmp=SECRET),
        saved(image, "JPEG") + SECRET,
    ]
    for raw in sent:
        clean = clean_picture(raw)
        shown = opened(clean)
        shown.load()
        assert SECRET not in clean.jpeg
        assert not shown.getexif()
        assert not {"exif", "comment", "icc_profile", "xmp"} & set(shown.info)
        assert b"Exif" not in clean.jpeg
        assert b"ICC_PROFILE" not in clean.jpeg
        assert b"adobe.com" not in clean.jpeg


@pytest.mark.parametrize(
    ("orientation", "size", "left_top", "right_bottom"),
    [
        (1, (400, 200), is_red, is_blue),
        (2, (400, 200), is_blue, is_red),
        (3, (400, 200), is_blue, is_red),
        (4, (400, 200), is_red, is_blue),
        (5, (200, 400), is_red, is_blue),
        (6, (200, 400), is_red, is_blue),
        (7, (200, 400), is_blue, is_red),
        (8, (200, 400), is_blue, is_red),
    ],
)
def test_a_picture_taken_sideways_stands_upright(orientation, size, left_top, right_bottom):
    exif = Image.Exif()
    exif[0x0112] = orientation
    clean = clean_picture(saved(red_left_blue_right(), "JPEG", exif=exif))
    shown = opened(clean)
    assert (clean.width, clean.height) == shown.size == size
    assert left_top(colour(shown, (10, 10)))
    assert right_bottom(colour(shown, (size[0] - 10, size[1] - 10)))


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_broken_exif_does_not_cost_anybody_their_picture():
    raw = saved(red_left_blue_right(), "JPEG", exif=b"Exif\x00\x00II*\x00\xff\xff\xff\xff" + b"\xff" * 40)
    assert clean_picture(raw).width == 400


@pytest.mark.parametrize(
    ("size", "expected"),
    [((4000, 3000), (1280, 960)), ((3000, 4000), (960, 1280)), ((1281, 1), None), ((640, 480), (640, 480))],
)
def test_the_long_side_is_at_most_that_of_a_telegram_photo(size, expected):
    raw = saved(Image.new("RGB", size, "teal"), "JPEG")
    if expected is None:
        with pytest.raises(NotAPicture):
            clean_picture(raw)
        return
    clean = clean_picture(raw)
    assert (clean.width, clean.height) == opened(clean).size == expected


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_way_of_storing_colours_in_a_png_is_read(mode):
    image = red_left_blue_right("L").convert("I;16") if mode == "I;16" else red_left_blue_right(mode)
    shown = opened(clean_picture(saved(image, "PNG")))
    assert shown.mode == "RGB"
    assert shown.size == (400, 200)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "AVIF"])
def test_every_format_people_send_keeps_its_colours(form):
    shown = opened(clean_picture(saved(red_left_blue_right(), form)))
    assert is_red(colour(shown, (50, 100)))
    assert is_blue(colour(shown, (350, 100)))


def test_a_picture_for_print_keeps_its_colours():
    shown = opened(clean_picture(saved(red_left_blue_right("CMYK"), "JPEG")))
    assert is_red(colour(shown, (50, 100)))
    assert is_blue(colour(shown, (350, 100)))


def test_sixteen_bit_grey_is_scaled_rather_than_cut_off():
    raw = saved(Image.new("I;16", (50, 50), 0x8000), "PNG")
    assert abs(colour(opened(clean_picture(raw)), (25, 25))[0] - 0x80) <= 2


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_what_is_transparent_becomes_white(mode):
    image = Image.new("RGBA", (60, 60), (0, 0, 0, 0)).convert(mode)
    assert min(colour(opened(clean_picture(saved(image, "PNG"))), (30, 30))) > 250


def test_a_transparent_palette_entry_becomes_white():
    image = Image.new("P", (60, 60), 0)
    image.putpalette([0, 0, 0, 200, 0, 0])
    assert min(colour(opened(clean_picture(saved(image, "GIF", transparency=0))), (30, 30))) > 250


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_of_an_animation_the_first_frame_is_kept(form):
    frames = [Image.new("RGB", (60, 60), shade) for shade in ("red", "blue", "green")]
    raw = saved(frames[0], form, save_all=True, append_images=frames[1:], duration=100)
    assert is_red(colour(opened(clean_picture(raw)), (30, 30)))


def test_the_same_picture_gives_the_same_sum_and_another_another():
    one, other = saved(red_left_blue_right(), "PNG"), saved(Image.new("RGB", (9, 9)), "PNG")
    assert clean_picture(one) == clean_picture(one)
    assert clean_picture(one).sha256 != clean_picture(other).sha256


def test_cleaning_a_clean_picture_keeps_its_size():
    once = clean_picture(saved(red_left_blue_right(size=(3000, 1000)), "PNG"))
    twice = clean_picture(once.jpeg)
    assert (once.width, once.height) == (twice.width, twice.height) == (LONG_SIDE, 427)


JPEG = saved(red_left_blue_right(), "JPEG")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"hello",
        b"%PDF-1.7",
        "مرحبا".encode(),
        b"\xff\xd8\xff",
        JPEG[: len(JPEG) // 2],
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        saved(red_left_blue_right(), "TIFF"),
        saved(Image.new("RGB", (2100, 100)), "PNG"),
    ],
)
def test_what_is_not_a_picture_is_refused(raw):
    with pytest.raises(NotAPicture):
        clean_picture(raw)


def test_garbage_inside_a_picture_is_a_refusal_and_never_a_crash():
    chance = random.Random(7)
    whole = [saved(red_left_blue_right(size=(90, 60)), form) for form in ("JPEG", "PNG", "GIF", "WEBP", "BMP", "AVIF")]
    for raw in whole:
        for _ in range(60):
            spoilt = bytearray(raw)
            for _ in range(8):
                spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
            try:
                assert clean_picture(bytes(spoilt)).jpeg.startswith(b"\xff\xd8")
            except (NotAPicture, PictureTooLarge):
                continue


def test_more_than_twenty_megabytes_are_refused_before_they_are_opened():
    with pytest.raises(PictureTooLarge) as refused:
        clean_picture(JPEG + b"\0" * MOST_BYTES)
    assert refused.value.facts == {"limit_megabytes": 20, "limit_megapixels": 25}


@pytest.mark.parametrize("size", [(6000, 5000), (10_000, 9000), (15_000, 14_000)])
def test_a_decompression_bomb_is_refused_before_its_pixels_are_decoded(size):
    raw = saved(Image.new("1", size), "PNG")
    assert len(raw) < 100_000
    with pytest.raises(PictureTooLarge):
        clean_picture(raw)


def test_a_photo_of_fifty_megapixels_is_taken_but_not_when_its_passes_must_all_be_held():
    large = Image.new("L", (8160, 6120), 90)
    assert clean_picture(saved(large, "JPEG")).width == LONG_SIDE
    with pytest.raises(PictureTooLarge):
        clean_picture(saved(large, "JPEG", progressive=True))


def test_a_progressive_picture_of_a_thousand_passes_is_refused_at_once():
    raw = saved(red_left_blue_right(size=(4000, 4000)), "JPEG", progressive=True)
    scan = raw[raw.rindex(b"\xff\xda") : -2]
    begun = time.process_time()
    with pytest.raises(NotAPicture):
        clean_picture(raw[:-2] + scan * 1000 + raw[-2:])
    assert time.process_time() - begun < 2
    assert clean_picture(raw).width == LONG_SIDE
