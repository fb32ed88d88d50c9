"""The neutral picture is always there, always the same, and never wrong Arabic."""

import hashlib
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, features

from pictures.fonts import NoArabicShaping, arabic_font, can_shape_arabic
from pictures.neutral import neutral_picture

ROOT = Path(__file__).parents[2]
needs_shaping = pytest.mark.skipif(not features.check("raqm"), reason="sudo apt install libfribidi0")


def run(code: str, **env: str) -> subprocess.CompletedProcess[str]:
    """The code in a new Python, so that nothing is remembered."""
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=ROOT, env=os.environ | env, capture_output=True, text=True, check=False)


def test_the_neutral_picture_is_the_same_in_every_process():
    code = "from pictures.neutral import neutral_picture; print(neutral_picture().sha256)"
    assert run(code).stdout.strip() == neutral_picture().sha256


def test_the_neutral_picture_is_one_telegram_takes():
    picture = neutral_picture()
    image = Image.open(io.BytesIO(picture.jpeg))
    assert image.format == "JPEG"
    assert image.size == (picture.width, picture.height) == (1280, 960)
    assert picture.sha256 == hashlib.sha256(picture.jpeg).hexdigest()
    assert len(picture.jpeg) < 200_000


@needs_shaping
def test_the_name_is_on_the_neutral_picture_where_arabic_can_be_shaped():
    assert neutral_picture() == neutral_picture(words=True)
    assert neutral_picture(words=True).sha256 != neutral_picture(words=False).sha256


@needs_shaping
def test_arabic_letters_are_joined():
    font = arabic_font(100)
    loose = sum(font.getlength(letter, direction="rtl", language="ar") for letter in "مظلة")
    assert font.getlength("مظلة", direction="rtl", language="ar") < loose * 0.95


def test_without_libfribidi_arabic_is_refused_and_closing_still_has_its_picture(tmp_path):
    for name in ("libfribidi.so.0", "libfribidi.so", "libfribidi.0.dylib"):
        (tmp_path / name).touch()
    code = """
from pictures.fonts import NoArabicShaping, arabic_font, can_shape_arabic
from pictures.neutral import neutral_picture
assert not can_shape_arabic(), "libfribidi was found all the same"
try:
    neutral_picture(words=True)
except NoArabicShaping as refused:
    print(refused.sentence)
print(neutral_picture().sha256)
"""
    done = run(code, LD_LIBRARY_PATH=str(tmp_path), DYLD_LIBRARY_PATH=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["refusal-no-arabic-shaping", neutral_picture(words=False).sha256]


def test_the_refusal_names_the_package_that_is_missing():
    assert "libfribidi0" in (NoArabicShaping.__doc__ or "")
    assert can_shape_arabic() is bool(features.check("raqm"))
