"""The printer's part of a certificate: one PDF, whole or not at all."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QMarginsF, QSizeF
from PyQt6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

from faultgis.avoidance.rules import load
from faultgis.errors import InputError
from ui.printing.certificate_content import heard
from ui.printing.certificate_page import Pages
from ui.printing.certificate_template import template
from ui.printing.pdf import put_right

PDF_DPI = 1200


def print_certificate(spec: dict[str, Any], tell: Callable[[str], None]) -> dict[str, Any]:
    """Write the certificate that a specification holds."""
    out = Path(spec["out"])
    content = heard(spec["certificate"])
    pages = Pages(content, template(Path(spec["home"]), spec["lang"]), load(Path(content.rule_file)))
    pages.check()
    tell("print.drawing")
    fresh = Path(spec["folder"]) / out.name
    width, height = pages.template.page
    writer = QPdfWriter(str(fresh))
    writer.setResolution(PDF_DPI)
    writer.setPageSize(QPageSize(QSizeF(width, height), QPageSize.Unit.Millimeter))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
    writer.setTitle(content.draft.code)
    painter = QPainter(writer)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    count = pages.draw(painter, writer, PDF_DPI / 25.4)
    if not painter.end():
        raise InputError("map.not_written", file=str(out))
    put_right(fresh, width, height, content.draft.code, content.attached)
    fresh.replace(out)
    return {"file": str(out), "scale": content.map.scale, "page_mm": [width, height], "pages": count}
