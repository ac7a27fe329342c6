"""Harnesses of vector files and archives."""

import io
import tempfile
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from faultgis.errors import InputError
from faultgis.exports.qgis import write_survey
from faultgis.records.kinds import kind_of
from faultgis.records.survey import Survey
from importers import national_template, registry, sites, survey_package
from importers.vector import archive, dbf, dxf, jsonstream, textfile
from importers.vector.schema import domains, read_schema
from importers.vector.sniff import recognise
from tests.fuzz.harness import SHARED, Harness
from tests.fuzz.lines import rows
from tests.fuzz.packed import archive as members
from tests.fuzz.packed import sqlite
from tests.fuzz.trees import json_, xml
from tests.importers.large_files import taken_for_large
from tests.importers.national.packages import write_package
from tests.importers.test_slices_json import outcome

SURVEY = Survey(code="T")


def read_all(path: Path, **options: Any) -> list[object]:
    """The file looked at and read; a sentence is an answer of each."""
    answers: list[object] = []
    for read in (lambda: registry.inspect(path), lambda: registry.read(path, SURVEY, **options)):
        try:
            answers.append(read())
        except InputError as error:
            answers.append(error)
    if all(isinstance(each, InputError) for each in answers):
        raise answers[-1]  # type: ignore[misc]
    return answers


def _vector(path: Path) -> object:
    return read_all(path, crs="EPSG:4326")


def _large(path: Path) -> object:
    """GeoJSON read slice by slice, in small blocks, gives what it gives from memory, or breaks as well."""
    whole = outcome(path, "EPSG:4490")
    with taken_for_large(100), pytest.MonkeyPatch.context() as patched:
        patched.setattr(jsonstream, "_BLOCK", 50)
        sliced = outcome(path, "EPSG:4490")
    if isinstance(whole[0], str) and isinstance(sliced[0], str):
        raise InputError(whole[0], **whole[1])
    assert sliced == whole, f"{sliced!s:.500}\n{whole!s:.500}"
    return whole


def _as_it_says(path: Path) -> object:
    return read_all(path)


def _dbf(path: Path) -> object:
    table = path.with_suffix(".dbf")
    table.write_bytes(path.read_bytes())
    path.with_suffix(".cpg").write_bytes(path.read_bytes()[:40])
    return dbf.read_header(table), dbf.declared_encoding(path), dbf.companions(path)


def _text(path: Path) -> object:
    found = recognise(path.read_bytes(), path.suffix)
    text, decision = textfile.read_text(path, "XML")
    return found, decision, textfile.as_utf8(text), textfile.is_clean_utf8(path, text, decision)


def _unpacked(kind: str) -> Callable[[Path], object]:
    def read(path: Path) -> object:
        with tempfile.TemporaryDirectory() as folder:
            archive.unpack(path, kind, Path(folder))
            inside = [file for file in Path(folder).rglob("*") if file.is_file()]
            assert all(file.resolve().is_relative_to(Path(folder).resolve()) for file in inside)
            assert not any(file.is_symlink() for file in Path(folder).rglob("*"))
            return inside

    return read


def _drawing(path: Path) -> object:
    found = dxf.scan(path)
    return dxf.notices(found), dxf.config(found)


def _structure(path: Path) -> object:
    from faultgis.national.template import load

    return read_schema(path), domains(path), national_template.template_of(path, "office", load())


def _sites(path: Path) -> object:
    return sites.read_sites(path, crs_name="EPSG:4326")


def _shapefiles() -> list[bytes]:
    """Real Shapefiles with their companions, packed; a part of their bytes is enough."""
    found = []
    for stem in ("formats/pyshp", "formats/gdal_shp", "encodings", "formats/fiona"):
        for shp in sorted((SHARED / stem).glob("*.shp"))[:6]:
            packed = io.BytesIO()
            with zipfile.ZipFile(packed, "w") as target:
                for part in sorted(shp.parent.glob(f"{shp.stem}.*")):
                    target.writestr(part.name, part.read_bytes()[:60_000])
            found.append(packed.getvalue())
    return found


def _packages() -> list[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        return [write_package(Path(folder) / "a.gpkg").read_bytes()]


def _own_packages() -> list[bytes]:
    (batch,) = registry.read(SHARED / "faults/africa_malawi/MAFD.geojson", SURVEY)
    kept = [each for each in batch.records[:60] if not isinstance(each, str)]
    by_kind = {kind: [r for r in kept if kind_of(r) == kind] for kind in ("fault", "trace")}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.gpkg"
        write_survey(path, {"survey": [SURVEY], **by_kind}, datetime(2026, 1, 1, tzinfo=UTC))
        return [path.read_bytes()]


def _own_package(path: Path) -> object:
    if not survey_package.recognise(path):
        raise InputError("file.damaged", file=str(path))
    return survey_package.inspect(path), survey_package.read(path, SURVEY)


_JSONS = ("formats/gdal_geojson/*", "faults/africa_malawi/*.geojson", "demo/practice.geojson")
_XMLS = ("formats/gdal_kml/*", "formats/gpxpy/*", "formats/fastkml_ogc/*.kml")
_GPKGS = ("formats/gdal_gpkg/*.gpkg", "judges/pdok_gpkg/*.gpkg")
HARNESSES = (
    Harness("mapgis", ("formats/mapgis67*/*.[wW]*",), ".wl", _vector),
    Harness("gmt", ("formats/gdal_gmt/*.gmt", "faults/*/*.gmt"), ".gmt", _vector, damage=rows),
    Harness("geojson", _JSONS, ".geojson", _vector, damage=json_, whole=True),
    Harness("large_json", _JSONS, ".geojson", _large, damage=json_, whole=True),
    Harness("strabospot", ("field/strabospot/*.json",), ".json", _as_it_says, damage=json_, whole=True),
    Harness("dbf", ("encodings/*.dbf", "formats/*/*.dbf"), ".shp", _dbf),
    Harness("shapefile", (), ".zip", _vector, _shapefiles, members, plain=0.1),
    Harness("textfile", _XMLS, ".kml", _text, damage=xml),
    Harness("kml", (*_XMLS, "formats/gdal_gpx/*.gpx"), ".kml", _as_it_says, damage=xml),
    Harness("dxf", ("formats/gdal_dxf/*.dxf",), ".dxf", _drawing, damage=rows),
    Harness("drawing", ("formats/gdal_dxf/*.dxf",), ".dxf", _vector, damage=rows),
    Harness("mif", ("formats/gdal_mitab/*.mif",), ".mif", _vector, damage=rows),
    Harness("schema", _GPKGS, ".gpkg", _structure, damage=sqlite, whole=True),
    Harness("geopackage", _GPKGS, ".gpkg", _as_it_says, damage=sqlite, whole=True),
    Harness("national", (), ".gpkg", _as_it_says, _packages, sqlite, whole=True),
    Harness("survey_package", (), ".gpkg", _own_package, _own_packages, sqlite, whole=True),
    Harness("zip", ("formats/*/*.zip", "formats/*/*.kmz"), ".zip", _unpacked("ZIP"), damage=members),
    Harness("sites", (*_JSONS, "formats/gdal_csv/*.csv"), ".csv", _sites, damage=rows),
)
