"""Every error and step of the database has its sentence and its way out in both languages."""

import re
from pathlib import Path

import pytest

from ui import words

ROOT = Path(__file__).resolve().parents[2]
SOURCES = (
    *ROOT.glob("db/cluster/*.py"),
    ROOT / "db/engine.py",
    ROOT / "db/schema.py",
    ROOT / "ui/cli/server.py",
)
STEP = re.compile(r'(?:report|run)\([^"]*"((?:cluster|schema|backup)\.[a-z_]+)"')
CODE = re.compile(r'"((?:database|cluster|backup|schema)\.[a-z_]+)"')


def _found(pattern: re.Pattern[str]) -> set[str]:
    return {code for file in SOURCES for code in pattern.findall(file.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_each_code_has_a_sentence_and_a_way_out(language: str) -> None:
    before = words.language()
    words.use(language)
    try:
        steps = {"backup.dumping", "backup.verifying", "backup.restoring", *_found(STEP)}
        errors = _found(CODE) - steps
        assert len(errors) > 30
        assert [code for code in sorted(steps | errors) if not words.known(code)] == []
        assert [code for code in sorted(errors) if not words.known(f"{code}/help")] == []
    finally:
        words.use(before)
