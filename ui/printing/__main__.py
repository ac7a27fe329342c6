"""The printer: reads one specification as JSON on standard input, draws the map, answers with JSON.

Started as a child process by the command line and the desktop, on Qt's offscreen platform.
"""

import json
import sys
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QMarginsF, QSizeF
from PyQt6.QtGui import QColor, QFont, QGuiApplication, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter

import resources
from faultgis.errors import FaultGISError, InputError
from faultgis.records.fault import Fault
from faultgis.records.trace import Trace
from faultgis.services.editing import EditingSession
from faultgis.sheets.index import sheet
from faultgis.sheets.layout import Area, PageLayout
from ui import words
from ui.printing.certificate_child import print_certificate
from ui.printing.log_child import print_log
from ui.printing.page import MapPage
from ui.printing.paper import FAMILIES, Paper
from ui.printing.pdf import put_right
from ui.printing.quality_child import print_quality
from ui.program import Program

PDF_DPI = 1200


def main() -> None:
    """Read the specification, print, answer; every known error is answered with its code."""
    spec = json.loads(sys.stdin.read())
    words.use(spec.get("lang") or "zh")
    application = QGuiApplication(sys.argv[:1])
    application.setFont(screen_font())
    try:
        answer = _printed(spec)
    except FaultGISError as error:
        answer = {"error": {"code": error.code, "params": error.params, "exit_code": error.exit_code}}
    print(json.dumps(answer, ensure_ascii=False))
    del application


def _printed(spec: dict[str, Any]) -> dict[str, Any]:
    if "log" in spec:
        return print_log(spec, _tell)
    if "quality" in spec:
        return print_quality(spec, _tell)
    return print_certificate(spec, _tell) if "certificate" in spec else print_map(spec)


def screen_font() -> QFont:
    """The font of names on the map: one whose Chinese can be searched in a PDF."""
    font = QFont(FAMILIES[0])
    font.setFamilies(FAMILIES)
    return font


def print_map(spec: dict[str, Any]) -> dict[str, Any]:
    """Draw what the specification names and write the file, whole or not at all: it is made in ``folder``,
    which whoever started the printer clears away."""
    # Only a map reads the database, whose libraries take longer to load than a certificate to print.
    from ui.wiring import open_program

    _tell("print.reading")
    program = open_program(spec["database"], Path(spec["home"]))
    try:
        session = _session(program, spec)
        layout = PageLayout(_area(session, spec), int(spec["scale"]))
        page = MapPage(layout, session, _basemap(program, session, spec), spec.get("title", ""))
    finally:
        program.close()
    out = Path(spec["out"])
    if not out.parent.is_dir():
        raise InputError("map.no_folder", folder=str(out.parent))
    write = {".pdf": _write_pdf, ".png": _write_png}.get(out.suffix.lower())
    if write is None:
        raise InputError("map.format", suffix=out.suffix)
    _tell("print.drawing")
    fresh = Path(spec["folder"]) / out.name
    write(page, fresh, int(spec["dpi"]))
    fresh.replace(out)
    return {
        "file": str(out),
        "scale": layout.scale,
        "page_mm": [round(n, 2) for n in layout.page_mm],
        "frame_mm": [round(n, 2) for n in layout.frame_mm],
    }


def _tell(step: str) -> None:
    """Say what is being done to whoever started the printer."""
    print(json.dumps({"step": step}), flush=True)


def _session(program: Program, spec: dict[str, Any]) -> EditingSession:
    code = spec.get("survey")
    if code is None:
        surveys = program.store.surveys()
        if len(surveys) != 1:
            raise InputError("map.which_survey", codes=", ".join(s.code for s in surveys))
        code = surveys[0].code
    survey = program.store.survey(code)
    return EditingSession(survey, program.store.load(survey.id, ("fault", "segment", "trace")))


def _area(session: EditingSession, spec: dict[str, Any]) -> Area:
    if spec.get("sheet"):
        return Area.of_sheet(sheet(spec["sheet"]))
    if spec.get("bbox"):
        return _box(spec["bbox"])
    return _around(session, spec["fault"])


def _box(text: str) -> Area:
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError as error:
        raise InputError("map.bbox", text=text) from error
    if not (-180 <= west < east <= 180 and -80 <= south < north <= 84):
        raise InputError("map.bbox", text=text)
    return Area(west, south, east, north)


def _around(session: EditingSession, code: str) -> Area:
    faults = [f for f in session.records["fault"].values() if isinstance(f, Fault) and f.code == code]
    if not faults:
        raise InputError("fault.unknown", code=code, survey=session.survey.code)
    lines = [
        t.geometry
        for t in session.records["trace"].values()
        if isinstance(t, Trace) and t.fault_id == faults[0].id
    ]
    if not lines:
        raise InputError("fault.no_traces", code=code)
    return Area.around([line.bounds for line in lines])


def _basemap(program: Program, session: EditingSession, spec: dict[str, Any]) -> Path | None:
    wanted = spec.get("basemap") or "hillshade"
    if wanted == "none":
        return None
    if wanted == "hillshade":
        return program.basemap(session.survey)
    shipped = resources.path(wanted)
    chosen = Path(wanted) if Path(wanted).exists() else shipped
    if not chosen.exists():
        raise InputError("map.no_basemap", name=wanted)
    return chosen


def _write_pdf(page: MapPage, out: Path, dpi: int) -> None:
    width, height = page.layout.page_mm
    writer = QPdfWriter(str(out))
    writer.setResolution(PDF_DPI)
    writer.setPageSize(QPageSize(QSizeF(width, height), QPageSize.Unit.Millimeter))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
    writer.setTitle(page.survey.name_zh or page.survey.code)
    painter = QPainter(writer)
    page.draw(Paper(painter, PDF_DPI / 25.4), dpi)
    if not painter.end():
        raise InputError("map.not_written", file=str(out))
    put_right(out, width, height, page.survey.name_zh or page.survey.code)


def _write_png(page: MapPage, out: Path, dpi: int) -> None:
    dots = dpi / 25.4
    width, height = (round(mm * dots) for mm in page.layout.page_mm)
    image = QImage(width, height, QImage.Format.Format_RGB32)
    if image.isNull():
        raise InputError("map.too_large", width=width, height=height, scale=page.layout.scale)
    image.fill(QColor("white"))
    image.setDotsPerMeterX(round(dots * 1000))
    image.setDotsPerMeterY(round(dots * 1000))
    painter = QPainter(image)
    page.draw(Paper(painter, dots), dpi)
    painter.end()
    if not image.save(str(out)):
        raise InputError("map.not_written", file=str(out))


if __name__ == "__main__":
    main()
