"""A picture sent again is known, through what chats do to pictures; another picture is not."""

import io
import random
from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from pictures.demo import child_in_blue_dress, pothole
from pictures.likeness import MARK_BYTES, WINDOWS, PictureLikeness, distance, likeness, marks_of

SIZE = (480, 640)


def portrait(seed: int) -> Image.Image:
    """Nobody: head and shoulders before something out of focus."""
    chance = random.Random(seed)

    def tone() -> tuple[int, int, int]:
        return chance.randrange(20, 240), chance.randrange(20, 240), chance.randrange(20, 240)

    image = Image.new("RGB", SIZE, tone())
    draw = ImageDraw.Draw(image)
    for _ in range(30):
        x, y, size = chance.randrange(SIZE[0]), chance.randrange(SIZE[1]), chance.randrange(30, 160)
        draw.ellipse([x - size, y - size, x + size, y + size], fill=tone())
    image = image.filter(ImageFilter.GaussianBlur(12))
    draw = ImageDraw.Draw(image)
    x, y, wide = chance.randrange(190, 290), chance.randrange(200, 300), chance.randrange(70, 110)
    draw.ellipse([x - wide * 2, y + wide, x + wide * 2, y + wide * 6], fill=tone())
    draw.ellipse([x - wide * 1.2, y - wide * 1.6, x + wide * 1.2, y + wide * 0.6], fill=(40, 30, 25))
    draw.ellipse([x - wide, y - wide * 1.2, x + wide, y + wide * 1.3], fill=(214, 168, 132))
    return image


def sent(image: Image.Image, quality: int = 85) -> bytes:
    held = io.BytesIO()
    image.save(held, "JPEG", quality=quality)
    return held.getvalue()


def cropped(share: float) -> Callable[[Image.Image], Image.Image]:
    def crop(image: Image.Image) -> Image.Image:
        wide, high = image.size
        return image.crop((int(wide * share), int(high * share), int(wide * (1 - share)), int(high * (1 - share))))

    return crop


def with_band(image: Image.Image) -> Image.Image:
    """«مفقودة» in large letters over the lower fifth."""
    image = image.copy()
    draw = ImageDraw.Draw(image)
    wide, high = image.size
    draw.rectangle([0, high * 4 // 5, wide, high], fill=(190, 20, 20))
    draw.rectangle([wide // 8, high * 43 // 50, wide * 7 // 8, high * 47 // 50], fill="white")
    return image


def with_caption_below(image: Image.Image) -> Image.Image:
    longer = Image.new("RGB", (image.width, image.height * 5 // 4), "white")
    longer.paste(image, (0, 0))
    return longer


WAYS: list[Callable[[Image.Image], Image.Image]] = [
    lambda image: image.resize((160, 213)),
    lambda image: ImageEnhance.Brightness(image).enhance(1.2),
    lambda image: image.convert("L").convert("RGB"),
    lambda image: image.rotate(1),
    cropped(0.03),
    cropped(0.08),
    cropped(0.13),
    with_band,
    with_caption_below,
    lambda image: cropped(0.03)(with_band(image)),
]
"""Ways in which a picture comes back from being forwarded."""


@pytest.mark.parametrize("way", range(len(WAYS)))
def test_a_picture_that_was_forwarded_is_known_again(way: int):
    for seed in range(6):
        image = portrait(seed)
        again = WAYS[way](image)
        assert likeness(marks_of(sent(image)), marks_of(sent(again, 40))) is not PictureLikeness.UNLIKE


def test_a_picture_encoded_anew_is_the_same_one():
    for image in [portrait(seed) for seed in range(6)]:
        assert likeness(marks_of(sent(image)), marks_of(sent(image, 20))) is PictureLikeness.SAME


def test_other_people_are_never_the_same_and_hardly_ever_likely():
    marks = [marks_of(sent(portrait(seed))) for seed in range(30)]
    found = [likeness(one, other) for at, one in enumerate(marks) for other in marks[:at]]
    assert PictureLikeness.SAME not in found
    assert found.count(PictureLikeness.LIKELY) <= len(found) / 100
    assert likeness(marks_of(child_in_blue_dress()), marks_of(pothole())) is PictureLikeness.UNLIKE


@pytest.mark.parametrize("flat", [(0, 0, 0), (255, 255, 255), (90, 90, 90)])
def test_a_wall_is_like_nothing_and_not_even_like_a_wall(flat: tuple[int, int, int]):
    wall = marks_of(sent(Image.new("RGB", SIZE, flat)))
    assert wall == b""
    assert distance(wall, wall) == 1.0


def test_marks_are_small_and_the_order_does_not_matter():
    one, other = marks_of(sent(portrait(1))), marks_of(sent(portrait(2)))
    assert len(one) == len(WINDOWS) * MARK_BYTES == 396
    assert distance(one, other) == distance(other, one)
    assert distance(one, one) == 0.0
