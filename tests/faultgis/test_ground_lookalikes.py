"""The ground filter does not collapse in hard places: look-alikes of what the reference samples hold."""

from dataclasses import replace
from pathlib import Path

import laspy
import numpy as np
import pytest
from numpy.typing import NDArray

from faultgis.terrain import ground
from tests.faultgis import lookalikes
from tests.faultgis.terrain_made import ground_of

# Measured with one parameter set, less three. Few objects on steep broken ground make kappa a hard judge: in
# the quarry, where they are 3 %, it falls to 54 when 4 % of the ground are lost; on the terraces shrubs of a
# metre lie within the tolerance that steps need, so that even a filter told the objects before gets but 75.
FLOORS = {
    "quarry": 51.0,
    "terraces": 48.0,
    "ridges": 85.0,
    "gaps": 91.0,
    "low_points": 96.0,
    "wells": 90.0,
    "complex_building": 96.0,
    "bridge": 93.0,
}


def kappa(truth: NDArray[np.bool_], found: NDArray[np.bool_]) -> float:
    same = float((truth == found).mean())
    chance = truth.mean() * found.mean() + (1 - truth.mean()) * (1 - found.mean())
    return float(100 * (same - chance) / (1 - chance))


def _found(name: str, rule: ground.GroundRule) -> tuple[lookalikes.Scene, NDArray[np.bool_]]:
    scene = lookalikes.SCENES[name]()
    return scene, ground_of(scene.x, scene.y, scene.z, rule)


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_one_parameter_set_holds_everywhere(name: str) -> None:
    scene, found = _found(name, ground.preset("standard"))
    assert kappa(scene.ground, found) >= FLOORS[name]
    assert found[scene.ground].mean() > 0.95


def test_edges_of_steep_ground_stand_by_the_play_of_sparse_points() -> None:
    rule = ground.preset("standard")
    for name in ("quarry", "terraces", "ridges"):
        scene, found = _found(name, rule)
        _, stiff = _found(name, replace(rule, play=0.0, least_m=0.0))
        assert (~found & scene.ground).sum() < 0.5 * (~stiff & scene.ground).sum()


def test_the_floor_of_a_dense_forest_is_found(shared: Path) -> None:
    """Heights above ground of a forest: one echo in eleven is from the floor, deep among crowns."""
    cloud = laspy.read(shared / "data" / "lidar" / "terrain" / "Megaplot.laz")
    x, y, z = (np.asarray(axis) for axis in (cloud.x, cloud.y, cloud.z))
    provider = np.asarray(cloud.classification) == 2
    found = ground_of(x - np.floor(x.min()), y - np.floor(y.min()), z, ground.preset("standard"))
    assert found[provider].mean() > 0.99
    assert found[z > 2].mean() < 0.01


def test_a_gorge_is_no_well() -> None:
    """A slot of 8 m, 15 m deep and open at its ends, keeps its floor."""
    x, y = np.random.default_rng(2).uniform(0, 160, (2, 60_000))
    z = 700 + 0.05 * y - 15 * (np.abs(x - 80 - 6 * np.sin(y / 25)) < 4)
    found = ground_of(x, y, z, ground.preset("alpine"))
    floor = (z < 695) & (y > 10) & (y < 150)
    assert found[floor].mean() > 0.95


def test_alpine_suits_the_quarry() -> None:
    scene, found = _found("quarry", ground.preset("alpine"))
    assert kappa(scene.ground, found) > 60
