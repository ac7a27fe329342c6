"""Files whose form is sound and whose values are not: found by damaging files, kept to stay mended."""

import json
import sqlite3
import struct
import zipfile
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString

from faultgis.errors import InputError
from faultgis.exports.qgis import write_survey
from faultgis.records.fault import Fault
from faultgis.records.site import ObservationPoint
from faultgis.records.survey import Survey
from importers import registry, survey_package
from importers.clouds.geokeys import from_keys
from importers.clouds.stated import read_wkt
from importers.tables.door import sheets_of
from importers.vector import mapgis_areas
from importers.vector.encoding import known_name
from tests.importers.large_files import taken_for_large

SURVEY = Survey(code="T")


def refused(path: Path, **options: Any) -> str:
    with pytest.raises(InputError) as caught:
        registry.read(path, SURVEY, **options)
    return caught.value.code


_PLACES = st.lists(st.tuples(st.floats(), st.floats()), min_size=2, max_size=8)


@given(st.lists(_PLACES.map(LineString), max_size=4))
def test_areas_of_any_arcs_are_made_or_stay_open(arcs: list[LineString]) -> None:
    shape, done = mapgis_areas.area(arcs)
    assert shape is None or (shape.is_valid and done in ("", "mended"))


@pytest.mark.parametrize("kind", [[], {}, 7, None])
def test_a_kind_that_is_no_text(tmp_path: Path, kind: Any) -> None:
    (tmp_path / "a.geojson").write_text(json.dumps({"type": kind, "features": []}))
    assert refused(tmp_path / "a.geojson") == "json.no_geometry"


@pytest.mark.parametrize("name", ["rot13", "idna", "hex", "undefined"])
def test_codecs_that_are_none_of_texts_are_unknown(tmp_path: Path, name: str) -> None:
    assert known_name(name) is None
    (tmp_path / "a.csv").write_text("a,b\n1,2\n")
    with pytest.raises(InputError, match=r"encoding\.unknown"):
        sheets_of(tmp_path / "a.csv", name)


def test_keys_and_names_of_systems_that_do_not_exist() -> None:
    keys = struct.pack("<12H", 1, 1, 0, 2, 1024, 0, 1, 3, 2048, 0, 1, 269)
    found = from_keys(keys, b"")
    assert found is not None
    assert (found.usable, found.fault) == (False, "EPSG:269?")
    wkt = 'GEOGCRS["A",DATUM["A",ELLIPSOID["A",6378137,298]],CS[ellipsoidal,2],AXIS["lat",north],' \
          'AXIS["lon",east],UNIT["degree",0.0174532925199433],ID["EPSG",269]]'  # fmt: skip
    stated = read_wkt(wkt)
    assert stated.crs == "A"
    assert str(stated.text).startswith("GEOG")


def test_spots_with_numbers_beyond_all_measure_and_planes_in_planes(tmp_path: Path) -> None:
    deep: dict[str, Any] = {"type": "planar_orientation", "strike": 10, "dip": 20}
    for _ in range(150):
        deep = {"type": "planar_orientation", "associated_orientation": [deep]}
    told = [
        {"orientation_data": [deep], "name": "A"},
        {"altitude": 10**400, "name": "B", "orientation_data": []},
    ]
    shape = {"type": "Point", "coordinates": [104, 31]}
    features = [{"type": "Feature", "properties": each, "geometry": shape} for each in told]
    path = tmp_path / "a.json"
    path.write_text(
        json.dumps({"type": "FeatureCollection", "source": "strabospot.org", "features": features})
    )
    (batch,) = registry.read(path, SURVEY)
    points = {each.code: each for each in batch.records if isinstance(each, ObservationPoint)}
    assert set(points) == {"A", "B"}
    assert points["B"].elevation_m is None


def test_a_record_whose_key_is_none_hides_none_of_the_others(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    kept = [Fault(survey_id=SURVEY.id, code=f"F{number}") for number in range(3)]
    write_survey(path, {"survey": [SURVEY], "fault": kept}, datetime(2026, 1, 1, tzinfo=UTC))
    with sqlite3.connect(path) as database:
        broken = "update faultgis_record set id = ? where id = ?"
        database.execute(broken, ("x" * 36, str(kept[0].id)))
    database.close()
    batch = survey_package.read(path, SURVEY)
    assert len(batch.records) == 3


def packed(path: Path, name: str) -> bytearray:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, b"x")
    return bytearray(path.read_bytes())


def test_names_that_no_file_can_have(tmp_path: Path) -> None:
    packed(tmp_path / "a.zip", "n" * 300 + ".geojson")
    assert refused(tmp_path / "a.zip") == "archive.broken"


def test_an_archive_of_a_version_to_come(tmp_path: Path) -> None:
    data = packed(tmp_path / "a.zip", "a.shp")
    data[data.rfind(b"PK\x01\x02") + 6] = 99
    (tmp_path / "a.zip").write_bytes(data)
    assert refused(tmp_path / "a.zip") == "archive.broken"


def workbook(path: Path, *cells: tuple[str, Any], merged: str = "") -> Path:
    """A workbook with these cells; ``merged`` is written into it as it is."""
    book = openpyxl.Workbook()
    for place, value in cells:
        book.active[place] = value
    if merged:
        book.active.merge_cells("A1:B2")
    book.save(path)
    if merged:
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in parts.items():
                archive.writestr(name, content.replace(b"A1:B2", merged.encode()))
    return path


def test_cells_at_both_ends_of_a_sheet_make_no_sheet_between_them(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ("A1", "x"), ("XFD1048576", "y"))
    with pytest.raises(InputError, match=r"table\.damaged.*XFD1048576"):
        sheets_of(path)
    # Formats without a text are no cells.
    assert sheets_of(workbook(tmp_path / "b.xlsx", ("A1", "x"), ("XFD1048576", None)))[0].size == (1, 1)
    lines = ["," * 16_000 + "x", *["y"] * 20_000]
    (tmp_path / "a.csv").write_text("\n".join(lines))
    with pytest.raises(InputError, match=r"table\.damaged"):
        sheets_of(tmp_path / "a.csv")


@pytest.mark.parametrize("area", ["A1:XFD1048576", "A:XFD", "1:1048576"])
def test_merged_cells_over_a_whole_sheet_are_refused(tmp_path: Path, area: str) -> None:
    path = workbook(tmp_path / "a.xlsx", ("A1", "x"), merged=area)
    with pytest.raises(InputError, match=r"table\.damaged.*merged"):
        sheets_of(path)


def test_a_row_of_an_open_document_repeated_without_end(tmp_path: Path) -> None:
    names = ("office", "table", "text")
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    cell = (
        '<table:table-cell table:number-columns-repeated="2000000000"><text:p>x</text:p></table:table-cell>'
    )
    rows = f'<table:table table:name="a"><table:table-row>{cell * 50}</table:table-row></table:table>'
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", f"<office:document-content {spaces}>{rows}</office:document-content>")
    with pytest.raises(InputError, match=r"table\.damaged.*columns"):
        sheets_of(tmp_path / "a.ods")


def test_a_database_whose_own_tables_cannot_be_told(tmp_path: Path) -> None:
    """SQLite's words of what is wrong hold the file's bytes, which need not be a text."""
    path = tmp_path / "a.gpkg"
    with sqlite3.connect(path) as database:
        database.execute("create table a (b)")
        database.execute("pragma writable_schema = on")
        database.execute(
            "update sqlite_master set sql = cast(x'637265617465ff' as text), name = cast(x'ff' as text)"
        )
    database.close()
    assert not survey_package.recognise(path)
    assert refused(path) == "file.damaged"


@pytest.mark.parametrize(
    "places",
    [
        [[[104, 31], [105, 32]]],
        [["104", "31"], ["105", "32"]],
        [[None, 31], [105, 32]],
        [[10**400, 31], [105, 32]],
        [[104, 31]],
    ],
)
def test_lines_whose_places_are_none_are_malformed(tmp_path: Path, places: Any) -> None:
    """A row without a shape, and the others beside it."""
    shapes = [{"type": "LineString", "coordinates": each} for each in (places, [[104, 31], [105, 32]])]
    features = [{"type": "Feature", "properties": {}, "geometry": each} for each in shapes]
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    told = registry.inspect(path).layers[0]
    (batch,) = registry.read(path, SURVEY)
    assert (told.features, [each.row for each in batch.rejected]) == (2, [1])


@pytest.mark.parametrize("form", ["%s", "[%s]", '{"type": "FeatureCollection", "features": [%s]}'])
@pytest.mark.parametrize("large", [False, True])
def test_a_number_of_thousands_of_figures_stops_no_other_row(tmp_path: Path, form: str, large: bool) -> None:
    line = '{"type": "LineString", "coordinates": [[%s, 31], [105, 32]]}'
    row = '{"type": "Feature", "properties": {"a": %s}, "geometry": %s}'
    rows = [row % ("9" * 5000, line % 104), row % (1, line % ("9" * 5000)), row % (1, line % 104)]
    path = tmp_path / "a.geojson"
    path.write_text(form % ("\n" if form == "%s" else ",").join(rows))
    with taken_for_large(100) if large else nullcontext():
        (batch,) = registry.read(path, SURVEY)
    assert (batch.read, [each.row for each in batch.rejected]) == (3, [2])
