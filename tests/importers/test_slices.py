"""A large file whose lines stay in it gives what it gives from memory, wherever its slices end."""

import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields, is_dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pyogrio
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiLineString, MultiPolygon, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from faultgis.errors import InputError
from faultgis.records.survey import Survey
from importers import registry
from importers.batch import Batch
from importers.vector import slices
from importers.vector.helper import size_of
from importers.vector.ogr import inspect, open_layers
from tests.importers.large_files import COLUMNS, DRIVERS, taken_for_large, written

SURVEY = Survey(code="T")
CELLS = (
    *("", "1", "2", "2", "F1", "F2", "甲断裂", "乙断裂", "无名", "逆断层", "左旋走滑", "NE", "130", "40-50"),
    *("60°", "8x", "背斜", "东", "阿尔金断裂带"),
)
place = st.tuples(st.floats(99, 101), st.floats(30, 31))
line = st.lists(place, min_size=2, max_size=5).map(LineString)
ODD: list[BaseGeometry | None] = [
    None,
    LineString([(100, 30), (100, 30)]),
    LineString([(200, 30), (201, 31)]),
    MultiLineString([[(100, 30), (101, 31)], [(100, 30), (100, 30)], [(99, 30), (98, 31)]]),
]
feature = st.tuples(
    st.one_of(line, line, st.sampled_from(ODD)), st.tuples(*[st.sampled_from(CELLS)] * len(COLUMNS))
)


def told(batch: Batch) -> Any:
    """All that a batch says, with the lines in their records and ids by their first appearance."""
    found = {mark: shape for part in batch.lines() for mark, shape in part.items()} if batch.lines else {}
    records: list[Any] = batch.records
    if found:
        records = [
            replace(each, geometry=found[each.geometry]) if hasattr(each, "geometry") else each
            for each in records
        ]
    numbers: dict[UUID, int] = {}
    return _plain({**vars(batch), "records": records, "lines": None}, numbers)


def _plain(value: Any, numbers: dict[UUID, int]) -> Any:
    if isinstance(value, UUID):
        return numbers.setdefault(value, len(numbers))
    if isinstance(value, BaseGeometry):
        return value.wkb
    if is_dataclass(value):
        return type(value).__name__, [_plain(getattr(value, f.name), numbers) for f in fields(value)]
    if isinstance(value, Mapping):
        return {str(_plain(key, numbers)): _plain(each, numbers) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each, numbers) for each in value]
    return value


@settings(max_examples=12, deadline=None)
@given(
    st.lists(feature, min_size=1, max_size=12),
    st.sampled_from(sorted(DRIVERS)),
    st.sampled_from((1, 100, 1000)),
    st.sampled_from((None, "EPSG:4326", "EPSG:4490")),
)
def test_records_warnings_and_counts_are_the_same(
    tmp_path_factory: pytest.TempPathFactory,
    features: list[tuple[Any, Sequence[str]]],
    ending: str,
    size: int,
    crs: str | None,
) -> None:
    path = written(tmp_path_factory.mktemp("large") / f"a.{ending}", features)
    options: dict[str, Any] = {"kind": "traces", "crs": crs}
    whole = [told(batch) for batch in registry.read(path, SURVEY, **options)]
    with taken_for_large(size):
        batches = registry.read(path, SURVEY, **options)
        assert all(batch.lines is not None for batch in batches)
        assert [told(batch) for batch in batches] == whole
        assert [told(batch) for batch in batches] == whole, "as often as they are asked for"


zone = st.tuples(place, st.floats(0.01, 1)).map(lambda at: Point(at[0]).buffer(at[1], 2))
ODD_ZONES: list[BaseGeometry | None] = [
    None,
    Polygon([(100, 30), (101, 31), (101, 30), (100, 31)]),
    MultiPolygon([box(100, 30, 101, 31), box(102, 30, 103, 31)]),
    box(200, 30, 201, 31),
    LineString([(100, 30), (101, 31)]),
]


@settings(max_examples=12, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.one_of(zone, zone, st.sampled_from(ODD_ZONES)), st.tuples(*[st.sampled_from(CELLS)] * 8)
        ),
        min_size=1,
        max_size=12,
    ),
    st.sampled_from((1, 100, 1000)),
)
def test_zones_stay_in_the_file_like_lines(
    tmp_path_factory: pytest.TempPathFactory, features: list[tuple[Any, Sequence[str]]], size: int
) -> None:
    path = written(tmp_path_factory.mktemp("large") / "a.gpkg", features, "Unknown")
    options: dict[str, Any] = {"kind": "deformation_zones", "crs": "EPSG:4326"}
    whole = [told(batch) for batch in registry.read(path, SURVEY, **options)]
    with taken_for_large(size):
        batches = registry.read(path, SURVEY, **options)
        assert all(batch.lines is not None for batch in batches)
        assert [told(batch) for batch in batches] == whole


def test_a_shapefile_without_index(tmp_path: Path) -> None:
    """The index is made anew elsewhere, once; nothing is written beside the file."""
    path = written(
        tmp_path / "a.shp", [(LineString([(100, 30), (101, 31 + n)]), CELLS[:8]) for n in range(7)]
    )
    path.with_suffix(".shx").unlink()
    beside = sorted(tmp_path.iterdir())
    whole = [told(batch) for batch in registry.read(path, SURVEY)]
    with taken_for_large(100):
        batches = registry.read(path, SURVEY)
        assert batches[0].lines is not None
        assert [told(batch) for batch in batches] == whole
    assert sorted(tmp_path.iterdir()) == beside


def test_cells_are_the_same_read_in_parts(tmp_path: Path) -> None:
    """Numbers and truth values, of which one is missing somewhere."""
    count, missing = 9, np.arange(9) == 4
    columns = {
        "whole": np.arange(count), "yes": np.arange(count) % 2 == 0, "part": np.arange(count) * 1.5,
        "day": np.array(["2020-01-02"] * count, dtype="datetime64[D]"),
        "text": np.array(["断层"] * count, dtype=object),
    }  # fmt: skip
    path = tmp_path / "a.gpkg"
    pyogrio.raw.write(
        path, shapely.to_wkb(shapely.points(np.arange(count) + 100.0, np.full(count, 30.0))),
        list(columns.values()), list(columns), field_mask=[missing] * len(columns), geometry_type="Point",
        crs="EPSG:4490",
    )  # fmt: skip
    (whole,) = open_layers(path)
    with taken_for_large(1):
        (held,), (large,) = open_layers(path), open_layers(path, sliced=True)
    for other in (held, large):
        assert [repr(each) for each in other.features] == [repr(each) for each in whole.features]
    assert {type(cell) for each in whole.features for cell in [each.values["yes"]]} == {bool, type(None)}


def test_the_table_of_a_shapefile_counts(tmp_path: Path) -> None:
    """Points with wide tables: nearly all of the data set stands beside the file that is named."""
    rows = [(LineString([(100, 30), (101, 31 + n)]), CELLS[:8]) for n in range(7)]
    path = written(tmp_path / "a.shp", rows)
    assert size_of(path) == sum(path.with_suffix(s).stat().st_size for s in (".shp", ".dbf"))


def test_inspecting_and_swapped_axes(tmp_path: Path) -> None:
    shapes = [LineString([(30 + n, 100), (31 + n, 101)]) for n in range(9)]
    path = written(tmp_path / "a.gpkg", [(shape, CELLS[:8]) for shape in shapes])
    whole, (turned,) = inspect(path), open_layers(path, crs="+swap")
    with taken_for_large(100):
        assert asdict(inspect(path)) == asdict(whole)
        (large,) = open_layers(path, crs="+swap", sliced=True)
    assert isinstance(large.features, slices.Sliced)
    assert len(large.features.bounds) > 3
    assert list(large.features) == list(turned.features)
    assert large.problems == turned.problems


def outcome(path: Path) -> Any:
    """What a file gives, or the reason why it gives nothing."""
    try:
        return inspect(path), [
            told(batch) for batch in registry.read(path, SURVEY, kind="traces", crs="EPSG:4490")
        ]
    except InputError as error:
        return error.code


REAL = (
    *("arcm_with_m.shp", "buggymultiline.shp", "mixed_shape_type_non_conformant.shp", "empty.shp"),
    *("pointnan.shp", "gjmultiline.shp"),
)


def test_real_files_and_broken_ones(shared: Path) -> None:
    """Measures, heights, damaged shapes, layers without shapes: what is said of them is the same, too."""
    files = [shared / "data/formats/gdal_shp" / name for name in REAL]
    files += [shared / "data/judges/pdok_gpkg/test_geometry_null.gpkg"]
    for file in [*files, shared / "data/faults/africa_malawi/MAFD.gpkg"]:
        whole = outcome(file)
        with taken_for_large(2000):
            assert outcome(file) == whole, file.name


def test_a_file_that_changes_meanwhile_is_not_mixed_up(tmp_path: Path) -> None:
    rows = [(LineString([(100, 30), (101, 31 + n)]), CELLS[:8]) for n in range(5)]
    path = written(tmp_path / "a.gpkg", rows)
    with taken_for_large(100):
        (batch,) = registry.read(path, SURVEY)
        assert batch.lines is not None
        path.unlink()
        written(path, rows[:3])
        with pytest.raises(InputError, match=r"file\.changed"):
            list(batch.lines())


def test_a_packed_file_stays_unpacked_as_long_as_it_is_wanted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [(LineString([(100, 30), (101, 31 + n)]), CELLS[:8]) for n in range(5)]
    path = written(tmp_path / "a.shp", rows)
    packed = tmp_path / "a.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for suffix in (".shp", ".shx", ".dbf", ".prj", ".cpg"):
            archive.write(path.with_suffix(suffix), f"a{suffix}")
    (whole,) = registry.read(packed, SURVEY)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "scratch"))
    (tmp_path / "scratch").mkdir()
    with taken_for_large(100):
        (batch,) = registry.read(packed, SURVEY)
        assert batch.lines is not None
        assert told(batch) == told(whole)
    assert list((tmp_path / "scratch").iterdir())
    del batch
    assert not list((tmp_path / "scratch").iterdir())


def test_points_come_as_before(tmp_path: Path) -> None:
    path = tmp_path / "p.gpkg"
    pyogrio.raw.write(
        path,
        np.array([shapely.to_wkb(Point(100 + n, 30)) for n in range(4)], dtype=object),
        [np.array(["a", "b", "c", "d"], dtype=object)],
        ["编号"],
        geometry_type="Point",
        crs="EPSG:4490",
    )
    whole = [told(batch) for batch in registry.read(path, SURVEY)]
    with taken_for_large(1):
        assert [told(batch) for batch in registry.read(path, SURVEY)] == whole
