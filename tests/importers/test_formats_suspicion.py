"""What coordinates say against their stated system."""

import pytest

from importers.vector.suspicion import Suspicion, suspicions

LONLAT = (102.0, 27.0, 103.0, 28.0)
PREFIX = (18_400_000.0, 3_000_000.0, 18_500_000.0, 3_100_000.0)
PLAIN = (400_000.0, 3_000_000.0, 500_000.0, 3_100_000.0)
THREE = (35_400_000.0, 3_000_000.0, 35_500_000.0, 3_100_000.0)


def turned(b: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    return b[1], b[0], b[3], b[2]


@pytest.mark.parametrize(
    ("bounds", "crs"),
    [(LONLAT, 4490), (LONLAT, "EPSG:4326"), (PREFIX, 4496), (PLAIN, 4507), (THREE, 4523), (PLAIN, 32648)],
)
def test_what_fits_raises_no_suspicion(bounds: tuple[float, float, float, float], crs: str | int) -> None:
    assert suspicions(bounds, crs) == ()


@pytest.mark.parametrize(("bounds", "crs"), [(LONLAT, 4326), (PREFIX, 4496), (PLAIN, 4507)])
def test_exchanged_axes_are_seen(bounds: tuple[float, float, float, float], crs: int) -> None:
    assert suspicions(turned(bounds), crs) == (Suspicion("crs.swapped_axes", swap=True),)


@pytest.mark.parametrize(
    ("bounds", "crs", "offered", "zone"),
    [(PREFIX, 4507, "EPSG:4496", 18), (PREFIX, 4495, "EPSG:4496", 18), (THREE, 4544, "EPSG:4523", 35)],
)
def test_a_zone_prefix_that_the_system_lacks(
    bounds: tuple[float, float, float, float], crs: int, offered: str, zone: int
) -> None:
    assert suspicions(bounds, crs) == (Suspicion("crs.zone_prefix", offered, zone=zone),)


def test_a_zone_prefix_that_the_coordinates_lack() -> None:
    assert suspicions(PLAIN, 4496) == (Suspicion("crs.no_prefix", "EPSG:4507", zone=18),)


def test_degrees_in_a_projected_system_and_metres_in_a_geographic_one() -> None:
    assert suspicions(LONLAT, 4507)[0].code == "crs.degrees_as_metres"
    assert [s.code for s in suspicions(PLAIN, 4326)] == ["crs.out_of_range", "crs.zone_missing"]


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        (LONLAT, Suspicion("crs.suggested", "EPSG:4490")),
        (turned(LONLAT), Suspicion("crs.suggested", "EPSG:4490", swap=True)),
        (PREFIX, Suspicion("crs.suggested", "EPSG:4496", zone=18)),
        (THREE, Suspicion("crs.suggested", "EPSG:4523", zone=35)),
        (turned(PREFIX), Suspicion("crs.suggested", "EPSG:4496", swap=True, zone=18)),
        (PLAIN, Suspicion("crs.zone_missing")),
        (turned(PLAIN), Suspicion("crs.zone_missing", swap=True)),
    ],
)
def test_offers_where_no_system_is_stated(
    bounds: tuple[float, float, float, float], expected: Suspicion
) -> None:
    assert suspicions(bounds) == (expected,)


def test_nothing_is_offered_for_a_local_grid() -> None:
    assert suspicions((500, 300, 900, 800)) == ()
    assert suspicions((0.0, 0.0, 1e7, 9e7)) == ()
