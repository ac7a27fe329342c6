"""Sites in web maps' coordinates are found out against a layer that is true, and only then."""

import csv
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely import Point
from shapely.geometry.base import BaseGeometry

from faultgis.avoidance.sites import DATUMS
from faultgis.crs import bd09_from_wgs84, destination, gcj02_from_wgs84, suspect

SHIFTS = {"gcj02": gcj02_from_wgs84, "bd09": bd09_from_wgs84}
XICHANG = (102.264449, 27.894504)


def spots(count: int, seed: int = 1, span: float = 0.05) -> list[Point]:
    random = np.random.default_rng(seed)
    return [Point(*place) for place in XICHANG + random.uniform(-span, span, (count, 2))]


def moved(shapes: list[BaseGeometry], datum: str) -> list[BaseGeometry]:
    def shift(xy: np.ndarray) -> np.ndarray:
        return np.array([SHIFTS[datum](float(x), float(y)) for x, y in xy])

    return [shapely.transform(each, shift) for each in shapes]


def jittered(points: list[Point], metres: float) -> list[Point]:
    """The same points as another survey has them."""
    return [Point(*destination(p.x, p.y, 137.0 * i % 360.0, metres)) for i, p in enumerate(points)]


@pytest.mark.parametrize(("datum", "least", "most"), [("gcj02", 250, 600), ("bd09", 800, 1400)])
def test_places_all_over_china_by_the_published_vectors(
    shared: Path, datum: str, least: float, most: float
) -> None:
    with (shared / "reference/standards/gcj02_vectors.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    prefix = datum[:3] if datum == "gcj02" else "bd"
    given = [Point(float(row[f"{prefix}_lon"]), float(row[f"{prefix}_lat"])) for row in rows]
    trusted = [Point(float(row["wgs_lon"]), float(row["wgs_lat"])) for row in rows]
    found = suspect(given, trusted)
    assert (found.datum, found.places, found.shifted) == (datum, len(rows), True)
    assert found.after_m < 0.2
    stated = float(np.median([float(row[f"{prefix}_offset_m"]) for row in rows]))
    assert found.offset_m == pytest.approx(stated, abs=0.3)
    assert found.shift_m == pytest.approx(stated, abs=0.3)
    assert least < found.offset_m < most


@pytest.mark.parametrize("datum", SHIFTS)
def test_features_surveyed_to_ten_metres_still_tell(datum: str) -> None:
    true = spots(40)
    found = suspect(moved(true, datum), jittered(true, 10.0))
    assert found.datum == datum
    assert found.after_m == pytest.approx(10.0, abs=1.0)
    assert found.before_m > 5 * found.after_m
    back = DATUMS[found.datum]
    assert back is not None
    assert back(*moved(true, datum)[0].coords[0]) == pytest.approx(true[0].coords[0], abs=1e-9)


def test_places_that_fit_as_they_stand_are_not_suspected() -> None:
    true = spots(40)
    found = suspect(jittered(true, 10.0), true)
    assert (found.datum, found.shifted) == ("cgcs2000", False)
    assert found.offset_m == pytest.approx(10.0, abs=0.1)


def test_parcels_are_known_by_their_corners_and_points_by_the_parcels_they_are_middles_of() -> None:
    parcels = [p.buffer(0.0004, cap_style="square") for p in spots(30)]
    assert suspect(moved(parcels, "gcj02"), parcels).datum == "gcj02"
    assert suspect(moved([p.centroid for p in parcels], "bd09"), parcels).datum == "bd09"
    # One parcel alone has five corners less the one said twice: too few to suspect anything.
    assert suspect(moved(parcels[:1], "gcj02"), parcels).datum == ""


def test_places_on_a_trusted_line() -> None:
    line = shapely.LineString([(102.2, 27.85), (102.24, 27.9), (102.23, 27.95)])
    on = [line.interpolate(share, normalized=True) for share in np.linspace(0, 1, 12)]
    assert suspect(moved(on, "gcj02"), [line]).datum == "gcj02"


@pytest.mark.parametrize("seed", range(10))
def test_strangers_prove_nothing(seed: int) -> None:
    """Sites that the trusted layer does not hold; too few; nothing to compare with; places off the earth."""
    assert not suspect(spots(12, seed), spots(12, seed + 100)).datum
    assert suspect(moved(spots(4, seed), "gcj02"), spots(4, seed)).datum == ""
    assert suspect(spots(9, seed), []).datum == ""
    assert suspect([None, Point(), Point(500_000, 3_000_000)], spots(9, seed)).places == 0


def test_other_shifts_are_not_taken_for_a_web_map() -> None:
    """An old datum taken for CGCS2000 stands off by about a hundred metres, and is not one of the two."""
    true = spots(40)
    off = [Point(*destination(p.x, p.y, 110.0, 120.0)) for p in true]
    assert suspect(off, true).datum == ""
