"""The printed PDF, measured from its own vectors and searched through its own text."""

import re
import subprocess
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PyQt6.QtWidgets import QApplication
from shapely import LineString, MultiLineString

from faultgis.records.fault import Fault
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace
from faultgis.services.editing import EditingSession
from faultgis.sheets.index import sheet
from faultgis.sheets.layout import MARGIN_LEFT, Area, PageLayout
from faultgis.values import Estimate
from ui import words
from ui.printing.__main__ import _write_pdf, screen_font
from ui.printing.page import MapPage
from ui.printing.pdf import ideograph

POINT_MM = 25.4 / 72
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


def vertical_lines_mm(pdf: Path) -> list[float]:
    """The x of every straight vertical line of the page, in millimetres, with the page's matrices applied."""
    found = []
    with pikepdf.open(pdf) as document:
        matrix, stack, start = pikepdf.Matrix(), [], None
        for step in pikepdf.parse_content_stream(document.pages[0]):
            operands, name = list(step.operands), str(step.operator)
            if name == "q":
                stack.append(matrix)
            elif name == "Q":
                matrix = stack.pop()
            elif name == "cm":
                matrix = pikepdf.Matrix(*(float(o) for o in operands)) @ matrix
            elif name == "m":
                start = matrix.transform((float(operands[0]), float(operands[1])))
            elif name == "l" and start is not None:
                end = matrix.transform((float(operands[0]), float(operands[1])))
                if abs(end[0] - start[0]) < 1e-3 and abs(end[1] - start[1]) > 50:
                    found.append(start[0] * POINT_MM)
                start = end
    return found


def test_ten_kilometres_measure_200_mm_in_the_pdfs_vectors(page: MapPage, pdf: Path) -> None:
    wanted = sorted(
        {
            round(float(line.points[0][0]), 6)
            for line in page.layout.kilometre_grid()
            if line.kind == "E" and np.ptp(line.points[:, 1]) > 100
        }
    )
    drawn = np.array(vertical_lines_mm(pdf))
    at = [float(drawn[np.abs(drawn - x).argmin()]) for x in wanted]
    assert len(at) > 15
    assert at[10] - at[0] == pytest.approx(200.0, abs=0.05)
    assert at[0] - MARGIN_LEFT == pytest.approx(wanted[0] - MARGIN_LEFT, abs=0.05)


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
