"""The planner's column in parts: rules of the office, files of sites."""

from pathlib import Path

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QImage, QPainter
from PyQt6.QtWidgets import QApplication
from shapely import MultiLineString, Point, box
from shapely.geometry.base import BaseGeometry

from faultgis.avoidance.sites import Site, site_at
from ui.canvas.scale import MapScale
from ui.panels.avoidance_form import DEFAULT, RuleForm
from ui.panels.avoidance_places import AROUND_M, bounds_about, bounds_of_sites
from ui.tools.grounds import Ground, paint_grounds
from ui.tools.many_sites import INSIDE, paint_site


def test_a_damaged_rule_of_the_office_is_named_and_cannot_be_chosen(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAULTGIS_HOME", str(tmp_path))
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "XA-OFFICE.json").write_text('{"id": 3', encoding="utf-8")
    form = RuleForm()
    row = next(n for n in range(form.rule.count()) if "XA-OFFICE" in form.rule.itemText(n))
    model = form.rule.model()
    assert model is not None
    assert not model.flags(model.index(row, 0)) & Qt.ItemFlag.ItemIsEnabled
    assert "XA-OFFICE.json" in form.rule.itemData(row, Qt.ItemDataRole.ToolTipRole)
    assert form.chosen is not None
    assert form.chosen.id == DEFAULT


def _picture(grounds: list[Ground], metres_per_pixel: float) -> QImage:
    image = QImage(80, 60, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    paint_grounds(painter, MapScale(102.0, 28.0, metres_per_pixel, 80, 60), grounds)
    painter.end()
    return image


def test_zones_within_zones_are_one_line_from_far_away_and_stand_apart_nearby(qapp: QApplication) -> None:
    line = MultiLineString([[(101.9, 28.0), (102.0, 28.001), (102.1, 28.0)]])
    inner, outer = Ground("zone", line, "", 15.0), Ground("zone", line, "", 200.0)
    ring = Ground("location_error", line, "", 250.0)
    far, near = 400.0, 10.0
    assert _picture([inner, outer, ring], far) == _picture([inner], far) != _picture([], far)
    assert _picture([inner, outer, ring], near) != _picture([outer, ring], near) != _picture([outer], near)


@pytest.mark.parametrize("metres_per_pixel", [100.0, 50.0, 12.0])
def test_where_strokes_of_one_width_meet_the_zone_is_no_darker(
    qapp: QApplication, metres_per_pixel: float
) -> None:
    """Of one trace or of two: two strokes across each other, of 4, 8 and 33 pixels."""
    one, other = [(101.9, 28.0), (102.1, 28.0)], [(102.0, 27.9), (102.0, 28.1)]
    apart = _picture(
        [Ground("zone", MultiLineString([line]), "", 200.0) for line in (one, other)], metres_per_pixel
    )
    together = _picture([Ground("zone", MultiLineString([one, other]), "", 200.0)], metres_per_pixel)
    assert apart == together
    assert apart.pixelColor(40, 30) == apart.pixelColor(10, 30) != apart.pixelColor(5, 5)


def test_a_ring_lies_under_its_zone(qapp: QApplication) -> None:
    line = MultiLineString([[(101.9, 28.0), (102.1, 28.0)]])
    zone, ring = Ground("zone", line, "", 100.0), Ground("location_error", line, "", 200.0)
    assert _picture([ring, zone], 10.0) == _picture([zone, ring], 10.0)
    assert _picture([zone, ring], 10.0).pixelColor(40, 15) == _picture([ring], 10.0).pixelColor(40, 15)


def test_parcels_too_small_to_be_seen_are_points(qapp: QApplication) -> None:
    def painted(site: BaseGeometry, metres_per_pixel: float) -> QImage:
        image = QImage(80, 60, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(0)
        painter = QPainter(image)
        paint_site(painter, MapScale(102.0, 28.0, metres_per_pixel, 80, 60), site, *INSIDE)
        painter.end()
        return image

    parcel, point = box(101.9995, 27.9995, 102.0005, 28.0005), Point(102.0, 28.0)
    assert painted(parcel, 400.0) == painted(point, 400.0)
    assert painted(parcel, 4.0) != painted(point, 4.0)


def test_the_map_shows_those_sites_of_a_file_that_can_be_judged() -> None:
    good = [site_at(102.0, 28.0), Site("P", box(102.1, 28.1, 102.2, 28.2))]
    bad = [Site("E", None), site_at(200.0, 95.0), site_at(28.0, 102.0)]
    assert bounds_of_sites([*good, *bad]) == bounds_about(box(102.0, 28.0, 102.2, 28.2), AROUND_M)
    assert bounds_of_sites(bad) is None
