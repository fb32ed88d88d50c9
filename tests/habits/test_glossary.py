"""docs/glossary.md has a word for every thing, and points at what is there."""

import re

import pytest
from sqlmodel import SQLModel

import models
from tests.habits.pages import ROOT, is_importable, text

GLOSSARY = text(ROOT / "docs" / "glossary.md")
MODELS = sorted((ROOT / "models").glob("[a-z]*.py"))
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")] for line in GLOSSARY.splitlines() if line.startswith("| ")
]

WORDS = (
    "member", "vetted", "group", "organisation", "staff role", "area", "report", "category", "body", "search", "subject", "notice",
    "LKP", "sighting", "segment", "subscription", "alert", "ground", "delivery", "copy", "digest", "letter",
)  # fmt: skip
"""The words the project was begun with; each means one thing."""

ARABIC = (
    "بلاغ", "نوع البلاغ", "الجهة المختصة", "المفقود", "عملية بحث", "آخر مكان معروف", "إفادة", "متطوع", "منسّق",
    "مسؤول الاعتماد", "الجمعية", "نطاق", "منطقة", "مدينة", "حي", "تفعيل التنبيهات", "متابعة", "كتم", "تنبيه", "ملخّص",
    "تحديث", "وقت عدم الإزعاج", "في الطريق", "وصلت", "عدت بسلام", "رقعة بحث", "تمرين", "فرضية", "انتهت عملية البحث",
    "الإعدادات", "الخصوصية", "حذف بياناتي",
)  # fmt: skip


def words_explained() -> set[str]:
    return {word.strip() for row in ROWS for word in re.split("[,;]", row[0])}


@pytest.mark.parametrize("word", WORDS)
def test_every_word_is_explained(word):
    assert word in words_explained()


@pytest.mark.parametrize("word", ARABIC)
def test_every_arabic_word_stands_there(word):
    assert any(word in row[1] for row in ROWS)


def test_every_table_is_named():
    assert models.__all__
    classes = {mapper.class_.__tablename__: mapper.class_.__name__ for mapper in SQLModel._sa_registry.mappers}
    unnamed = [
        table
        for table in SQLModel.metadata.tables
        if f"`{table}`" not in GLOSSARY and not re.search(rf"`models\.\w+\.{classes[table]}`", GLOSSARY)
    ]
    assert unnamed == []


def test_a_table_that_is_not_called_as_its_class_is_named_too():
    classes = {mapper.class_.__tablename__: mapper.class_.__name__ for mapper in SQLModel._sa_registry.mappers}
    other = [table for table, name in classes.items() if table != name.lower() and f"`{table}`" not in GLOSSARY]
    assert other == []


def test_everything_it_points_at_is_there():
    assert [name for name in re.findall(r"`([A-Za-z_.]+\.[A-Za-z_.]+)`", GLOSSARY) if not there(name)] == []


def there(name: str) -> bool:
    """Whether `models.areas.Area`, `Area.code` or `Role.DESK` leads to something; short names are those of models."""
    return is_importable(name) or any(is_importable(f"models.{module.stem}.{name}") for module in MODELS)


def test_no_word_is_explained_twice():
    firsts = [row[0] for row in ROWS if set(row[0]) != {"-"} and row[0] != "word"]
    assert sorted(firsts) == sorted(set(firsts))
