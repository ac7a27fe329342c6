"""``faultgis cloud info`` as a person and as a script meet it."""

import re
from pathlib import Path

import pytest

from tests.ui.command import Command
from ui import words

CODE = re.compile(r"""(?:Problem|Error|report|progress)\w*\(\s*"((?:cloud|product)\.[a-z0-9_]+)\"""")


@pytest.fixture
def faultgis(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    return Command(capsys, monkeypatch, "--home", str(tmp_path))


def test_a_script_finds_the_keys_it_relies_on(shared: Path, faultgis: Command) -> None:
    told = faultgis.json("cloud", "info", str(shared / "data/lidar/terrain/bcts_1.laz"), "--json")
    assert {"points", "bounds", "crs", "density_m2", "classes", "warnings"} <= set(told)
    assert (told["points"], told["crs"], told["vertical_crs"]) == (531_662, "EPSG:3005", "EPSG:5713")
    assert told["bounds"] == pytest.approx([885022.37, 629157.18, 325.83, 885210.15, 629399.99, 358.28])
    assert told["density_m2"] == pytest.approx(531_662 / (187.78 * 242.81), rel=1e-6)
    assert told["density_over"] == "bounding rectangle"
    assert (told["classes"], told["warnings"]) == (None, [])


def test_classes_are_counted_where_asked(shared: Path, faultgis: Command) -> None:
    """Ground points as the manifest of the data has them."""
    for name, ground in (("terrain/bcts_1.laz", 48_729), ("formats/simple1_1.las", 276)):
        told = faultgis.json("cloud", "info", str(shared / "data/lidar" / name), "--classes", "--json")
        assert told["classes"]["2"] == ground
        assert sum(told["classes"].values()) == told["points"] == told["readable"]


def test_a_person_reads_it_in_their_language(shared: Path, faultgis: Command) -> None:
    file = str(shared / "data/lidar/bench/autzen_5m_pf6_ft.laz")
    said = faultgis("cloud", "info", file)
    assert "international feet (0.3048 m)" in said
    assert "5,326,585" in said
    words.use("zh")
    said = faultgis("--lang", "zh", "cloud", "info", file)
    assert "国际英尺" in said
    assert "高程基准" in said


def test_each_cloud_is_told_in_words_without_a_bare_code(shared: Path, faultgis: Command) -> None:
    files = sorted((shared / "data/lidar/formats").glob("*.la[sz]"))
    for language in words.LANGUAGES:
        said = faultgis("--lang", language, "cloud", "info", *map(str, files))
        assert "cloud." not in said
        assert "{" not in said


@pytest.mark.parametrize("as_json", [True, False])
def test_bad_input_is_exit_code_2_with_a_way_out(shared: Path, faultgis: Command, as_json: bool) -> None:
    file = str(shared / "data/lidar/formats/A4.e57")
    if as_json:
        told = faultgis.json("cloud", "info", file, "--json", expect=2)
        assert told["error"]["code"] == "cloud.is_e57"
        assert "LAS" in told["error"]["help"]
    else:
        faultgis("cloud", "info", file, expect=2)
        assert "E57" in faultgis.err


def test_of_several_files_each_is_answered(shared: Path, faultgis: Command) -> None:
    folder = shared / "data/lidar"
    files = [folder / "hostile/broken_coder.laz", folder / "formats/simple.laz", folder / "none.las"]
    told = faultgis.json("cloud", "info", *map(str, files), "--json", expect=2)["files"]
    assert [each.get("error", {}).get("code") for each in told] == [
        "cloud.laszip_coder",
        None,
        "file.missing",
    ]


def test_a_cut_file_says_how_many_points_are_left(shared: Path, tmp_path: Path, faultgis: Command) -> None:
    cut = tmp_path / "cut.laz"
    cut.write_bytes((shared / "data/lidar/terrain/Megaplot.laz").read_bytes()[:200_000])
    told = faultgis.json("cloud", "info", str(cut), "--classes", "--json")
    assert 40_000 < told["readable"] < told["points"] == 81_590
    warnings = {warning["code"]: warning["message"] for warning in told["warnings"]}
    assert "cloud.chunk_table_missing" in warnings
    assert str(told["readable"]) in warnings["cloud.damaged"]


def test_every_code_has_its_sentence_in_both_languages() -> None:
    root = Path(__file__).resolve().parents[2]
    sources = [*root.glob("importers/clouds/*.py"), *root.glob("importers/products/*.py")]
    said = {code for source in sources for code in CODE.findall(source.read_text(encoding="utf-8"))}
    said |= {f"cloud.units_{unit}" for unit in ("foot", "us_foot", "degree", "geocentric", "unknown")}
    assert len(said) > 80
    for language in words.LANGUAGES:
        words.use(language)
        assert [code for code in sorted(said) if not words.known(code)] == []
    words.use("en")


def test_inspect_sends_clouds_here(shared: Path, faultgis: Command) -> None:
    faultgis("inspect", str(shared / "data/lidar/terrain/bcts_1.laz"), expect=2)
    assert "faultgis cloud info" in faultgis.err
