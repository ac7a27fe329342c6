"""Clouds on the map: seen while they are read, coloured, measured on; nothing is left of a cancel."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PyQt6.QtWidgets import QDockWidget
from pytestqt.qtbot import QtBot

from faultgis.crs import to_gk
from faultgis.errors import FaultGISError, InputError
from faultgis.geometry import lines
from faultgis.records.fault import Fault
from faultgis.records.provenance import new_id
from faultgis.records.site import OffsetMarker
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace
from faultgis.services import profiling
from faultgis.services.editing import EditingSession
from importers.clouds.sight import sight
from importers.clouds.windows import FOLDER
from tests.ui.hand import Hand
from ui import words
from ui.canvas.scale import MapScale
from ui.layers import splat
from ui.layers.cloud import CLASS, COLOUR, HEIGHT, CloudLayer, CloudLook, is_cloud
from ui.layers.cloud_index import add_cloud
from ui.layers.tree import Node
from ui.panels.cloud_look import CloudLookForm
from ui.panels.layers import LayersPanel
from ui.panels.profile import ProfilePanel
from ui.tools.profile import ProfileTool

HEIGHT_M = 4.0
GK18 = "EPSG:4507"


def scarp(path: Path, count: int = 120_000) -> Path:
    """A cloud around (102, 28) in CGCS2000 / Gauss–Krüger: a tilted plain, lifted by 4 m east of a
    north-south scarp 20 m wide, under bushes that hide it; ground and bushes are classified."""
    import laspy
    from pyproj import CRS

    chance = np.random.default_rng(3)
    east, north = chance.uniform(-400, 400, count), chance.uniform(-150, 150, count)
    z = 1500 + 0.02 * east + np.interp(east, [-10, 10], [0, HEIGHT_M]) + chance.normal(0, 0.04, count)
    bush = chance.random(count) < 0.6
    z[bush] += chance.uniform(1, 8, count)[bush]
    centre = to_gk(102.0, 28.0)
    header = laspy.LasHeader(point_format=7, version="1.4")
    header.scales, header.offsets = np.array([0.001] * 3), np.array([500_000.0, 3_000_000.0, 1500.0])
    header.add_crs(CRS.from_user_input(GK18))
    made = laspy.LasData(header)
    made.x, made.y, made.z = centre[0] + east, centre[1] + north, z
    made.classification = np.where(bush, 5, 2).astype(np.uint8)
    for name, colour in (("red", 60_000), ("green", 20_000), ("blue", 0)):
        setattr(made, name, np.full(count, colour, np.uint16))
    made.write(str(path), do_compress=True)
    return path


class Bench:
    """A map, its layers' panel, a place for caches."""

    def __init__(self, qtbot: QtBot, home: Path) -> None:
        words.use("en")
        survey = new_id()
        fault = Fault(survey_id=survey, code="F1")
        self.trace = Trace(
            survey_id=survey, geometry=lines.multi([(102.0, 27.95), (102.0, 28.05)]), fault_id=fault.id
        )
        self.qtbot, self.home = qtbot, home
        self.hand = Hand(qtbot, [fault, self.trace])
        self.layers, self.view = self.hand.layers, self.hand.view
        self.errors: list[FaultGISError] = []
        self.hand.jobs.failed.connect(lambda _job, error: self.errors.append(error))

    def add(self, path: Path, crs: str = "") -> list[Node]:
        nodes: list[Node] = []
        add_cloud(self.hand.jobs, self.layers, path, self.home, crs, nodes.append, self.errors.append)
        return nodes

    def wait(self, until: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(until, timeout=40_000)

    def shown(self, path: Path, crs: str = "") -> Node:
        nodes = self.add(path, crs)
        self.wait(lambda: bool(nodes or self.errors))
        assert not self.errors, self.errors
        self.wait(lambda: not self.hand.jobs.running)
        return nodes[0]

    def pixels(self) -> NDArray[np.uint8]:
        self.wait(lambda: not self.view.rendering.busy)
        self.view.refresh()
        self.wait(lambda: not self.view.rendering.busy)
        found = self.view.rendering.slots["raster"].pixels
        assert found is not None
        return found


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Bench:
    return Bench(qtbot, tmp_path / "home")


def test_points_lie_where_they_are(bench: Bench, tmp_path: Path) -> None:
    node = bench.shown(scarp(tmp_path / "scarp.laz"))
    west, south, east, north = node.raster.bounds
    assert (west + east) / 2 == pytest.approx(102.0, abs=1e-5)
    assert (south + north) / 2 == pytest.approx(28.0, abs=1e-5)
    bench.view.set_scale(MapScale(102.0, 28.0, 2.0, 800, 600))
    drawn = bench.pixels()[..., 3] > 0
    rows, columns = np.flatnonzero(drawn.any(axis=1)), np.flatnonzero(drawn.any(axis=0))
    left, top = bench.view.scale.to_screen(west, north)
    right, bottom = bench.view.scale.to_screen(east, south)
    assert [columns[0], columns[-1]] == pytest.approx([left, right], abs=6)
    assert [rows[0], rows[-1]] == pytest.approx([top, bottom], abs=6)
    assert drawn[rows[0] : rows[-1], columns[0] : columns[-1]].mean() > 0.9


def test_by_height_class_and_colour(bench: Bench, tmp_path: Path) -> None:
    node = bench.shown(scarp(tmp_path / "scarp.laz"))
    layer = node.raster
    view = (layer.bounds, 400, 150)
    by_class = layer.painted(CloudLook(CLASS), *view)
    ground = layer.painted(CloudLook(CLASS, ground=True), *view)
    by_colour = layer.painted(CloudLook(COLOUR), *view)
    by_height = layer.painted(CloudLook(HEIGHT, ground=True), *view)
    brown, green = splat.CLASS_COLOURS[2], splat.CLASS_COLOURS[5]
    seen = by_class[by_class[..., 3] > 0][:, :3].mean(axis=0)
    assert seen[1] > seen[2]  # bushes hide the ground
    only = ground[ground[..., 3] > 0][:, [2, 1, 0]]
    assert (only <= np.array(brown)).all()
    assert only.max(axis=0) == pytest.approx(brown, abs=3)
    assert green != brown
    plain = by_colour[by_colour[..., 3] > 0]
    assert plain.mean(axis=0) == pytest.approx([0, 20_000 / 257, 60_000 / 257, 255], abs=1.5)
    known = by_height[..., 3] > 0
    bright = by_height[..., :3].sum(axis=-1)
    west, east = bright[:, 40:120][known[:, 40:120]].mean(), bright[:, 280:360][known[:, 280:360]].mean()
    assert east > west + 60


def test_the_highest_point_is_on_top_and_hollows_are_shaded() -> None:
    places = np.array([[5.2, 5.7], [5.8, 5.1], [5.5, 5.5], [9.0, 9.0], [-50.0, 3.0]])
    z = np.array([10, 30, 20, -5, 99], dtype=np.int32)
    image = splat.highest(places, z, 12, 12, 1)
    assert (image != splat.NOTHING).sum() == 2
    assert image[5, 5] & 0xFFFFFFFF == 1
    assert image[9, 9] & 0xFFFFFFFF == 3
    assert image[9, 9] >> 32 == -5
    three = splat.highest(places, z, 12, 12, 3) != splat.NOTHING
    assert three[4:7, 4:7].all()
    assert three.sum() == 18


def test_points_grow_as_they_part() -> None:
    chance = np.random.default_rng(1)
    sizes = []
    for count in (200_000, 20_000, 4000, 400):
        places = chance.uniform(0, 400, (count, 2))
        sizes.append(splat.fitting_size(places[:, 0], places[:, 1], 400, 400))
    assert sizes == sorted(sizes)
    assert sizes[0] == 2
    assert sizes[-1] == splat.MOST_SIZE
    assert splat.fitting_size(np.array([]), np.array([]), 400, 400) == 1


def test_a_cloud_that_names_no_system_is_asked_for(bench: Bench, shared: Path) -> None:
    path = shared / "data/lidar/terrain/points_rgb.laz"
    bench.add(path)
    bench.wait(lambda: bool(bench.errors))
    assert bench.errors[0].code == "cloud.crs_missing"
    assert bench.layers.rasters.children == []
    bench.errors.clear()
    node = bench.shown(path, "EPSG:32611")
    assert node.raster.light.crs == "EPSG:32611"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("hostile/no-points.las", "cloud.no_points"),
        ("formats/epsg_4326.las", "cloud.units_degree"),
        ("hostile/broken_coder.laz", ""),
        ("hostile/garbage_nVariableLength.las", ""),
    ],
)
def test_what_cannot_be_shown_is_said(bench: Bench, shared: Path, name: str, code: str) -> None:
    bench.add(shared / "data/lidar" / name, "" if code else "EPSG:32611")
    bench.wait(lambda: bool(bench.errors))
    bench.wait(lambda: not bench.hand.jobs.running)
    assert not code or bench.errors[0].code == code
    assert bench.layers.rasters.children == []
    kept = bench.home / FOLDER
    assert not kept.exists() or list(kept.iterdir()) == []
    for error in bench.errors:
        assert words.error_sentence(error) != error.code


def test_two_clouds_over_each_other(bench: Bench, shared: Path) -> None:
    lidar = shared / "data/lidar/terrain"
    below, above = bench.shown(lidar / "bcts_1.laz"), bench.shown(lidar / "bcts_2.laz")
    assert bench.layers.rasters.children == [above, below]
    bench.view.zoom_to(below.raster.bounds)
    both = bench.pixels()[..., 3] > 0
    bench.layers.show(above, False)
    alone = bench.pixels()[..., 3] > 0
    assert alone.sum() > 10_000
    assert both.sum() > alone.sum()


def test_removed_while_it_is_read(bench: Bench, shared: Path) -> None:
    nodes = bench.add(shared / "data/lidar/terrain/bcts_3.laz")
    bench.wait(lambda: bool(nodes))
    bench.layers.remove(nodes[0])
    bench.wait(lambda: not bench.hand.jobs.running)
    assert bench.errors == []
    assert list((bench.home / FOLDER).glob("*")) == []


def test_another_survey_while_it_is_read(bench: Bench, shared: Path) -> None:
    """What the desktop does then: the layers go, the map shows the other survey."""
    nodes = bench.add(shared / "data/lidar/terrain/bcts_3.laz")
    bench.wait(lambda: bool(nodes))
    for node in list(bench.layers.rasters.children):
        bench.layers.remove(node)
    bench.hand.workspace.open(EditingSession(Survey(code="U"), {}))
    bench.wait(lambda: not bench.hand.jobs.running and not bench.view.rendering.busy)
    assert bench.errors == []


def test_a_file_that_is_moved_away(bench: Bench, tmp_path: Path) -> None:
    path = scarp(tmp_path / "scarp.laz", 60_000)
    node = bench.shown(path)
    bench.view.zoom_to(node.raster.bounds)
    before = bench.pixels()
    path.unlink()
    assert np.array_equal(bench.pixels(), before)
    bench.add(path)
    bench.wait(lambda: bool(bench.errors))
    assert bench.errors[0].code == "file.missing"
    assert "scarp.laz" in words.error_sentence(bench.errors[0])


def test_the_settings_say_what_there_is(bench: Bench, tmp_path: Path, qtbot: QtBot) -> None:
    node = bench.shown(scarp(tmp_path / "scarp.laz"))
    panel = LayersPanel(bench.layers)
    qtbot.addWidget(panel)
    panel.tree.setCurrentIndex(bench.layers.index_of(node))
    form = panel.cloud
    assert isinstance(form, CloudLookForm)
    assert "120,000 points" in form.told.text()
    form.colour.setCurrentIndex(form.colour.findData(CLASS))
    form.colour.activated.emit(form.colour.currentIndex())
    assert node.raster.light.colour == CLASS
    assert "2 " in form.legend.text()
    assert "#a8783e" in form.legend.text()
    form.ground.click()
    assert node.raster.light.ground
    panel.tree.setCurrentIndex(bench.layers.index_of(bench.layers.node("traces")))
    assert form.isHidden()


def test_only_clouds_are_clouds(shared: Path) -> None:
    assert is_cloud(Path("A.LAZ"))
    assert not is_cloud(Path("a.tif"))
    with pytest.raises(InputError) as refused:
        sight(shared / "data/lidar/formats/A4.e57")
    assert refused.value.code == "cloud.is_e57"


class Profile(Bench):
    """With the tool in hand and the panel beside the map."""

    def __init__(self, qtbot: QtBot, home: Path) -> None:
        super().__init__(qtbot, home)
        self.tool = ProfileTool(self.hand.workspace)
        self.panel = ProfilePanel(self.hand.workspace, self.layers)
        self.dock = QDockWidget()
        self.dock.setWidget(self.panel)
        self.dock.resize(1000, 260)
        qtbot.addWidget(self.dock)
        self.panel.follow(self.tool, self.dock)
        self.view.set_tool(self.tool)

    def draw(self) -> None:
        self.view.set_scale(MapScale(102.0, 28.0, 2.0, self.view.width(), self.view.height()))
        for longitude in (101.9975, 102.0025):
            place = self.hand.at((longitude, 28.0))
            self.hand.click(place.x(), place.y())

    def markers(self) -> list[OffsetMarker]:
        found = self.hand.session.records["offset_marker"].values()
        return [record for record in found if isinstance(record, OffsetMarker)]


def test_a_scarp_is_measured_from_points(qtbot: QtBot, tmp_path: Path) -> None:
    bench, path = Profile(qtbot, tmp_path / "home"), scarp(tmp_path / "scarp.laz")
    node = bench.shown(path)
    bench.draw()
    bench.wait(lambda: bench.panel.measured is not None and bench.panel.plot.points is not None)
    assert bench.panel.measured is not None
    assert bench.panel.measured.vertical_separation.median == pytest.approx(HEIGHT_M, abs=0.1)
    assert "ground points" in bench.panel.form.grade.text()
    points = bench.panel.plot.points
    assert points is not None
    assert set(points.classes.tolist()) == {2, 5}
    assert np.abs(points.across).max() <= 5
    bench.panel.store_marker()
    (made,) = bench.markers()
    kept = dict(made.source.attributes)
    assert str(path) in kept["points"]
    assert made.source.image == "scarp"
    stored = profiling.stored(made)
    assert stored is not None
    assert stored.points == str(path)
    first = bench.panel.measured
    bench.panel.clear()
    bench.hand.workspace.select([])
    bench.hand.workspace.select([("offset_marker", made.id)])
    bench.wait(lambda: bench.panel.measured == first)
    bench.panel.clear()
    bench.layers.show(node, False)
    bench.hand.workspace.select([])
    bench.hand.workspace.select([("offset_marker", made.id)])
    bench.wait(lambda: any("scarp.laz" in text for text, _ in bench.hand.told))


def test_without_points_under_the_line_it_is_said(qtbot: QtBot, tmp_path: Path, shared: Path) -> None:
    bench = Profile(qtbot, tmp_path / "home")
    bench.shown(shared / "data/lidar/terrain/bcts_1.laz")
    bench.draw()
    bench.wait(lambda: any("relief" in text for text, _ in bench.hand.told))
    assert bench.panel.measured is None


def test_points_stand_behind_a_terrain_model(qtbot: QtBot, tmp_path: Path) -> None:
    import rasterio
    from rasterio.transform import from_bounds

    bench = Profile(qtbot, tmp_path / "home")
    bench.shown(scarp(tmp_path / "cloud.laz"))
    area = from_bounds(101.99, 27.99, 102.01, 28.01, 200, 200)
    values = np.tile(np.linspace(1490, 1510, 200, dtype=np.float32), (200, 1))
    shape = {"width": 200, "height": 200, "count": 1, "dtype": "float32"}
    with rasterio.open(
        tmp_path / "dtm.tif", "w", driver="GTiff", crs="EPSG:4490", transform=area, **shape
    ) as file:
        file.write(values, 1)
    bench.layers.add_raster(tmp_path / "dtm.tif")
    bench.draw()
    bench.wait(lambda: bench.panel.plot.points is not None)
    assert bench.panel._relief == "dtm"
    assert bench.panel._points.source is None
    assert bench.panel.plot.grab().width() > 100
    layer = bench.layers.rasters.children[1].raster
    assert isinstance(layer, CloudLayer)


def test_gaps_are_hinted_at_within_reach_only() -> None:
    """A row of points: what lies near takes their colour, pale; what is beyond the cloud stays clear."""
    places = np.stack([np.arange(200.0), np.full(200, 100.0)], axis=1)
    z, paints = np.arange(200, dtype=np.int32), np.full(200, 0xFF204060, dtype=np.uint32)
    image = splat.highest(places, z, 200, 200, 1)
    pixels = splat.coloured(image, paints)
    found = splat.hinted(pixels, image, paints, (80, 0, 121, 200))
    assert np.array_equal(found[100], pixels[100])
    assert (found[80:121, :, 3] == 255).all()
    assert not found[:80].any()
    assert not found[121:].any()
    assert (found[90, :, :3].astype(int) > pixels[100, :, :3]).all()
    known = splat.hinted(pixels, image, paints, (300, 0, 400, 200))
    assert np.array_equal(known, pixels)
