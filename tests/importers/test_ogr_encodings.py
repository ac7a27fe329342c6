"""Chinese comes out right, or the user is asked; it is never wrong without a word."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faultgis.errors import InputError
from importers.vector import gmt
from importers.vector.encoding import decide, decode, detect, known_name
from importers.vector.mojibake import find
from importers.vector.ogr import inspect, open_layers
from importers.vector.raw import RawLayer

SUFFIXES = (".shp", ".shx", ".dbf", ".prj")


@pytest.fixture
def gbk(tmp_path: Path, shared: Path) -> Path:
    """The Shapefile in GBK without its declaration."""
    for suffix in SUFFIXES:
        shutil.copyfile(shared / f"data/encodings/cn_north_gbk{suffix}", tmp_path / f"f{suffix}")
    for file in tmp_path.iterdir():
        file.chmod(0o644)
    return tmp_path / "f.shp"


def only(path: Path, **wishes: Any) -> RawLayer:
    (layer,) = open_layers(path, **wishes)
    return layer


def names(layer: RawLayer) -> list[Any]:
    return [feature.values["断层名称"] for feature in layer.features]


@pytest.fixture
def truth(shared: Path) -> list[Any]:
    return names(only(shared / "data/faults/china/CN-faults_north36_utf8.gmt"))


def test_a_declared_encoding_is_believed(shared: Path, truth: list[Any]) -> None:
    layer = only(shared / "data/encodings/cn_north_gbk.shp")
    assert names(layer) == truth
    assert (layer.encoding, layer.encoding_evidence.code) == ("GB18030", "encoding.declared")
    assert layer.encoding_evidence.params["by"] == ".cpg"


def test_an_undeclared_one_is_detected_with_evidence(gbk: Path, truth: list[Any]) -> None:
    layer = only(gbk)
    assert names(layer) == truth
    assert layer.encoding == "GB18030"
    evidence = layer.encoding_evidence
    assert evidence.code == "encoding.detected"
    assert evidence.params["valid"] == evidence.params["total"] > 500
    assert evidence.params["other_valid"] < evidence.params["total"] / 10


@pytest.mark.parametrize("lie", ["UTF-8", "ISO-8859-1", "ANSI 1252", "65001"])
def test_a_wrong_declaration_is_noticed(gbk: Path, truth: list[Any], lie: str) -> None:
    gbk.with_suffix(".cpg").write_text(lie)
    layer = only(gbk)
    assert names(layer) == truth
    wrong = next(p for p in layer.problems if p.code == "encoding.declaration_wrong")
    assert wrong.params["found"] == "GB18030"
    assert known_name(lie) == wrong.params["encoding"]


def test_the_user_has_the_last_word(gbk: Path) -> None:
    layer = only(gbk, encoding="ISO-8859-1")
    assert layer.encoding_evidence.code == "encoding.by_user"
    assert "¶Ï²ãÃû³Æ" in layer.fields
    doubt = next(p for p in layer.problems if p.code == "encoding.named_doubtful")
    assert doubt.params["right"] == "gb18030"
    assert not [p for p in only(gbk, encoding="GBK").problems if p.code == "encoding.named_doubtful"]
    with pytest.raises(InputError, match=r"encoding\.unknown"):
        open_layers(gbk, encoding="klingon")


@pytest.mark.parametrize("encoding", ["gb18030", "gbk", "utf-8"])
def test_gmt_in_every_chinese_encoding(tmp_path: Path, shared: Path, truth: list[Any], encoding: str) -> None:
    text = (shared / "data/faults/china/CN-faults_north36_utf8.gmt").read_text(encoding="utf-8")
    path = tmp_path / "f.gmt"
    path.write_bytes(text.encode(encoding))
    layer = only(path)
    assert names(layer) == truth
    assert layer.encoding == known_name(encoding)


def test_characters_whose_second_byte_is_a_bar_or_a_backslash(tmp_path: Path) -> None:
    cells = ["断层鎭", "逆冲淺", "走滑歕断裂"]
    assert any(byte in b"|\\" for cell in cells for byte in cell.encode("gbk"))
    path = tmp_path / "f.gmt"
    head = "# @VGMT1.0 @GLINESTRING\n# @N名称|性质|带\n# @Tstring|string|string\n# FEATURE_DATA\n"
    path.write_bytes(f"{head}>\n# @D{'|'.join(cells)}\n100 30\n101 31\n".encode("gbk"))
    (feature,) = only(path, encoding="GBK").features
    assert list(feature.values.values()) == cells


@pytest.mark.parametrize("words", [["Élévation", "Brüder"], ["斷裂帶", "逆斷層"], ["Привет"], ["祁连"]])
@pytest.mark.parametrize("encoding", ["cp1252", "big5", "cp1251", "gbk"])
def test_what_cannot_be_told_is_asked(tmp_path: Path, gbk: Path, words: list[str], encoding: str) -> None:
    try:
        raw = [word.encode(encoding) for word in words]
    except UnicodeEncodeError:
        return
    decision = decide(raw)
    assert decision.encoding is None
    assert known_name(encoding) in decision.candidates
    assert words[0] in decision.evidence.params["samples"]


def test_the_question_stops_the_import_but_not_the_look(tmp_path: Path) -> None:
    path = tmp_path / "f.gmt"
    text = "# @VGMT1.0 @GLINESTRING\n# @Nname\n# @Tstring\n# FEATURE_DATA\n>\n# @DBrüder\n1 2\n3 4\n"
    path.write_bytes(text.encode("cp1252"))
    with pytest.raises(InputError) as caught:
        open_layers(path)
    assert caught.value.code == "encoding.ambiguous"
    assert "windows-1252" in caught.value.params["candidates"]
    info = inspect(path)
    assert info.layers[0].encoding is None
    assert "encoding.ambiguous" in [p.code for p in info.problems]
    (feature,) = only(path, encoding="windows-1252").features
    assert feature.values == {"name": "Brüder"}


def test_one_bad_cell_does_not_lose_the_file(tmp_path: Path, shared: Path, truth: list[Any]) -> None:
    data = (shared / "data/faults/china/CN-faults_north36_utf8.gmt").read_bytes()
    path = tmp_path / "f.gmt"
    path.write_bytes(data.replace("阿巴宫断裂".encode(), b"\xe9\x98\xbf\xff\xfe", 1))
    layer = only(path)
    read = names(layer)
    assert read[1:] == truth[1:]
    assert "\N{REPLACEMENT CHARACTER}" in read[0]
    assert ("text.invalid", 1) in [(p.code, p.row) for p in layer.problems]


def test_a_bad_cell_in_a_table_is_named_by_row_and_field(gbk: Path, truth: list[Any]) -> None:
    dbf = gbk.with_suffix(".dbf")
    dbf.write_bytes(
        dbf.read_bytes().replace("阿巴宫断裂".encode("gbk"), b"\xff\xff\xb9\xac\xff\xff\xff\xff\xff\xff", 1)
    )
    layer = only(gbk)
    assert names(layer)[1:] == truth[1:]
    bad = next(p for p in layer.problems if p.code == "text.invalid")
    assert (bad.row, bad.field) == (1, "断层名称")


def geojson(path: Path, text: str, encoding: str) -> Path:
    member = {"type": "Feature", "geometry": None, "properties": {"断层名称": text}}
    value = {"type": "FeatureCollection", "features": [member] * 3}
    path.write_bytes(json.dumps(value, ensure_ascii=False).encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_geojson_in_foreign_encodings(tmp_path: Path, encoding: str) -> None:
    layer = only(geojson(tmp_path / "a.geojson", "阿尔金断裂左旋走滑", encoding))
    assert names(layer) == ["阿尔金断裂左旋走滑"] * 3
    if encoding == "gb18030":
        assert "encoding.declaration_wrong" in [p.code for p in layer.problems]


@pytest.mark.parametrize(("declared", "real"), [("GB2312", "gbk"), ("UTF-8", "utf-8"), ("UTF-8", "gbk")])
def test_kml_in_chinese(tmp_path: Path, declared: str, real: str) -> None:
    path = tmp_path / "a.kml"
    place = (
        "<Placemark><name>海原断裂左旋走滑</name><Point><coordinates>105,36</coordinates></Point></Placemark>"
    )
    text = f'<?xml version="1.0" encoding="{declared}"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">{place}</kml>'
    path.write_bytes(text.encode(real))
    layer = only(path)
    assert [f.values["Name"] for f in layer.features] == ["海原断裂左旋走滑"]
    told = "encoding.declaration_wrong" in [p.code for p in layer.problems]
    assert told == (known_name(declared) != known_name(real))


@pytest.mark.parametrize(
    ("real", "read_as"),
    [("utf-8", "cp1252"), ("utf-8", "gb18030"), ("gb18030", "cp1252"), ("utf-8", "latin-1")],
)
def test_texts_garbled_before_are_found_and_can_be_restored(tmp_path: Path, real: str, read_as: str) -> None:
    truth = "阿尔金断裂带左旋走滑断层"
    try:
        garbled = truth.encode(real).decode(read_as)
    except UnicodeDecodeError:
        pytest.skip("this text cannot be misread so")
    path = geojson(tmp_path / "a.geojson", garbled, "utf-8")
    assert "encoding.mojibake" in [p.code for p in inspect(path).problems]
    with pytest.raises(InputError, match=r"encoding\.mojibake"):
        open_layers(path)
    assert names(only(path, encoding="repair")) == [truth] * 3
    assert [f.values["断层名称"] for f in only(path, encoding="UTF-8").features] == [garbled] * 3


@pytest.mark.parametrize("text", ["阿尔金断裂", "Élévation à Genève", "São Paulo", "左旋逆走滑、北东向"])
def test_right_words_are_not_called_garbled(text: str) -> None:
    assert find([text, text + "带"]) is None


@given(st.lists(st.sampled_from("断层裂带逆走滑左右旋北东西南山河全新世晚更新"), min_size=4, max_size=30))
def test_chinese_comes_back_whatever_it_was_written_in(chars: list[str]) -> None:
    word = "".join(chars)
    for encoding, name in (("utf-8", "UTF-8"), ("gb18030", "GB18030")):
        decision = detect([word.encode(encoding)])
        assert decision.encoding in (name, None)
        if decision.encoding is not None:
            assert decode(word.encode(encoding), decision.encoding) == (word, "")


@given(st.lists(st.text(st.characters(codec="ascii", exclude_characters='\n\r"\\')), min_size=1))
def test_cells_written_as_gmt_writes_them_come_back(cells: list[str]) -> None:
    line = "|".join(f'"{cell}"' for cell in cells)
    assert gmt.split_cells(line) == [cell.strip() for cell in cells]


def test_half_a_character_at_a_columns_end_is_dropped_and_told() -> None:
    assert decode("断层裂带".encode("gbk")[:-1], "GB18030") == ("断层裂", "cut")
    assert decode(b"Caf\xe9", "GB18030")[1] == "invalid"
