"""The printer's part of a quality report: its HTML on A4 pages, one PDF, whole or not at all."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QMarginsF, QRectF, QSizeF
from PyQt6.QtGui import (
    QAbstractTextDocumentLayout,
    QFont,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QTextDocument,
)

from faultgis.errors import InputError
from ui.printing.paper import FAMILIES, INK, QUIET, Paper
from ui.printing.pdf import put_right
from ui.words import tr

PDF_DPI = 1200
# Lying: the sentences stand in a column of their own.
PAGE = (297.0, 210.0)
TEXT = (14.0, 12.0, 269.0, 183.0)


def print_quality(spec: dict[str, Any], tell: Callable[[str], None]) -> dict[str, Any]:
    """Write the report whose HTML a specification holds."""
    out, title = Path(spec["out"]), str(spec["title"])
    tell("print.drawing")
    fresh = Path(spec["folder"]) / out.name
    writer = QPdfWriter(str(fresh))
    writer.setResolution(PDF_DPI)
    writer.setPageSize(QPageSize(QSizeF(*PAGE), QPageSize.Unit.Millimeter))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
    writer.setTitle(title)
    dots = PDF_DPI / 25.4
    document = _document(spec, writer, dots)
    painter = QPainter(writer)
    pages = document.pageCount()
    for number in range(pages):
        if number:
            writer.newPage()
        _page(Paper(painter, dots), document, number)
        _foot(Paper(painter, dots), title, number + 1, pages)
    if not painter.end():
        raise InputError("map.not_written", file=str(out))
    put_right(fresh, *PAGE, title)
    fresh.replace(out)
    return {"file": str(out), "pages": pages}


def _document(spec: dict[str, Any], writer: QPdfWriter, dots: float) -> QTextDocument:
    document = QTextDocument()
    document.setUseDesignMetrics(True)
    document.setDocumentMargin(0)
    layout = document.documentLayout()
    assert layout is not None
    layout.setPaintDevice(writer)
    document.setDefaultStyleSheet(str(spec["style"]))
    font = QFont(FAMILIES[0])
    font.setFamilies(FAMILIES)
    font.setPointSizeF(9)
    document.setDefaultFont(font)
    document.setHtml(f"<body>{spec['quality']}</body>")
    document.setPageSize(QSizeF(TEXT[2] * dots, TEXT[3] * dots))
    return document


def _page(paper: Paper, document: QTextDocument, number: int) -> None:
    left, top, width, height = (n * paper.dots_per_mm for n in TEXT)
    area = QRectF(0, number * height, width, height)
    context = QAbstractTextDocumentLayout.PaintContext()
    context.clip = area
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Text, INK)
    context.palette = palette
    layout = document.documentLayout()
    assert layout is not None
    paper.painter.save()
    paper.painter.translate(left, top - number * height)
    paper.painter.setClipRect(area)
    layout.draw(paper.painter, context)
    paper.painter.restore()


def _foot(paper: Paper, title: str, page: int, pages: int) -> None:
    y = PAGE[1] - 7
    paper.text(TEXT[0], y, title, 7.5, colour=QUIET)
    text = tr("page {page} of {pages}", page=page, pages=pages)
    paper.text(TEXT[0] + TEXT[2], y, text, 7.5, align="right", colour=QUIET)
