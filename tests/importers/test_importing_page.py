"""The page on importing states what the program does with the real files."""

import importlib.util
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_tables_of_the_page_are_those_of_the_program(shared: Path) -> None:
    spec = importlib.util.spec_from_file_location("build_tables", DOCS / "importing/build_tables.py")
    assert spec is not None
    assert spec.loader is not None
    tables = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tables)
    page = (DOCS / "importing.md").read_text(encoding="utf-8")
    assert tables.renewed(page, shared / "data") == page
