"""The clerk's whole job: take in what the survey has, work through the findings, deliver twice, and find the
same survey again in an empty database."""

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pyogrio
import pytest
import shapely

from db.cluster import roles
from faultgis.exports import gdal
from faultgis.national.template import load
from tests.ui.command import Command

OLD_DATUM = "crs.refused_datum"


@pytest.fixture
def faultgis(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, database_url: str, tmp_path: Path
) -> Command:
    options = ("--database", database_url, "--home", str(tmp_path / "home"), "--lang", "en", "--quiet")
    return Command(capsys, monkeypatch, *options)


@pytest.fixture
def elsewhere(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    server: Any,
    copied: Any,
    tmp_path: Path,
) -> Iterator[Command]:
    """The same program on another, empty database."""
    with copied() as name:
        url = server.url_of(roles.WORKER, name)
        options = ("--database", url, "--home", str(tmp_path / "other"), "--lang", "en", "--quiet")
        yield Command(capsys, monkeypatch, *options)


def field_package(folder: Path, shared: Path) -> Path:
    """What a phone brings home: points, and the photographs that they name."""
    (folder / "DCIM").mkdir(parents=True)
    shutil.copyfile(shared / "data/field/photos_exif/DSCN0010.jpg", folder / "DCIM/D1.jpg")
    (folder / "海原.qgz").write_bytes(b"PK\x05\x06" + bytes(18))
    columns = {"编号": ["D1", "D2"], "照片": ["DCIM/D1.jpg", None], "倾向": [30, 210], "倾角": [60, 55]}
    frame = pyogrio.read_dataframe(shared / "data/faults/africa_malawi/MAFD.geojson", max_features=2)
    frame = frame[["geometry"]].assign(**columns)
    frame = frame.set_geometry([shapely.Point(105.1, 36.5), shapely.Point(105.2, 36.6)], crs="EPSG:4490")
    pyogrio.write_dataframe(frame, folder / "观测.gpkg", layer="观测点")
    return folder


def table_with_errors(path: Path) -> Path:
    book = openpyxl.Workbook()
    rows = [
        ("点号", "经度", "纬度", "高程", "倾向", "倾角"),
        ("P1", 105.3, 36.5, 1800, 45, 70),
        ("P2", "东边", 36.5, 1800, 45, 70),
        ("P3", 105.4, 36.6, "约1900", "XX", 170),
    ]
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def take_in(faultgis: Command, shared: Path, tmp_path: Path) -> None:
    north = shared / "data/encodings/cn_north_gbk.shp"
    assert faultgis.json("import", str(north), "--survey", "N", "--json")["created"] == 872
    lines = shared / "data/formats/mapgis67/LDZOFBA003.WL"
    refused = faultgis.json("import", str(lines), "--survey", "N", "--json", expect=2)
    assert refused["error"]["code"] == OLD_DATUM
    # The surveying office's parameters make the old datum usable.
    datum = "EPSG:4214+towgs84=15.8,-154.4,-82.3;rmse=1.5"
    taken = faultgis.json("import", str(lines), "--survey", "N", "--crs", datum, "--json")
    assert taken["read"] == 52
    phone = faultgis.json("import", str(field_package(tmp_path / "海原", shared)), "--survey", "N", "--json")
    assert phone["created"] == 2
    table = faultgis.json(
        "import", str(table_with_errors(tmp_path / "点.xlsx")), "--survey", "N", "--json", expect=3
    )
    assert (table["created"], [each["row"] for each in table["rejected"]]) == (2, [3])
    assert {each["row"] for each in table["warnings"] if each.get("row")} >= {4}


def test_from_files_to_the_national_database_and_back(
    faultgis: Command, elsewhere: Command, shared: Path, tmp_path: Path
) -> None:
    faultgis("survey", "create", "N", "--name", "北部")
    faultgis("survey", "set", "N", "--division", "640000", "--topic", "101", "--organisation", "宁夏地震局")
    take_in(faultgis, shared, tmp_path)

    found = faultgis.json("check", "--survey", "N", "--json", expect=3)
    counts = Counter(each["rule"] for each in found["findings"])
    waived = next(each for each in found["findings"] if each["rule"] == "QC-LOG-002")
    faultgis("waive", waived["finding"], "--survey", "N", "--reason", "弧形断层，倾向据露头测得")
    after = faultgis.json("check", "--survey", "N", "--json", expect=3)
    assert Counter(each["rule"] for each in after["findings"])["QC-LOG-002"] == counts["QC-LOG-002"] - 1

    for name in ("one", "two"):
        faultgis.json("export", "national", "--survey", "N", "--out", str(tmp_path / name), "--json")
    sums = [(tmp_path / name / "SHA256SUMS").read_bytes() for name in ("one", "two")]
    assert sums[0] == sums[1]
    assert "弧形断层" in (tmp_path / "one/manifest.json").read_text(encoding="utf-8")
    agrees_with_the_template(tmp_path / "one/N.gdb")

    elsewhere("survey", "create", "B", "--name", "回读")
    back = elsewhere.json("import", str(tmp_path / "one"), "--survey", "B", "--json")
    rows = {each["layer"]: each["features"] for each in faultgis_rows(tmp_path / "one/N.gpkg")}
    told = {each["class"]: each for each in back["classes"] if each["read"]}
    assert {name: each["read"] for name, each in told.items()} == {n: c for n, c in rows.items() if c}
    assert back["rejected"] == []
    elsewhere("survey", "set", "B", "--division", "640000", "--topic", "101", "--organisation", "宁夏地震局")
    elsewhere.json("export", "national", "--survey", "B", "--out", str(tmp_path / "back"), "--json")
    for name in told:
        assert same_rows(tmp_path / "one/N.gpkg", tmp_path / "back/B.gpkg", name), name


def faultgis_rows(package: Path) -> list[dict[str, Any]]:
    names = [name for name, _ in pyogrio.list_layers(package)]
    return [{"layer": name, "features": pyogrio.read_info(package, layer=name)["features"]} for name in names]


def agrees_with_the_template(geodatabase: Path) -> None:
    """Classes, fields, types and code lists as the template has them."""
    template = load()
    names = [each.name for each in template.classes]
    assert set(names) == {name for name, _ in pyogrio.list_layers(geodatabase)}
    told = gdal.told(geodatabase, names)
    types = {"text": "object", "date": "object", "real": "float64", "integer": "int32", "flag": "int16"}
    for each in template.classes:
        info = pyogrio.read_info(geodatabase, layer=each.name)
        expected = [(entry.name, types[entry.type]) for entry in each.fields]
        assert list(zip(info["fields"], info["dtypes"], strict=True)) == expected, each.name
        assert [(f.name, f.alias, f.domain) for f in told.fields[each.name]] == [
            (entry.name, entry.zh if entry.zh != entry.name else f.alias, entry.domain)
            for entry, f in zip(each.fields, told.fields[each.name], strict=True)
        ]
    used = {entry.domain for each in template.classes for entry in each.fields if entry.domain}
    for name in used:
        codes = template.domain_by_name[name].codes
        assert told.domains[name] == {entry.code: entry.zh or entry.en for entry in codes}, name


def same_rows(first: Path, second: Path, layer: str) -> bool:
    """Whether two packages hold the same rows of a class, cell by cell, in the order of their IDs."""
    one, other = (pyogrio.read_dataframe(path, layer=layer) for path in (first, second))
    places = zip(one.geometry, other.geometry, strict=True) if "geometry" in one else ()
    if not all(shapely.equals_exact(a, b, 0) for a, b in places):
        return False
    return bool(one.drop(columns="geometry").equals(other.drop(columns="geometry")))
