"""Workbooks of Excel 97–2003: read as those of today, cell by cell; damaged ones are refused in words."""

import random
from contextlib import suppress
from pathlib import Path
from typing import Any

from faultgis.errors import InputError
from faultgis.records.sample import LabResult, Sample
from faultgis.records.survey import Survey
from importers import point_tables
from importers.registry import read
from importers.tables.door import OLD, form_of, sheets_of
from importers.tables.grid import DATE, ERROR, MERGED, Value
from tests.importers.tables.made import HEADS, ROWS
from tests.importers.tables.made import workbook as new_workbook
from tests.importers.tables.old_books import workbook

SURVEY = Survey(code="X")


def _old(path: Path, rows: Any = ROWS) -> Path:
    told = [("表 3 测年结果（构造数据）",), HEADS, *rows]
    cells = {
        (row, column): value
        for row, values in enumerate(told, 1)
        for column, value in enumerate(values, 1)
        if value is not None
    }
    path.write_bytes(workbook("测年", cells))
    return path


def test_cells_are_what_the_workbook_shows(tmp_path: Path) -> None:
    cells = {
        (1, 1): "㐂𠮷-1", (1, 2): 5700.0, (2, 2): 0.1 + 0.2, (3, 2): ("day", 45000.0), (4, 2): ("clock", 0.5),
        (5, 2): ("day", 45000.75), (6, 2): ("error", 7), (7, 2): True, (8, 2): ("day", -3.0), (9, 300): None,
    }  # fmt: skip
    path = tmp_path / "甲.xls"
    path.write_bytes(workbook("表一", {k: v for k, v in cells.items() if v is not None}, [(1, 3, 1, 1)]))
    (sheet,) = sheets_of(path)
    assert (sheet.name, form_of(path)) == ("表一", OLD)
    assert sheet.cells == {
        (1, 1): Value("㐂𠮷-1", MERGED), (2, 1): Value("㐂𠮷-1", MERGED), (3, 1): Value("㐂𠮷-1", MERGED),
        (1, 2): Value("5700"), (2, 2): Value("0.3"), (3, 2): Value("2023-03-15", DATE),
        (4, 2): Value("12:00:00", DATE), (5, 2): Value("2023-03-15 18:00:00", DATE),
        (6, 2): Value("#DIV/0!", ERROR), (7, 2): Value("TRUE"), (8, 2): Value("-3"),
    }  # fmt: skip


def test_results_are_those_of_the_same_table_of_today(tmp_path: Path) -> None:
    told = []
    for path in (_old(tmp_path / "t.xls"), new_workbook(tmp_path / "t.xlsx")):
        (batch,) = read(path, SURVEY, kind="samples")
        results = [r for r in batch.records if isinstance(r, LabResult | Sample)]
        names = ("code", "lab_code", "method", "c14_age", "c14_error", "age_ka", "collected_on", "material")
        told.append([[getattr(r, name, None) for name in names] for r in results])
    assert told[0] == told[1]
    assert len(told[0]) > 4


def test_what_cannot_be_read_is_named_by_its_cell(tmp_path: Path) -> None:
    path = _old(tmp_path / "t.xls", ((1, "C", "B-1", "14C", "很老", 30),))
    (batch,) = read(path, SURVEY, kind="samples")
    problems: list[Any] = [*batch.warnings, *batch.rejected]
    told = [each.params.get("cell") for each in problems]
    assert "E3" in told


def test_real_workbooks_are_read_whole(shared: Path) -> None:
    folder = shared / "data/paleo/usa"
    (sheet,) = sheets_of(folder / "UCERF3_PaleoRateData_v08_withMappings.xls")
    assert sheet.size == (35, 17)
    assert [value.text for value in sheet.row(2, 4)] == [
        "Calaveras fault - North", "37.51039", "-121.8346", "657.497",
    ]  # fmt: skip
    info = point_tables.inspect(folder / "UCERF3_PaleoRateData_v08_withMappings.xls")
    assert (info.reader, info.layers[0].features) == (OLD, 33)
    first, *others = sheets_of(folder / "geologic_slip_rate_sites_2012_07_11.xls")
    assert first.size == (220, 55)
    assert [each.size for each in others] == [(0, 0), (0, 0)]


def test_damaged_workbooks_never_crash(tmp_path: Path) -> None:
    raw, chance = _old(tmp_path / "t.xls").read_bytes(), random.Random(7)
    for _ in range(150):
        damaged = bytearray(raw)
        for _ in range(chance.choice((1, 3, 30))):
            damaged[chance.randrange(len(raw))] = chance.randrange(256)
        path = tmp_path / "d.xls"
        path.write_bytes(damaged[: chance.choice((len(raw), chance.randrange(512, len(raw))))])
        with suppress(InputError):
            sheets_of(path)
