"""Broken and odd tables: each is refused, or its cells are, in words; never anything but ``InputError``."""

import contextlib
import csv
import random
import time
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from faultgis.errors import InputError
from faultgis.records.sample import LabResult, Sample
from faultgis.records.survey import Survey
from importers.batch import Batch
from importers.registry import inspect, read
from tests.importers.tables.made import HEADS, ROWS, cell_of, workbook
from tests.importers.tables.old_books import container

SURVEY = Survey(code="X")
PLAIN = "样品编号,实验室编号,14C年龄,误差\nC1,Beta-1,5700,30\n"


def _read(path: Path, **options: Any) -> Batch:
    [batch] = read(path, SURVEY, kind="samples", **options)
    return batch


def _results(batch: Batch) -> list[LabResult]:
    return [r for r in batch.records if isinstance(r, LabResult)]


def _refused(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read(path, SURVEY, kind="samples")
    return caught.value.code


def _saved(path: Path, rows: Sequence[Sequence[Any]]) -> Path:
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("sign", [",", "\t", ";"])
def test_text_in_every_usual_encoding_and_separator(tmp_path: Path, encoding: str, sign: str) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(PLAIN.replace(",", sign).encode(encoding))
    [result] = _results(_read(path))
    assert (result.lab_code, result.c14_age, result.c14_error) == ("Beta-1", 5700, 30)


def test_the_suffix_does_not_matter(tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.csv")  # a workbook under the name of a text
    assert len(_results(_read(path))) == 3
    text = tmp_path / "t.xlsx"
    text.write_text(PLAIN, encoding="utf-8")
    assert len(_results(_read(text))) == 1


def test_empty_and_missing_files(tmp_path: Path) -> None:
    (tmp_path / "e.csv").write_bytes(b"")
    assert _refused(tmp_path / "e.csv") == "file.empty"
    assert _refused(tmp_path / "none.csv") == "file.missing"
    assert _refused(_saved(tmp_path / "e.xlsx", [])) == "table.empty"
    assert _refused(tmp_path) == "table.not_table"


def test_an_encrypted_workbook_and_old_files_that_are_none(tmp_path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
    (tmp_path / "a.xlsx").write_bytes(ole + "EncryptedPackage".encode("utf-16-le"))
    assert _refused(tmp_path / "a.xlsx") == "table.encrypted"
    (tmp_path / "b.xls").write_bytes(ole + "Workbook".encode("utf-16-le"))
    assert _refused(tmp_path / "b.xls") == "table.damaged"
    (tmp_path / "c.doc").write_bytes(container({"WordDocument": b"x"}))
    assert _refused(tmp_path / "c.doc") == "table.not_table"


@pytest.mark.parametrize("share", [0.01, 0.3, 0.9, 0.99])
def test_an_old_workbook_that_is_cut_off_is_called_damaged(
    tmp_path: Path, shared: Path, share: float
) -> None:
    whole = (shared / "data/paleo/usa/geologic_slip_rate_sites_2012_07_11.xls").read_bytes()
    (tmp_path / "cut.xls").write_bytes(whole[: int(len(whole) * share)])
    assert _refused(tmp_path / "cut.xls") == "table.damaged"


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "t.xlsx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b" " * 201_000_000)
    assert _refused(tmp_path / "t.xlsx") == "table.too_large"


def test_workbooks_cut_short_or_with_bytes_changed_never_crash(tmp_path: Path) -> None:
    whole = workbook(tmp_path / "t.xlsx").read_bytes()
    noise = random.Random(4)
    for number in range(40):
        data = bytearray(whole)
        for _ in range(noise.randint(1, 30)):
            data[noise.randrange(len(data))] = noise.randrange(256)
        path = tmp_path / f"{number}.xlsx"
        path.write_bytes(bytes(data[: noise.randrange(1, len(data) + 1)]) if number % 2 else bytes(data))
        with contextlib.suppress(InputError):  # anything else fails the test
            read(path, SURVEY, kind="samples")


def test_no_heads_are_named_with_the_sheet(tmp_path: Path) -> None:
    path = _saved(tmp_path / "t.xlsx", [["a", "b"], [1, 2]])
    with pytest.raises(InputError) as caught:
        _read(path)
    assert (caught.value.code, caught.value.layer) == ("table.no_heads", "Sheet")


def test_other_sheets_are_passed_over_and_said(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "说明"
    book.active.append(["本表为构造数据"])
    sheet = book.create_sheet("测年")
    sheet.append(list(HEADS))
    sheet.append(list(ROWS[0]))
    book.save(tmp_path / "t.xlsx")
    [batch] = read(tmp_path / "t.xlsx", SURVEY)
    assert (batch.layer, batch.read) == ("测年", 1)
    assert [w.params["name"] for w in batch.warnings if w.code == "table.passed_over"] == ["说明"]


def test_a_formula_that_was_never_calculated_rejects_its_row_by_its_cell(tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", cell_of(ROWS[:2], 0, "14C年龄（a BP）", "=5000+700"))
    batch = _read(path)
    assert [(r.row, r.code, r.params["cell"]) for r in batch.rejected] == [(3, "table.formula", "E3")]
    assert batch.read == 2


def test_a_calculated_formula_is_read_by_its_value(tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", cell_of(ROWS[:1], 0, "14C年龄（a BP）", "=5000+700"))
    _with_value(path, "5700")
    [result] = _results(_read(path))
    assert result.c14_age == 5700


def _with_value(path: Path, value: str) -> None:
    """Give the workbook's formula the value that a spreadsheet program would have kept beside it."""
    with zipfile.ZipFile(path) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    sheet = files["xl/worksheets/sheet1.xml"].decode("utf-8")
    assert "<f>5000+700</f>" in sheet
    head, _, tail = sheet.partition("<f>5000+700</f>")
    tail = tail.removeprefix("<v></v>").removeprefix("<v />").removeprefix("<v/>")
    files["xl/worksheets/sheet1.xml"] = f"{head}<f>5000+700</f><v>{value}</v>{tail}".encode()
    with zipfile.ZipFile(path, "w") as packed:
        for name, data in files.items():
            packed.writestr(name, data)


def test_errors_and_days_in_columns_of_numbers_are_refused_by_their_cells(tmp_path: Path) -> None:
    from datetime import datetime

    rows = cell_of(cell_of(ROWS, 0, "14C年龄（a BP）", "#REF!"), 2, "样品编号", datetime(2024, 5, 30))
    path = workbook(tmp_path / "t.xlsx", rows)
    told = {r.params["cell"]: r.code for r in _read(path).rejected}
    assert told == {"E3": "table.error", "B5": "table.date", "E6": "lab.range"}


def test_merged_cells_speak_for_each_row_of_words_and_for_none_of_numbers(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["探槽", "样品编号", "实验室编号", "14C年龄", "误差"])
    for n in range(3):
        sheet.append(["TC1" if n == 0 else None, f"C{n}", f"B-{n}", 5000 + n, 30])
    sheet.merge_cells("A2:A4")
    sheet["D4"] = None
    sheet.merge_cells("D3:D4")
    book.save(tmp_path / "t.xlsx")
    batch = _read(tmp_path / "t.xlsx")
    assert {batch.links[r.id]["trench"] for r in batch.records if isinstance(r, Sample)} == {"TC1"}
    assert [(r.code, r.params["cell"]) for r in batch.rejected] == [
        ("table.merged", "D3"),
        ("table.merged", "D4"),
    ]


def test_two_results_of_one_number_name_the_first_row(tmp_path: Path) -> None:
    rows = cell_of(ROWS, 2, "实验室编号", " beta－1001")
    [_, refused] = sorted(_read(workbook(tmp_path / "t.xlsx", rows)).rejected, key=lambda r: r.code)[::-1]
    assert (refused.code, refused.params["cell"], refused.params["first"]) == ("lab.duplicate", "C5", 3)


@pytest.mark.parametrize(
    ("head", "value", "code"),
    [
        ("测年方法", "OSL", "lab.method_differs"),
        ("误差（1σ）", 0, "lab.error_zero"),
        ("误差（1σ）", "三十", "lab.error_unreadable"),
        ("样品编号", None, "lab.no_sample"),
        ("14C年龄（a BP）", None, "lab.no_age"),
        ("14C年龄（a BP）", "5700±40", "lab.two_errors"),
        ("14C年龄（a BP）", "3900-3650 BC", "lab.calibrated"),
        ("14C年龄（a BP）", "modern", "lab.modern"),
        ("14C年龄（a BP）", "-20", "lab.unreadable"),
        ("14C年龄（a BP）", "5,7", "lab.comma"),
        ("OSL年龄（ka）", 2.3, "lab.two_ages"),
    ],
)
def test_what_is_no_result_is_refused_with_its_cell(tmp_path: Path, head: str, value: Any, code: str) -> None:
    batch = _read(workbook(tmp_path / "t.xlsx", cell_of(ROWS[:1], 0, head, value)))
    [refused] = batch.rejected
    assert refused.code == code
    assert refused.params["cell"].endswith("3")
    assert batch.read == 1


def test_units_and_methods_are_not_guessed(tmp_path: Path) -> None:
    path = _saved(tmp_path / "a.xlsx", [["样品编号", "方法", "年龄", "误差"], ["A", "OSL", 2.3, 0.2]])
    assert [r.code for r in _read(path).rejected] == ["lab.unit_missing"]
    path = _saved(tmp_path / "b.xlsx", [["样品编号", "年龄"], ["A", "5700±30 BP"]])
    assert [r.code for r in _read(path).rejected] == ["lab.method_missing"]
    path = _saved(tmp_path / "c.xlsx", [["样品编号", "方法", "年龄(ka)", "误差"], ["A", "14C", 5.7, 0.03]])
    [result] = _results(_read(path))
    assert (result.c14_age, result.c14_error) == (5700, 30)


def test_a_bad_cell_beside_the_age_leaves_the_row(tmp_path: Path) -> None:
    batch = _read(workbook(tmp_path / "t.xlsx", cell_of(ROWS[:1], 0, "δ13C（‰）", "约-25")))
    [result] = _results(batch)
    assert result.delta13c is None
    assert [(w.code, w.params["cell"]) for w in batch.warnings if w.row == 3] == [
        ("value.not_a_number", "I3")
    ]


def test_every_filled_cell_is_accounted_for(tmp_path: Path) -> None:
    batch = _read(workbook(tmp_path / "t.xlsx"))
    assert all(sum(counts.values()) == batch.read for counts in batch.cells.values())
    assert set(batch.cells) == set(batch.labels)


def test_inspect_names_sheet_rows_and_columns(tmp_path: Path) -> None:
    info = inspect(workbook(tmp_path / "t.xlsx"))
    [layer] = info.layers
    assert (info.kind, layer.features) == ("samples", 4)
    assert "14C年龄（a BP）" in layer.fields


def test_open_document_tables(tmp_path: Path) -> None:
    """A constructed ODS: what a spreadsheet program writes, cut down to its content."""
    names = 'xmlns:{0}="urn:oasis:names:tc:opendocument:xmlns:{0}:1.0"'
    spaces = " ".join(names.format(name) for name in ("office", "table", "text"))
    rows = "".join(
        "<table:table-row>" + "".join(_ods_cell(cell) for cell in row) + "</table:table-row>"
        for row in (("样品编号", "实验室编号", "14C年龄", "误差"), ("C1", "Beta-1", 5700, 30))
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="测年">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(tmp_path / "t.ods", "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", content)
    batch = _read(tmp_path / "t.ods")
    [result] = _results(batch)
    assert (batch.layer, result.c14_age, result.c14_error) == ("测年", 5700, 30)


def _ods_cell(value: Any) -> str:
    if isinstance(value, str):
        return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="float" office:value="{value}"/>'


def test_heads_of_two_rows_are_read_as_one(tmp_path: Path) -> None:
    """Constructed after tables in papers: names merged over two rows, a common head over age and error."""
    book = Workbook()
    sheet = book.active
    sheet.append(["样品编号", "实验室编号", "层位", "14C年龄", None, "OSL年龄", None])
    sheet.append([None, None, None, "年龄（a BP）", "误差", "（ka）", "误差（1σ）"])
    sheet.append(["C1", "Beta-1", "U3", 5700, 30, None, None])
    sheet.append(["O1", "L-1", "U4", None, None, 2.3, 0.2])
    for area in ("A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:G1"):
        sheet.merge_cells(area)
    book.save(tmp_path / "t.xlsx")
    batch = _read(tmp_path / "t.xlsx")
    assert batch.rejected == []
    found = {r.lab_code: r for r in _results(batch)}
    assert (found["Beta-1"].c14_age, found["Beta-1"].c14_error, found["Beta-1"].sigma) == (5700, 30, 0)
    assert (found["L-1"].age_ka, found["L-1"].age_plus_ka, found["L-1"].sigma) == (2.3, 0.2, 1)


def test_units_in_a_row_of_their_own(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Sample", "Method", "Age", "Error", "Depth"],
        [None, None, "(ka)", "(1σ)", "(cm)"],
    ]
    path = _saved(tmp_path / "t.xlsx", [*rows, ["A", "OSL", 2.3, 0.2, 120]])
    batch = _read(path)
    [result] = _results(batch)
    assert (result.age_ka, result.sigma, batch.read) == (2.3, 1, 1)
    [sample] = [r for r in batch.records if isinstance(r, Sample)]
    assert sample.depth_m == 1.2


def test_tables_of_something_else_are_not_taken_for_results(tmp_path: Path) -> None:
    """Coordinates, notes and a table of faults stay with the readers that know them, or are refused."""
    texts = {
        "points.csv": "102.5,27.1\n102.6,27.2\n102.7,27.3\n",
        "faults.csv": "编号,名称,性质\n1,安宁河断裂,左旋\n",
        "notes.txt": "今日晴。\n探槽已回填。\n",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        with pytest.raises(InputError) as caught:
            read(tmp_path / name, SURVEY)
        assert caught.value.code in ("file.is_table", "file.is_document")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(st.text(max_size=12), min_size=4, max_size=4), max_size=6))
def test_any_words_in_the_cells_are_read_or_refused(tmp_path: Path, rows: list[list[str]]) -> None:
    path = tmp_path / "t.csv"
    heads = ["样品编号", "实验室编号", "14C年龄", "误差"]
    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        csv.writer(file).writerows([heads, *rows])
    with contextlib.suppress(InputError):
        batch = _read(path)
        assert batch.read == len(_results(batch)) + len(batch.rejected)


def test_a_million_rows_of_nothing_take_no_time(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx")
    book = load_workbook(path)
    book.active.cell(1_000_000, 2, "完")
    book.save(path)
    began = time.monotonic()
    batch = _read(path)
    assert time.monotonic() - began < 3.0
    assert batch.rejected[-1].row == 1_000_000
