"""Files that say one thing over and over: no search through them takes longer than reading them."""

import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from faultgis.errors import InputError
from faultgis.national.template import load
from faultgis.quality import reading
from importers.freetext.events import earthquakes
from importers.mappings import named
from importers.national import rows
from importers.tables import heads
from importers.tables.door import sheets_of
from importers.vector import dxf
from importers.vector.sniff import look
from tests.importers.tables.made import HEADS, workbook

SECONDS = 2.0


@pytest.fixture(autouse=True)
def soon() -> Iterator[None]:
    began = time.monotonic()
    yield
    assert time.monotonic() - began < SECONDS


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"999 \n" * 60 + b"x", "text"),
        (b"<a" + b"<?" * 30_000, "XML"),
        (b"<a" + b"<!--" * 16_000, "XML"),
        (b"<a" + b"<!DOCTYPE[" * 6_000, "XML"),
        (b"<?a?>" * 10_000 + b"<!-- <gpx> -->\n<kml/>", "KML"),
        (b'<?xml version="1.0"?>\n<!DOCTYPE gpx [<!ENTITY a "b">] >\n<!--x--><gpx/>', "GPX"),
        (b"999\nmade by hand\n999\n\n  0\nSECTION\n  2\nENTITIES\n", "DXF"),
        (b"999\n999\n0\nSECTION\n", "DXF"),
    ],
)
def test_a_file_is_recognised(tmp_path: Path, data: bytes, name: str) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(data)
    assert look(path).format == name


def test_the_entities_of_a_drawing_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.dxf"
    names = ("ACAD_PROXY", "3DTABLE", "123", "A" * 200_000 + "!")
    entities = "".join(f"  0\n{name}\n  8\n0\n" for name in names)
    path.write_text(f"  0\nSECTION\n  2\nENTITIES\n{entities}  0\nENDSEC\n  0\nEOF\n")
    assert dict(dxf.scan(path).dropped) == {"ACAD_PROXY": 1, "3DTABLE": 1}


def _with_merged(path: Path, said: str) -> Path:
    """A workbook whose sheet says something more at its end."""
    whole = workbook(path.with_name("whole.xlsx"))
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if "sheet1" in name:
                data = data.replace(b"</worksheet>", f"{said}</worksheet>".encode())
            target.writestr(name, data)
    return path


def test_words_of_merged_cells_that_are_none(tmp_path: Path) -> None:
    path = _with_merged(tmp_path / "a.xlsx", f"<!--{'mergeCell ' * 50_000}-->")
    assert sheets_of(path)[0].size == (6, 14)


def test_merged_cells_are_counted_whatever_stands_before_their_place(tmp_path: Path) -> None:
    said = '<mergeCells count="1"><mergeCell a=">" ref="A1:XFD1048576"/></mergeCells>'
    with pytest.raises(InputError, match=r"table\.damaged"):
        sheets_of(_with_merged(tmp_path / "a.xlsx", said))


@pytest.mark.parametrize("text", ["，" * 30_000, "1" + "," * 30_000])
def test_a_cell_of_commas_is_no_earthquake(text: str) -> None:
    assert earthquakes(text).rejected is not None


@pytest.mark.parametrize("text", ["1" + " " * 30_000 + "!", "1 , " + " " * 30_000 + "2 - 3"])
def test_a_cell_of_blanks_is_soon_known_for_what_it_is(text: str) -> None:
    found = reading.read(text)
    assert (found.form if found else None) == {"!": "words", "3": "best_and_range"}[text[-1]]


def test_a_cell_of_figures_is_no_number_of_the_national_table() -> None:
    field = next(each for each in load().classes[0].fields if each.numeric)
    assert rows.typed("1" * 40_000 + "!", field) == "1" * 40_000 + "!"


def test_a_row_of_figures_below_the_heads_ends_them(tmp_path: Path) -> None:
    figures = ",".join("a" + "1" * 30_000 + "!" for _ in HEADS)
    (tmp_path / "a.csv").write_text(f"{','.join(HEADS)}\n{figures}\n")
    (sheet,) = sheets_of(tmp_path / "a.csv")
    assert heads.find(sheet, named("lab_results")) is not None
