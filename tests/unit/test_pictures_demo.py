"""The demo's pictures are photos as far as the product can tell."""

import io

import pytest
from PIL import Image

from pictures.demo import child_in_blue_dress, dark_street_light, pothole
from pictures.safe import clean_picture

ALL = (pothole, dark_street_light, child_in_blue_dress)


@pytest.mark.parametrize("drawn", ALL)
def test_a_demo_picture_is_taken_like_any_photo(drawn):
    jpeg = drawn()
    clean = clean_picture(jpeg)
    assert Image.open(io.BytesIO(jpeg)).size == (clean.width, clean.height)
    assert max(clean.width, clean.height) == 1280
    assert len(jpeg) < 300_000


def test_the_demo_pictures_are_told_apart_and_drawn_once():
    assert len({drawn() for drawn in ALL}) == 3
    assert pothole() is pothole()


def test_the_dress_is_blue():
    image = Image.open(io.BytesIO(child_in_blue_dress())).convert("RGB")
    middle = image.resize((1, 1), box=(400, 850, 560, 1000)).getpixel((0, 0))
    assert isinstance(middle, tuple)
    assert middle[2] > 150 > 100 > middle[0]
