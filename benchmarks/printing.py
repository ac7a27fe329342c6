"""Ten kilometres of a sheet's 6° grid in the printed PDF, measured from its own vectors."""

import statistics
import tempfile
import time
from pathlib import Path

import numpy as np
import pikepdf
from shapely import LineString, MultiLineString

from faultgis.records.fault import Fault
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace
from faultgis.services.editing import EditingSession
from faultgis.sheets.index import sheet
from faultgis.sheets.layout import Area, PageLayout

POINT_MM = 25.4 / 72


def vertical_lines_mm(pdf: Path) -> list[float]:
    """The x of every long vertical line of the first page, in millimetres, the page's matrices applied."""
    found: list[float] = []
    with pikepdf.open(pdf) as document:
        matrix, stack = pikepdf.Matrix(), []
        start: tuple[float, float] | None = None
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


def ten_kilometres_mm(pdf: Path, layout: PageLayout) -> float:
    """The distance on paper between two vertical grid lines that are ten kilometres apart."""
    grid = [line for line in layout.kilometre_grid() if line.kind == "E" and np.ptp(line.points[:, 1]) > 100]
    first = min(grid, key=lambda line: line.value)
    tenth = next(line for line in grid if line.value == first.value + 10_000)
    drawn = np.array(vertical_lines_mm(pdf))
    x = [float(drawn[np.abs(drawn - line.points[0][0]).argmin()]) for line in (first, tenth)]
    return x[1] - x[0]


def run() -> list[tuple[str, str, str, str]]:
    """The measured millimetres, and how long a sheet takes."""
    from PyQt6.QtGui import QGuiApplication

    from ui import words
    from ui.printing.__main__ import _write_pdf, screen_font
    from ui.printing.page import MapPage

    words.use("zh")
    application = QGuiApplication([])
    application.setFont(screen_font())
    layout = PageLayout(Area.of_sheet(sheet("G48E001002")), 50_000)
    page = MapPage(layout, _session(layout.area), None)
    seconds = []
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "sheet.pdf"
        for _ in range(3):
            began = time.perf_counter()
            _write_pdf(page, out, 300)
            seconds.append(time.perf_counter() - began)
        length = ten_kilometres_mm(out, layout)
    note = f"a sheet with 60 faults takes {statistics.median(seconds):.1f} s"
    return [("10 km of the 6° grid in the PDF at 1:50,000", "200.00 ± 0.05 mm", f"{length:.4f} mm", note)]


def _session(area: Area) -> EditingSession:
    survey = Survey(code="bench", name_zh="测试图幅")
    faults, traces = [], []
    for number in range(60):
        fault = Fault(
            survey_id=survey.id, code=f"F{number}", name_zh=f"试验断裂{number}", kinematics="sinistral"
        )
        lat = area.south + (number + 1) * (area.north - area.south) / 62
        line = LineString([(area.west + 0.01, lat), (area.east - 0.01, lat + 0.002)])
        traces.append(Trace(survey_id=survey.id, fault_id=fault.id, geometry=MultiLineString([line])))
        faults.append(fault)
    return EditingSession(survey, {"fault": faults, "trace": traces})
