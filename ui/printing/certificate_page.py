"""The pages of a certificate: boxes of text that shrink to fit, the map, the code, and the annex behind."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PyQt6.QtCore import QRectF, QSizeF
from PyQt6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QPaintDevice,
    QPainter,
    QPalette,
    QTextDocument,
)

from faultgis.avoidance.rules import Rule
from ui.printing.certificate_content import Content
from ui.printing.certificate_map import MapBox
from ui.printing.certificate_qr import qr_code
from ui.printing.certificate_template import Box, Template, escaped
from ui.printing.certificate_words import lists, tables, texts
from ui.printing.paper import FAMILIES, INK, QUIET, Paper
from ui.words import tr

# What the annex tells of a route: a table below its head.
OF_ROUTE = (
    ("crossings", "Where the route crosses traces"),
    ("stretches", "Through zones and unmapped ground"),
)
QUIET_ZONE = 4
# In dots of the printer.
HAIR = 10.0
STEP = 0.02
# A cell of so many characters, Chinese ones counted twice, is not broken.
SHORT, NO_BREAK = 16, ' style="white-space: nowrap"'


@dataclass(frozen=True)
class Pages:
    """A certificate with its template, to be painted on a device that starts new pages."""

    content: Content
    template: Template
    rule: Rule

    def draw(self, painter: QPainter, device: Any, dots_per_mm: float) -> int:
        """Draw all pages; returns how many. ``device`` is the ``QPdfWriter`` under the painter."""
        paper = Paper(painter, dots_per_mm)
        for part, box in self.template.boxes.items():
            if part == "map":
                MapBox(self.content.map, box).draw(paper)
            elif part == "qr":
                _draw_qr(paper, self.content.qr, box)
            else:
                self._part(paper, device, part, box)
        annex = self._annex(device, dots_per_mm)
        pages = annex.pageCount()
        self._number(paper, 1, pages + 1)
        for number in range(pages):
            device.newPage()
            self._annex_page(paper, annex, number)
            self._number(paper, number + 2, pages + 1)
        return pages + 1

    def check(self) -> None:
        """Raise what is wrong with the template before a page is begun: a painter at work takes no errors."""
        values = self.values(self.lists)
        for part in self.template.texts:
            self.template.filled(part, values)

    @property
    def lists(self) -> dict[str, list[str]]:
        """All paragraphs."""
        return lists(self.content, self.rule)

    def values(self, shown: dict[str, list[str]]) -> dict[str, str]:
        """The template's values as HTML: lists as points, tables as rows."""
        found = {name: escaped(text) for name, text in texts(self.content, self.rule).items()}
        found |= {name: "".join(f"<li>{escaped(t)}</li>" for t in points) for name, points in shown.items()}
        found["cautions"] = escaped(" ".join(self.lists["caution_list"]))
        headed = dict(OF_ROUTE)
        for name, rows in tables(self.content, self.rule).items():
            heads = int(name in headed)
            found[name] = "".join(
                (*(_row(row, "th") for row in rows[:heads]), *(_row(row, "td") for row in rows[heads:]))
            )
        parts = ((head, found[name]) for name, head in OF_ROUTE if found[name])
        found["route"] = "".join(f"<h2>{escaped(tr(head))}</h2><table>{rows}</table>" for head, rows in parts)
        return found

    def _part(self, paper: Paper, device: QPaintDevice, part: str, box: Box) -> None:
        """One box. What does not fit at the smallest size gives way from the end of its list, and says so:
        the annex holds all of it."""
        shown = {name: list(points) for name, points in self.lists.items()}
        size = box[2] * paper.dots_per_mm, box[3] * paper.dots_per_mm
        while True:
            document = self._document(device, self.template.filled(part, self.values(shown)))
            share = self._share(document, *size)
            if share > 0 or len(shown.get(part, ())) < 3:
                break
            shown[part] = [*shown[part][:-2], tr("More stands in the annex.")]
        painter = paper.painter
        painter.save()
        painter.translate(box[0] * paper.dots_per_mm, box[1] * paper.dots_per_mm)
        share = share or self.template.smallest
        painter.scale(share, share)
        document.setTextWidth(size[0] / share)
        _paint(painter, document, QRectF(0, 0, size[0] / share, size[1] / share))
        painter.restore()

    def _share(self, document: QTextDocument, width: float, height: float) -> float:
        """The share of its size at which a text fits its box; 0 where it does not even at the smallest."""
        share = 1.0
        while share >= self.template.smallest - 1e-9:
            document.setTextWidth(width / share)
            if document.size().height() * share <= height:
                return share
            share -= STEP
        return 0.0

    def _document(self, device: QPaintDevice, text: str) -> QTextDocument:
        document = QTextDocument()
        document.setUseDesignMetrics(True)
        document.setDocumentMargin(0)
        layout = document.documentLayout()
        assert layout is not None
        layout.setPaintDevice(device)
        document.setDefaultStyleSheet(self.template.style)
        document.setIndentWidth(9)
        document.setDefaultFont(_font())
        document.setHtml(f"<body>{text}</body>")
        return document

    def _annex(self, device: QPaintDevice, dots_per_mm: float) -> QTextDocument:
        document = self._document(device, self.template.filled("annex", self.values(self.lists)))
        _, _, width, height = self.template.annex
        document.setPageSize(QSizeF(width * dots_per_mm, height * dots_per_mm))
        return document

    def _annex_page(self, paper: Paper, annex: QTextDocument, number: int) -> None:
        left, top, width, height = (n * paper.dots_per_mm for n in self.template.annex)
        painter = paper.painter
        painter.save()
        painter.translate(left, top - number * height)
        _paint(painter, annex, QRectF(0, number * height, width, height))
        painter.restore()

    def _number(self, paper: Paper, page: int, pages: int) -> None:
        width, height = self.template.page
        y = height - 8
        paper.text(16, y, self.content.draft.code, 7.5, colour=QUIET)
        text = tr("page {page} of {pages}", page=page, pages=pages)
        paper.text(width - 16, y, text, 7.5, align="right", colour=QUIET)


def _row(cells: Sequence[str], tag: str) -> str:
    """A row of a table; short cells stay on one line."""
    shown = (
        f'<{tag} align="left"{NO_BREAK if _wide(cell) <= SHORT else ""}>{escaped(cell)}</{tag}>'
        for cell in cells
    )
    return f"<tr>{''.join(shown)}</tr>"


def _wide(text: str) -> int:
    return len(text.encode("gbk", "replace"))


def _font() -> QFont:
    font = QFont(FAMILIES[0])
    font.setFamilies(FAMILIES)
    font.setPointSizeF(9)
    return font


def _paint(painter: QPainter, document: QTextDocument, area: QRectF) -> None:
    context = QAbstractTextDocumentLayout.PaintContext()
    # A hair less, or lines that only touch the area's edge would be written, unseen, on both of two pages.
    context.clip = area.adjusted(0, HAIR, 0, -HAIR)
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Text, INK)
    context.palette = palette
    painter.setClipRect(area)
    layout = document.documentLayout()
    assert layout is not None
    layout.draw(painter, context)


def _draw_qr(paper: Paper, text: str, box: Box) -> None:
    code = qr_code(text)
    side = min(box[2], box[3])
    module = side / (len(code) + 2 * QUIET_ZONE) * paper.dots_per_mm
    left, top = box[0] * paper.dots_per_mm, box[1] * paper.dots_per_mm
    for row, column in zip(*code.nonzero(), strict=True):
        x, y = left + (column + QUIET_ZONE) * module, top + (row + QUIET_ZONE) * module
        # A hair larger than a module: no light lines between them at any zoom.
        paper.painter.fillRect(QRectF(x, y, module * 1.02, module * 1.02), QColor("black"))
