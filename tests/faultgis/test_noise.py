"""Lonely points are found as counting all against all finds them, however the cloud is cut."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from faultgis.terrain.noise import NoiseRule, alone, counted, is_alone, noise_rule

BASE = np.array([35_512_345_678, 3_801_234_567], dtype=np.int64)
FAR, NEAR = 2**30, 60_000
"""Bounds whose cubes are looked up one by one, and bounds so near that every cube has its own place."""


def _flags(
    points: NDArray[np.int32], base: NDArray[np.int64], rule: NoiseRule, bound: int = FAR
) -> NDArray[np.bool_]:
    low, high = np.full(3, -bound, dtype=np.int64), np.full(3, bound, dtype=np.int64)
    blocks = (points[:150], points[150:])
    return is_alone(points, base, alone(*counted(blocks, base, low, high, rule), rule), rule)


def _by_hand(points: NDArray[np.int32], base: NDArray[np.int64], rule: NoiseRule) -> NDArray[np.bool_]:
    """Each point's cube against every other's."""
    shift = np.array([base[0], base[1], 0])
    cubes = (points[:, :3].astype(np.int64) + shift) // rule.cube_mm
    apart = np.abs(cubes[:, None] - cubes[None]).max(axis=2)
    flags: NDArray[np.bool_] = (apart <= 1).sum(axis=1) <= rule.most
    return flags


def _cloud(seed: int, count: int = 400) -> NDArray[np.int32]:
    random = np.random.default_rng(seed)
    points = random.integers(-60_000, 60_000, (count, 4)).astype(np.int32)
    points[:, 2] //= 4
    points[:, 3] = 1
    return points


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([3000, 4000, 7000]), st.integers(1, 9))
@pytest.mark.parametrize("bound", [FAR, NEAR])
def test_equals_counting_all_against_all(bound: int, seed: int, cube: int, most: int) -> None:
    points, rule = _cloud(seed), NoiseRule(cube, most)
    np.testing.assert_array_equal(_flags(points, BASE, rule, bound), _by_hand(points, BASE, rule))


def test_more_than_a_count_holds_are_still_many() -> None:
    points = np.tile(_cloud(1, 1), (300, 1))
    assert not _flags(points, BASE, NoiseRule(4000, 200), NEAR).any()
    assert _flags(points[:200], BASE, NoiseRule(4000, 200), NEAR).all()


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(-50_000, 50_000))
@pytest.mark.parametrize("bound", [FAR, NEAR])
def test_parts_add_up_and_the_order_is_nothing(bound: int, seed: int, cut: int) -> None:
    points, rule = _cloud(seed), NoiseRule(4000, 4)
    low, high = np.full(3, -bound, dtype=np.int64), np.full(3, bound, dtype=np.int64)
    middle_low, middle_high = low.copy(), high.copy()
    middle_low[0] = middle_high[0] = cut
    one = counted([points], BASE, low, middle_high, rule)
    other = counted([points], BASE, middle_low, high, rule)
    parts = [np.concatenate(pair) for pair in zip(other, one, strict=True)]
    whole = alone(*counted([points[::-1].copy()], BASE, low, high, rule), rule)
    np.testing.assert_array_equal(alone(parts[0], parts[1], rule), whole)


def test_where_positions_count_from_is_nothing() -> None:
    points, rule = _cloud(3), NoiseRule(4000, 5)
    moved, shift = points.copy(), np.array([777_777, -123_456])
    moved[:, :2] -= shift.astype(np.int32)
    np.testing.assert_array_equal(_flags(points, BASE, rule), _flags(moved, BASE + shift, rule))


def test_birds_and_echoes_from_below_go_and_ground_stays() -> None:
    random = np.random.default_rng(5)
    ground = np.ones((40_000, 4), dtype=np.int32)
    ground[:, :2] = random.integers(0, 100_000, (40_000, 2))
    ground[:, 2] = 500_000 + ground[:, 0] // 2 + random.normal(0, 50, 40_000).astype(np.int32)
    noise = np.ones((30, 4), dtype=np.int32)
    noise[:, :2] = random.integers(5_000, 95_000, (30, 2))
    noise[:, 2] = 500_000 + noise[:, 0] // 2 + np.where(np.arange(30) % 2, 40_000, -15_000)
    points = np.concatenate([ground, noise])
    flags = _flags(points, BASE, noise_rule(len(points), 10_000))
    assert flags[40_000:].all()
    assert not flags[:40_000].any()


@pytest.mark.parametrize(
    ("points", "area", "cube"), [(10_000_000, 1e6, 4000), (40_000, 1e6, 20_000), (1, 1e12, 200_000)]
)
def test_cubes_grow_with_the_distance_between_points(points: int, area: float, cube: int) -> None:
    assert noise_rule(points, area).cube_mm == cube


def test_of_points_far_apart_none_is_noise() -> None:
    assert noise_rule(1000, 1e8).most == 0
