"""The printed PDF, measured from its own vectors and searched through its own text."""

import re
import subprocess
from pathlib import Path

import pikepdf
import pytest
from PyQt6.QtWidgets import QApplication
from shapely import LineString, MultiLineString

from benchmarks.printing import POINT_MM, ten_kilometres_mm
from faultgis.errors import InputError
from faultgis.records.fault import Fault
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace
from faultgis.services.editing import EditingSession
from faultgis.sheets.index import sheet
from faultgis.sheets.layout import Area, PageLayout
from faultgis.values import Estimate
from ui import words
from ui.printing.__main__ import _write_pdf, screen_font
from ui.printing.page import MapPage
from ui.printing.pdf import ideograph, put_right

NAMES = ("龙门山断裂", "金沙江断裂", "六盘山断裂", "青海湖南山断裂", "安宁河断裂")


@pytest.fixture
def page(qapp: QApplication) -> MapPage:
    words.use("zh")
    qapp.setFont(screen_font())
    survey = Survey(code="s", name_zh="西昌图幅", attribution="测试")
    area = Area.of_sheet(sheet("G48E001002"))
    faults, traces = [], []
    for number, name in enumerate(NAMES):
        fault = Fault(
            survey_id=survey.id,
            code=f"F{number}",
            name_zh=name,
            kinematics="reverse",
            latest_activity="holocene",
            dip_direction=Estimate(unit="deg", best=180),
        )
        lat = area.south + (number + 1) * (area.north - area.south) / 6
        line = LineString([(area.west + 0.01, lat), (area.east - 0.01, lat + 0.004)])
        traces.append(Trace(survey_id=survey.id, fault_id=fault.id, geometry=MultiLineString([line])))
        faults.append(fault)
    session = EditingSession(survey, {"fault": faults, "trace": traces})
    return MapPage(PageLayout(area, 50_000), session, None)


@pytest.fixture
def pdf(page: MapPage, tmp_path: Path) -> Path:
    out = tmp_path / "sheet.pdf"
    _write_pdf(page, out, 300)
    return out


def test_ten_kilometres_measure_200_mm_in_the_pdfs_vectors(page: MapPage, pdf: Path) -> None:
    assert ten_kilometres_mm(pdf, page.layout) == pytest.approx(200.0, abs=0.05)


def test_page_box_is_exact(page: MapPage, pdf: Path) -> None:
    with pikepdf.open(pdf) as document:
        left, bottom, right, top = (float(n) for n in document.pages[0].mediabox)
    width, height = page.layout.page_mm
    assert ((right - left) * POINT_MM, (top - bottom) * POINT_MM) == pytest.approx((width, height), abs=0.001)


@pytest.mark.parametrize("name", NAMES)
def test_chinese_names_can_be_searched_and_copied(pdf: Path, name: str) -> None:
    text = subprocess.run(["pdftotext", "-raw", str(pdf), "-"], capture_output=True, text=True, check=True)
    assert name in re.sub(r"\s+", "", text.stdout)


def test_radicals_become_characters() -> None:
    assert "".join(map(ideograph, "⻰⻔⼭⾦⻘⾥龙A3")) == "龙门山金青里龙A3"


def test_a_page_that_found_no_room_on_the_disk_is_told(tmp_path: Path) -> None:
    """Qt says nothing when the disk is full: the file ends early."""
    cut = tmp_path / "a.pdf"
    cut.write_bytes(b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n")
    with pytest.raises(InputError) as caught:
        put_right(cut, 210, 297, "甲")
    assert caught.value.code == "map.not_written"
