"""Clouds become terrain: the same whatever the tiles and the order; what is asked is what comes."""

import math
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import laspy
import numpy as np
import pytest
import rasterio
from numpy.typing import NDArray

from faultgis.errors import CancelledError, InputError
from faultgis.progress import Progress, Step
from importers.clouds import scratch
from importers.clouds.classifying import classify
from importers.clouds.order import PRODUCTS, Order
from importers.clouds.pipeline import run

ROOT = Path(__file__).resolve().parents[2]
KINDS = ("dtm", "dsm", "density", "sigma")


def _read(path: str) -> NDArray[np.float32]:
    with rasterio.open(path) as source:
        found: NDArray[np.float32] = source.read(1)
    return found


def _run(tmp: Path, files: Sequence[Path], **options: Any) -> dict[str, Any]:
    return run(Order(tuple(files), tmp / "out", tmp / "scratch", **options))


def _made(path: Path, *, scale: float = 0.001, crs: str | None = "EPSG:4525", seed: int = 1) -> Path:
    """A slope with houses, 40,000 points over 100 m by 100 m; ``scale`` also says the unit: 0.001 metres."""
    random = np.random.default_rng(seed)
    x, y = random.uniform(0, 100, (2, 40_000))
    z = 1200 + 0.1 * x + random.normal(0, 0.02, x.size)
    house = (np.abs(x - 40) < 5) & (np.abs(y - 60) < 5)
    z[house] += 6
    header = laspy.LasHeader(point_format=6, version="1.4")
    unit = scale / 0.001
    header.scales, header.offsets = (scale / unit,) * 3, (35_500_000 / unit, 3_800_000 / unit, 0)
    if crs is not None:
        from pyproj import CRS

        header.add_crs(CRS.from_user_input(crs))
    cloud = laspy.LasData(header)
    cloud.x, cloud.y, cloud.z = (35_500_000 + x) / unit, (3_800_000 + y) / unit, z / unit
    cloud.classification = np.where(house, 6, 2).astype(np.uint8)
    cloud.write(path)
    return path


@pytest.fixture(scope="module")
def tiles(shared: Path) -> list[Path]:
    return [shared / "data" / "lidar" / "terrain" / f"bcts_{number}.laz" for number in (1, 2, 3, 4)]


@pytest.fixture(scope="module")
def whole(tiles: list[Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("whole")
    return _run(folder, tiles, ground="compute", tile=2048)


@pytest.mark.parametrize(("tile", "backwards"), [(128, False), (300, True)])
def test_tile_size_and_order_of_files_show_only_in_float_noise(
    tile: int, backwards: bool, tiles: list[Path], whole: dict[str, Any], tmp_path: Path
) -> None:
    files = tiles[::-1] if backwards else tiles
    found = _run(tmp_path, files, ground="compute", tile=tile, name="x")
    for kind in KINDS:
        one, other = _read(whole[kind]), _read(found[kind])
        assert one.shape == other.shape
        # Heights are kept to 5 mm: noise may put a value on the next step of that ladder.
        assert np.abs(one - other).max() <= 0.0101, kind
        assert (np.abs(one - other) > 1e-3).mean() < 1e-3, kind
    np.testing.assert_array_equal(_read(whole["voids"]), _read(found["voids"]))
    assert np.abs(_read(whole["hillshade"]).astype(int) - _read(found["hillshade"])).max() <= 1
    assert found["coverage"] == whole["coverage"]
    assert found["classes"] == whole["classes"]


def test_the_report_holds_what_scripts_rely_on(whole: dict[str, Any]) -> None:
    keys = {"points", "bounds", "crs", "density_m2", "classes", "coverage", "seconds", "peak_mb", "warnings"}
    assert keys <= set(whole)
    assert whole["points"] == 2_834_350
    assert whole["crs"] == "EPSG:3005"
    assert whole["ground"] == "compute"
    for kind in PRODUCTS:
        with rasterio.open(whole[kind]) as source:
            assert source.crs.to_epsg() == 3005
            assert source.tags()["VERTICAL_DATUM"] == "EPSG:5713"
            assert source.bounds.left % 1 == source.bounds.top % 1 == 0
    density = _read(whole["density"])
    assert density.sum() == pytest.approx(2_834_350, rel=1e-3)


def test_the_ground_is_under_the_surface_and_the_house_is_gone(tmp_path: Path) -> None:
    found = _run(tmp_path, [_made(tmp_path / "a.laz")], ground="compute")
    terrain, surface = _read(found["dtm"]), _read(found["dsm"])
    truth = 1200 + 0.1 * (np.arange(terrain.shape[1]) + 0.5)
    assert np.abs(terrain[2:-2, 2:-2] - truth[2:-2]).max() < 0.25
    assert surface[38:42, 38:42].min() > 1205
    assert _read(found["sigma"])[10, 10] == pytest.approx(math.hypot(0.02, 0.1 / math.sqrt(12)), rel=0.6)


def test_whose_ground_is_taken(tmp_path: Path) -> None:
    file = _made(tmp_path / "a.laz")
    assert _run(tmp_path, [file], ground="auto")["ground"] == "class"
    every = _run(tmp_path, [file], ground="none")
    assert _read(every["dtm"])[40, 40] > 1205  # first row is the north: the house stands in row 40
    classed = _run(tmp_path, [file], ground="class")
    assert _read(classed["voids"])[40, 40] == 1
    assert abs(_read(classed["dtm"])[40, 40] - 1204) < 0.2
    plain = laspy.read(file)
    plain.classification = np.zeros(len(plain.x), dtype=np.uint8)
    plain.write(tmp_path / "plain.laz")
    assert _run(tmp_path, [tmp_path / "plain.laz"], ground="auto")["ground"] == "compute"


def test_feet_become_metres_where_declared(shared: Path, tmp_path: Path) -> None:
    file = shared / "data" / "lidar" / "formats" / "autzen_trim.laz"
    found = _run(tmp_path, [file])
    cloud = laspy.read(file)
    bounds = [v * 0.3048 for v in (*cloud.header.mins, *cloud.header.maxs)]
    assert found["bounds"] == pytest.approx(bounds, abs=0.002)
    with rasterio.open(found["dtm"]) as source:
        assert source.crs.linear_units_factor[1] == pytest.approx(1)
        west, north = source.bounds.left, source.bounds.top
        from pyproj import Transformer

        here = Transformer.from_crs(source.crs.to_wkt(), "EPSG:4326", always_xy=True)
        stated = cloud.header.parse_crs(prefer_wkt=True)
        there = Transformer.from_crs(stated.to_wkt(), "EPSG:4326", always_xy=True)
        assert here.transform(west, north) == pytest.approx(
            there.transform(west / 0.3048, north / 0.3048), abs=1e-9
        )
    assert "cloud.height_unit_assumed" in [warning["code"] for warning in found["warnings"]]


def test_feet_become_metres_in_a_local_grid_and_sparse_points_are_told(shared: Path, tmp_path: Path) -> None:
    file = shared / "data" / "lidar" / "formats" / "autzen_trim.laz"
    found = _run(tmp_path, [file], crs="local")
    header = laspy.open(file).header
    assert found["bounds"] == pytest.approx([v * 0.3048 for v in (*header.mins, *header.maxs)], abs=0.002)
    assert "cloud.cells_fine" not in [warning["code"] for warning in found["warnings"]]
    # 1,065 points over 3.4 by 4.6 km.
    sparse = _run(tmp_path, [file.with_name("simple.laz")], crs="local", resolution=20.0, fill=1000.0)
    (told,) = [warning for warning in sparse["warnings"] if warning["code"] == "cloud.cells_fine"]
    assert told["cell"] == "20"
    assert told["wanted"] == pytest.approx(121, abs=3), "as far as the points are apart"


@pytest.mark.parametrize(
    ("name", "crs", "code"),
    [
        ("formats/epsg_4326.las", None, "cloud.units_degree"),
        ("formats/simple.laz", None, "cloud.crs_missing"),
        ("formats/simple.laz", "EPSG:4490", "cloud.units_degree"),
        ("formats/simple.laz", "EPSG:4978", "cloud.units_geocentric"),
        ("formats/simple.laz", "EPSG:2412", "crs.refused_datum"),
        ("formats/simple.laz", "nonsense", "crs.unknown"),
        ("hostile/no-points.las", "EPSG:26917", "cloud.no_points"),
    ],
)
def test_what_has_no_place_in_metres_is_refused(
    name: str, crs: str | None, code: str, shared: Path, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as caught:
        _run(tmp_path, [shared / "data" / "lidar" / name], crs=crs)
    assert caught.value.code == code
    assert not list((tmp_path / "out").glob("*.tif"))


def test_systems_and_heights_are_never_mixed(shared: Path, tmp_path: Path) -> None:
    data = shared / "data" / "lidar"
    for other in ("terrain/Megaplot.laz", "isprs/samp11-utm.laz"):
        with pytest.raises(InputError) as caught:
            _run(tmp_path, [data / "terrain" / "bcts_1.laz", data / other])
        assert caught.value.code == "cloud.systems_mixed"
    with pytest.raises(InputError) as caught:
        _run(tmp_path, [data / "terrain" / "bcts_1.laz", data / "isprs" / "samp11-utm.laz"], crs="EPSG:3005")
    assert caught.value.code == "cloud.heights_mixed"


def test_a_cancel_leaves_nothing(tmp_path: Path) -> None:
    file = _made(tmp_path / "a.laz")
    for last in ("cloud.reading", "cloud.gridding", "cloud.shading", "cloud.writing"):
        progress = Progress(lambda step, last=last: _stop(step, last))  # type: ignore[misc]
        with pytest.raises(CancelledError):
            run(Order((file,), tmp_path / "out", tmp_path / "scratch"), progress)
        assert list((tmp_path / "scratch").iterdir()) == []
        assert list((tmp_path / "out").iterdir()) == []


def _stop(step: Step, last: str) -> None:
    if step.what == last:
        raise CancelledError


def test_what_a_killed_import_left_among_the_products_goes_at_the_next(tmp_path: Path) -> None:
    left, own = tmp_path / "out" / ".faultgis-making-1-x", tmp_path / "out" / "cloud-of-mine"
    for folder in (left, own):
        folder.mkdir(parents=True)
        (folder / "owner").write_text("locked")
    _run(tmp_path, [_made(tmp_path / "a.laz")])
    assert not left.exists()
    assert own.exists()


def test_scratch_of_killed_programs_goes_and_that_of_others_stays(tmp_path: Path) -> None:
    import os

    killed = tmp_path / "cloud-1-x"
    killed.mkdir()
    (killed / "owner").write_text("locked")
    (killed / "0_0.points").write_bytes(b"1234")
    with scratch.folder(tmp_path) as mine:
        assert not killed.exists()
        with scratch.folder(tmp_path) as other:
            assert mine.exists()
            assert other.name.startswith(f"cloud-{os.getpid()}-")
    assert list(tmp_path.iterdir()) == []


def test_scratch_of_a_running_program_stays_until_it_is_killed(tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from importers.clouds import scratch\n"
        "with scratch.folder(Path(sys.argv[1])) as made: print(made, flush=True); time.sleep(60)"
    )
    program = [sys.executable, "-c", script, str(tmp_path)]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True, cwd=ROOT) as running:
        assert running.stdout is not None
        made = Path(running.stdout.readline().strip())
        assert scratch.sweep(tmp_path) == 0
        assert made.is_dir()
        running.kill()
        running.wait()
    assert scratch.sweep(tmp_path) == 1
    assert not made.exists()


@pytest.mark.parametrize("resolution", [0.25, 0.5, 2.0, 5.0])
def test_other_resolutions(resolution: float, tmp_path: Path) -> None:
    found = _run(tmp_path, [_made(tmp_path / "a.laz")], ground="compute", resolution=resolution, tile=100)
    terrain = _read(found["dtm"])
    assert terrain.shape == (round(100 / resolution), round(100 / resolution))
    truth = 1200 + 0.1 * resolution * (np.arange(terrain.shape[1]) + 0.5)
    inside = slice(2, -2)
    assert np.median(np.abs(terrain[inside, inside] - truth[inside])) < 0.05


@pytest.mark.parametrize("name", ["bcts_1.laz", "../formats/autzen_trim_7.las", "../formats/4_6_crop.las"])
def test_a_cloud_classified_anew_keeps_all_else(name: str, shared: Path, tmp_path: Path) -> None:
    source = shared / "data" / "lidar" / "terrain" / name
    order = Order((source,), tmp_path, tmp_path / "scratch")
    found = classify(order, tmp_path / "anew.laz")
    before, after = laspy.read(source), laspy.read(tmp_path / "anew.laz")
    assert found["points"] == len(before.points) == len(after.points)
    for column in before.point_format.dimension_names:
        if column != "classification":
            np.testing.assert_array_equal(before[column], after[column])
    assert [vlr.record_data_bytes() for vlr in before.vlrs] == [v.record_data_bytes() for v in after.vlrs]
    assert found["classes"]["2"] == (np.asarray(after.classification) == 2).sum() > 0
    kept = ~np.isin(before.classification, (0, 1, 2)) & (np.asarray(after.classification) != 2)
    np.testing.assert_array_equal(before.classification[kept], after.classification[kept])


def test_a_cloud_classified_anew_tells_each_doubt_once(shared: Path, tmp_path: Path) -> None:
    file = shared / "data" / "lidar" / "formats" / "test_utm17.las"
    found = classify(Order((file,), tmp_path, tmp_path / "scratch"), tmp_path / "anew.laz")
    assert [warning["code"] for warning in found["warnings"]] == ["cloud.vertical_missing"]


def test_classified_by_tiles_as_in_the_reference(shared: Path, tmp_path: Path) -> None:
    source = shared / "data" / "lidar" / "isprs" / "samp21-utm.laz"
    for tile in (64, 512):
        classify(Order((source,), tmp_path, tmp_path / "scratch", tile=tile), tmp_path / f"{tile}.laz")
    one, other = (laspy.read(tmp_path / f"{tile}.laz") for tile in (64, 512))
    np.testing.assert_array_equal(one.classification, other.classification)
    truth, ground = np.asarray(laspy.read(source).classification) == 2, np.asarray(one.classification) == 2
    assert (truth == ground).mean() > 0.97
