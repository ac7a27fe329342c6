"""A large GeoJSON file gives what it gives from memory, or breaks with the same words."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import mapping

from faultgis.errors import InputError
from faultgis.records.survey import Survey
from importers import registry
from importers.vector import jsonstream, slices
from importers.vector.ogr import inspect, open_layers
from tests.importers.large_files import taken_for_large
from tests.importers.test_slices import CELLS, line, told

SURVEY = Survey(code="T")
cells = st.dictionaries(
    st.sampled_from(("id", "名称", "性质", "倾角", "note")),
    st.one_of(
        st.sampled_from(CELLS), st.none(), st.floats(), st.integers(), st.lists(st.integers(), max_size=2)
    ),
    max_size=4,
)
shape = st.one_of(
    line.map(mapping),
    st.none(),
    st.sampled_from(
        ({"type": "LineString", "coordinates": [[1]]}, {"type": "Point", "coordinates": [100, 30, 5]}, "x")
    ),
)
feature = st.one_of(
    st.builds(lambda g, p, i: {"type": "Feature", "id": i, "properties": p, "geometry": g}, shape, cells,
              st.one_of(st.none(), st.integers(), st.text(max_size=3))),
    st.sampled_from((None, 7, "断层", [])),
)  # fmt: skip
heads = st.dictionaries(
    st.sampled_from(("name", "crs", "bbox")),
    st.sampled_from(("断层", {"type": "name", "properties": {"name": "EPSG:4490"}}, [1, 2.5e3])),
)
FORMS = ("collection", "turned", "list", "lines", "records", "collections")


def text_of(form: str, features: list[Any], head: dict[str, Any], indent: int | None) -> str:
    whole = {"type": "FeatureCollection", **head, "features": features}
    if form == "turned":
        return json.dumps(dict(reversed(whole.items())), ensure_ascii=False, indent=indent)
    if form == "collection":
        return json.dumps(whole, indent=indent)
    if form == "list":
        return json.dumps(features, ensure_ascii=False, indent=indent)
    if form == "collections":
        features = [*features, whole]
    start = "\x1e" if form == "records" else ""
    return "\r\n".join(start + json.dumps(each, ensure_ascii=False) for each in features)


def outcome(path: Path, crs: str | None = None) -> Any:
    """What a file gives, or the reason why it gives nothing."""
    try:
        told_of = inspect(path)
        return told_of, [told(batch) for batch in registry.read(path, SURVEY, kind="traces", crs=crs)]
    except InputError as error:
        return error.code, error.params


@settings(max_examples=30, deadline=None)
@given(
    st.sampled_from(FORMS), st.lists(feature, max_size=6), heads, st.sampled_from((None, 1)),
    st.sampled_from(("utf-8", "utf-8-sig", "gb18030", "utf-16")), st.sampled_from((1, 30, 100_000)),
)  # fmt: skip
def test_the_same_in_every_form_and_encoding(
    tmp_path_factory: pytest.TempPathFactory,
    form: str,
    features: list[Any],
    head: dict[str, Any],
    indent: int | None,
    encoding: str,
    block: int,
) -> None:
    path = tmp_path_factory.mktemp("large") / "a.geojson"
    text = text_of(form, features, head, indent)
    path.write_bytes(text.encode(encoding, "surrogatepass" if encoding != "gb18030" else "replace"))
    whole = outcome(path, "EPSG:4490")
    with taken_for_large(100), pytest.MonkeyPatch.context() as patched:
        patched.setattr(jsonstream, "_BLOCK", block)
        assert outcome(path, "EPSG:4490") == whole


def test_lines_stay_in_the_file(tmp_path: Path) -> None:
    shapes = [{"type": "LineString", "coordinates": [[100, 30], [101, 31 + n]]} for n in range(9)]
    path = tmp_path / "a.geojson"
    path.write_text(
        "\n".join(
            json.dumps({"type": "Feature", "properties": {"名称": "甲"}, "geometry": g}) for g in shapes
        )
    )
    with taken_for_large(100):
        (layer,) = open_layers(path, sliced=True)
        (batch,) = registry.read(path, SURVEY)
    assert isinstance(layer.features, slices.Sliced)
    assert len(layer.features.bounds) > 3
    assert batch.lines is not None
    path.write_text(path.read_text().replace("100", "101"))
    with pytest.raises(InputError, match=r"file\.changed"):
        list(batch.lines())


COLLECTION = '{"type": "FeatureCollection",\n "features": [\n%s]}'
POINT = '{"type": "Feature", "properties": {"a": "x"}, "geometry": null}'


@pytest.mark.parametrize(
    "text",
    [
        COLLECTION % f"{POINT},\n  {POINT} {POINT}",
        COLLECTION % f'{POINT},\n{POINT[:-20]}"',
        COLLECTION % f"{POINT}" + " x",
        (COLLECTION % POINT)[:-1],
        (COLLECTION % POINT).replace('"features":', '"features"'),
        '{"type": "FeatureCollection", features: []}',
        f"[{POINT}, {POINT}",
        f"[{POINT}] []",
        "[" * 100_000,
        COLLECTION % ('{"a":' * 100_000),
    ],
)
@pytest.mark.parametrize("block", [7, 1_000_000])
def test_a_broken_file_breaks_at_the_same_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, block: int
) -> None:
    if block == 7 and len(text) > 10_000:
        block = 10_000
    path = tmp_path / "a.geojson"
    path.write_text(text)
    monkeypatch.setattr(jsonstream, "_BLOCK", block)
    whole = outcome(path)
    with taken_for_large(100):
        assert outcome(path) == whole
