"""The sheets of a log painted into a PDF."""

from collections.abc import Sequence
from pathlib import Path

from PyQt6.QtCore import QMarginsF, QPointF, QRectF, QSizeF, Qt
from PyQt6.QtGui import QColor, QImage, QPageLayout, QPageSize, QPainter, QPainterPath, QPdfWriter, QPen

from faultgis.errors import InputError
from ui.printing.log_marks import Mark, Picture, Shape, Sheet, Text
from ui.printing.paper import Paper
from ui.printing.pdf import put_right

PDF_DPI = 1200
_DOT_MM = 0.005


def write_pdf(sheets: Sequence[Sheet], out: Path, title: str) -> None:
    """Write all sheets, which are of one size, as pages. Raises ``InputError("log.not_written")``."""
    width, height = sheets[0].width, sheets[0].height
    writer = QPdfWriter(str(out))
    writer.setResolution(PDF_DPI)
    writer.setPageSize(QPageSize(QSizeF(width, height), QPageSize.Unit.Millimeter))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
    writer.setTitle(title)
    painter = QPainter(writer)
    for number, sheet in enumerate(sheets):
        if number:
            writer.newPage()
        paint(sheet, painter, PDF_DPI / 25.4)
    if not painter.end():
        raise InputError("log.not_written", file=str(out))
    put_right(out, width, height, title)


def paint(sheet: Sheet, painter: QPainter, dots_per_mm: float) -> None:
    """Paint a sheet, lowest layer first."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paper = Paper(painter, dots_per_mm)
    for _, marks in sheet.layered():
        for mark in marks:
            _paint(paper, mark)


def _paint(paper: Paper, mark: Mark) -> None:
    if isinstance(mark, Text):
        colour = QColor(mark.colour)
        paper.text(
            mark.x,
            mark.y,
            mark.text,
            mark.points,
            align=mark.align,
            bold=mark.bold,
            colour=colour,
            angle=mark.angle,
        )
    elif isinstance(mark, Picture):
        _picture(paper, mark)
    else:
        _shape(paper, mark)


def _picture(paper: Paper, mark: Picture) -> None:
    d = paper.dots_per_mm
    left, top, right, bottom = mark.box
    paper.painter.save()
    paper.painter.setOpacity(mark.opacity)
    paper.painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    image = QImage.fromData(mark.png)
    paper.painter.drawImage(QRectF(left * d, top * d, (right - left) * d, (bottom - top) * d), image)
    paper.painter.restore()


def _shape(paper: Paper, mark: Shape) -> None:
    d = paper.dots_per_mm
    path = QPainterPath()
    for part in mark.paths:
        path.moveTo(QPointF(part[0][0] * d, part[0][1] * d))
        for x, y in part[1:]:
            path.lineTo(QPointF(x * d, y * d))
        if len(part) == 1:  # a line of no length is not painted
            path.lineTo(QPointF((part[0][0] + _DOT_MM) * d, part[0][1] * d))
        if mark.closed:
            path.closeSubpath()
    if mark.fill:
        colour = QColor(mark.fill)
        colour.setAlphaF(mark.opacity)
        paper.painter.fillPath(path, colour)
    if mark.stroke:
        paper.painter.strokePath(path, _pen(mark, d))


def _pen(mark: Shape, dots_per_mm: float) -> QPen:
    pen = QPen(QColor(mark.stroke), mark.width * dots_per_mm)
    caps, joins = Qt.PenCapStyle, Qt.PenJoinStyle
    pen.setCapStyle(caps.RoundCap if mark.rounded else caps.FlatCap)
    pen.setJoinStyle(joins.RoundJoin if mark.rounded else joins.MiterJoin)
    if mark.dash:
        pen.setDashPattern([length / mark.width for length in mark.dash])
    return pen
