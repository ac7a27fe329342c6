"""The planner's column in parts: rules of the office, files of sites."""

from pathlib import Path

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QApplication
from shapely import box

from faultgis.avoidance.sites import Site, site_at
from ui.panels.avoidance_form import DEFAULT, RuleForm
from ui.panels.avoidance_places import AROUND_M, bounds_about, bounds_of_sites


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


def test_the_map_shows_those_sites_of_a_file_that_can_be_judged() -> None:
    good = [site_at(102.0, 28.0), Site("P", box(102.1, 28.1, 102.2, 28.2))]
    bad = [Site("E", None), site_at(200.0, 95.0), site_at(28.0, 102.0)]
    assert bounds_of_sites([*good, *bad]) == bounds_about(box(102.0, 28.0, 102.2, 28.2), AROUND_M)
    assert bounds_of_sites(bad) is None
