"""A large KML file, which GDAL takes part by part, gives what it gives as a whole."""

from pathlib import Path
from typing import Any

import pytest

from faultgis.errors import InputError
from faultgis.records.survey import Survey
from importers import registry
from importers.vector import kml_parts, slices
from importers.vector.ogr import inspect, open_layers
from tests.importers.large_files import taken_for_large
from tests.importers.test_slices import told

SURVEY = Survey(code="T")
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
FEATURE = """<Placemark><name>断层{n}</name>
<ExtendedData><Data name="{field}"><value>{n}</value></Data></ExtendedData>
<LineString><coordinates>100,30 101,{n}</coordinates></LineString></Placemark>"""


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kml_parts, "PART", 500)
    monkeypatch.setattr(kml_parts, "_BLOCK", 300)


def outcome(path: Path) -> Any:
    """What a file gives, or the reason why it gives nothing."""
    try:
        return inspect(path), [told(batch) for batch in registry.read(path, SURVEY)]
    except InputError as error:
        return error.code, error.params


def document(*bodies: str) -> str:
    return f"{HEAD}<name>层</name>{''.join(bodies)}</Document></kml>"


def features(start: int, end: int, field: str = "性质") -> str:
    return "\n<Style id='s'/>".join(FEATURE.format(n=n, field=field) for n in range(start, end))


SAME = {
    "one folder": document(features(31, 40)),
    "fields that only some have": document(features(31, 35), features(35, 40, "倾角")),
    "an empty one between": document(features(31, 35), "<Placemark/>", features(35, 40)),
    "cut off": document(features(31, 40))[:-40],
}
WHOLE = {
    "two folders": document(
        "<Folder><name>甲</name>", features(31, 35), "</Folder><Folder><name>乙</name>", features(35, 40),
        "</Folder>",
    ),
    "an overlay between": document(features(31, 35), "<GroundOverlay/>", features(35, 40)),
    "a schema behind": document(features(31, 35), '<Schema name="s" id="s"/>', features(35, 40)),
    "another encoding": document(features(31, 40)).replace("UTF-8", "GB18030"),
    "entities": document(features(31, 40)).replace("<kml", '<!DOCTYPE k [<!ENTITY a "b">]><kml'),
    "nothing": document(),
}  # fmt: skip


@pytest.mark.parametrize("name", [*SAME, *WHOLE])
def test_the_same_in_parts_and_as_a_whole(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.kml"
    text = (SAME | WHOLE)[name]
    path.write_bytes(text.encode("GB18030" if "GB18030" in text else "UTF-8"))
    whole = outcome(path)
    with taken_for_large(100):
        assert outcome(path) == whole
        if name != "cut off" and not isinstance(whole[0], str):
            in_parts = isinstance(open_layers(path, sliced=True)[0].features, slices.Sliced)
            assert in_parts == (name in SAME)


def test_a_survey_s_file_keeps_its_lines(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kml_parts, "PART", 50_000)
    path = shared / "data/faults/africa_malawi/MAFD_Faults.kml"
    whole = outcome(path)
    with taken_for_large(1000):
        (layer,) = open_layers(path, sliced=True)
        assert outcome(path) == whole
    assert isinstance(layer.features, slices.Sliced)
    assert len(layer.features.bounds) > 3


def test_a_file_that_changes_meanwhile_is_not_mixed_up(tmp_path: Path) -> None:
    path = tmp_path / "a.kml"
    path.write_text(document(features(31, 40)), encoding="utf-8")
    with taken_for_large(100):
        (batch,) = registry.read(path, SURVEY)
    assert batch.lines is not None
    assert len(list(batch.lines())) > 2
    path.write_text(document(features(32, 40)), encoding="utf-8")
    with pytest.raises(InputError, match=r"file\.changed"):
        list(batch.lines())
