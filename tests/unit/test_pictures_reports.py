"""The log of decisions on paper: every act is on a page, nothing runs into anything else, and every act has its words."""

import re
from pathlib import Path

import pytest

from language.catalogues import load_catalogues
from pictures.reports import ReportRow, ReportWords, report_pages, report_pdf

ACT = re.compile(r'act="(search\.[a-z-]+)"')
WORDS = ReportWords(
    "سجل قرارات عملية البحث رقم 7", ("الحالة: مفتوح",), ("الوقت", "من", "القرار"), "للعاملين", "من", True
)
ROW = ReportRow("23 نوفمبر 2026، الساعة 5:10 م", "سعاد، مسؤول الاعتماد", "تحديث: الملابس والعلامات والمكان")


@pytest.mark.parametrize(("rows", "pages"), [(0, 1), (1, 1), (40, 2)])
def test_there_are_as_many_pages_as_the_decisions_need(rows: int, pages: int) -> None:
    drawn = report_pages(WORDS, [ROW] * rows)
    assert len(drawn) == pages
    assert {page.size for page in drawn} == {(1654, 2339)}


def test_pages_are_one_pdf() -> None:
    pdf = report_pdf(WORDS, [ROW] * 40)
    assert pdf[:5] == b"%PDF-"
    assert len(re.findall(rb"/Type /Page\b", pdf)) == 2


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_act_on_a_search_has_its_words(language: str) -> None:
    say = load_catalogues().voice(language)
    services = Path(__file__).parents[2] / "services"
    acts = {act for path in services.glob("*.py") for act in ACT.findall(path.read_text("utf-8"))}
    assert len(acts) > 15
    assert {act for act in acts if not say.has(f"log-{act.replace('.', '-')}")} == set()
