"""Drawings: each layer is one, its words are decoded whatever the header says, nothing goes unsaid."""

from pathlib import Path

import pytest

from faultgis.errors import InputError
from faultgis.records.survey import Survey
from importers import registry
from importers.vector.ogr import inspect, open_layers


def drawing(path: Path, *entities: str, version: str = "AC1015", page: str = "ANSI_936") -> Path:
    head = f"0\nSECTION\n2\nHEADER\n9\n$ACADVER\n1\n{version}\n9\n$DWGCODEPAGE\n3\n{page}\n"
    head += "9\n$INSUNITS\n70\n4\n0\nENDSEC\n0\nSECTION\n2\nENTITIES\n"
    text = head + "".join(entities) + "0\nENDSEC\n0\nEOF\n"
    path.write_bytes(text.encode("utf-8" if version >= "AC1021" else "gbk"))
    return path


def line(layer: str, x: float, on_paper: bool = False) -> str:
    paper = "67\n1\n" if on_paper else ""
    return f"0\nLINE\n8\n{layer}\n{paper}10\n{x}\n20\n30\n11\n{x + 1}\n21\n31\n"


def text(layer: str, words: str) -> str:
    return f"0\nTEXT\n8\n{layer}\n10\n101\n20\n31\n40\n2.5\n1\n{words}\n"


WORDS = (
    line("实测断层", 100),
    line("推测断层", 101),
    text("注记", "倾角60%%d"),
    text("注记", "第四系全新统"),
)


@pytest.mark.parametrize(
    ("version", "page"),
    [("AC1015", "ANSI_936"), ("AC1015", "ANSI_1252"), ("AC1015", ""), ("AC1027", "ANSI_936")],
)
def test_layers_and_words_in_any_encoding(tmp_path: Path, version: str, page: str) -> None:
    layers = open_layers(drawing(tmp_path / "a.dxf", *WORDS, version=version, page=page))
    assert [layer.name for layer in layers] == ["实测断层", "推测断层", "注记"]
    assert [f.values["Text"] for f in layers[2].features] == ["倾角60°", "第四系全新统"]
    assert all(layer.crs is None for layer in layers)


def test_what_is_left_out_is_counted(tmp_path: Path, shared: Path) -> None:
    image = "0\nIMAGE\n8\n底图\n0\nRAY\n8\n底图\n"
    path = drawing(tmp_path / "a.dxf", *WORDS, image, line("图框", 5, on_paper=True))
    said = {p.code: p.params for p in inspect(path).problems}
    assert said["dxf.dropped"] == {"count": 2, "kinds": "IMAGE × 1, RAY × 1"}
    assert said["dxf.on_paper"] == {"count": 1}
    assert said["dxf.unit"] == {"unit": "mm"}
    real = inspect(shared / "data/formats/dxf_real/Graz_10km_3m.dxf")
    assert [(p.code, p.params["kinds"]) for p in real.problems] == [("dxf.dropped", "IMAGE × 8")]


def test_layers_become_what_the_user_says(tmp_path: Path) -> None:
    path = drawing(tmp_path / "a.dxf", *WORDS)
    with pytest.raises(InputError, match=r"crs\.missing"):
        registry.read(path, Survey(code="T"))
    kinds = "实测断层=traces,注记=observations"
    both = registry.read(path, Survey(code="T"), kind=kinds, crs="EPSG:4490")
    assert [(b.layer, b.kind, b.read, len(b.rejected)) for b in both] == [
        ("实测断层", "traces", 1, 0),
        ("注记", "observations", 2, 0),
    ]
    assert [w.params["name"] for w in both[0].warnings if w.code == "layer.passed_over"] == ["推测断层"]
    for wrong, code in (("断裂=traces", "layer.unknown"), ("注记=labels", "import.unknown_kind")):
        with pytest.raises(InputError, match=code.replace(".", r"\.")):
            registry.read(path, Survey(code="T"), kind=wrong, crs="EPSG:4490")
    (one,) = registry.read(path, Survey(code="T"), layer="推测断层", crs="EPSG:4490")
    assert (one.layer, one.read) == ("推测断层", 1)
