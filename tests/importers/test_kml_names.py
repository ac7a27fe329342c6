"""Data of KML features keep the names that people gave them, in whatever script."""

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.vector import kml_names
from importers.vector.ogr import open_layers
from importers.vector.raw import RawLayer

HEAD = '<?xml version="1.0" encoding="{}"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
LINE = "<LineString><coordinates>103,31 103.1,31.1</coordinates></LineString>"
# Of one length in bytes each, and two that are alike once their signs are underscores.
DATA = {
    "断层名称": "龙门山",
    "运动性质": "逆",
    "备注": "<b>",
    "走向": "45",
    "slip-rate": "2",
    "slip rate": "3",
}


def text(data: dict[str, str], encoding: str = "UTF-8") -> str:
    told = "".join(f"<Data  name={quoteattr(k)}><value>{escape(v)}</value></Data>" for k, v in data.items())
    note = '<description><![CDATA[<Data name="注">]]></description>'
    placemark = f"<Placemark>{note}<ExtendedData>{told}</ExtendedData>{LINE}</Placemark>"
    return f"{HEAD.format(encoding)}{placemark}</Document></kml>"


def values(layers: list[RawLayer]) -> dict[str, object]:
    ((feature,),) = (layer.features for layer in layers)
    return dict(feature.values)


@pytest.mark.parametrize("encoding", ["UTF-8", "GBK", "UTF-16"])
def test_names_of_one_length_stay_apart(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "断层.kml"
    path.write_bytes(text(DATA, encoding).encode(encoding))
    (layer,) = open_layers(path)
    assert layer.name == "断层"
    assert values([layer]) == {"description": '<Data name="注">', **DATA}


def test_within_a_kmz(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.kmz", "w") as archive:
        archive.writestr("doc.kml", text(DATA))
    assert values(open_layers(tmp_path / "a.kmz")).items() >= DATA.items()


NAMES = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), min_size=1, max_size=6)


@given(st.lists(NAMES, min_size=1, max_size=5, unique=True))
def test_what_is_written_for_gdal_tells_every_name(
    tmp_path_factory: pytest.TempPathFactory, names: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("kml")
    source, target = folder / "a.kml", folder / "b.kml"
    source.write_text(text(dict.fromkeys(names, "1")), "utf-8")
    if not kml_names.in_ascii(source, target):
        target = source
    written = target.read_text("utf-8").split("<Data  name=")[1:]
    assert [kml_names.as_given(each.partition(">")[0].strip('"')) for each in written] == names


def test_a_file_that_is_no_sound_xml_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.kml"
    path.write_text(text(DATA)[:-9], "utf-8")
    assert not kml_names.in_ascii(path, tmp_path / "b.kml")
