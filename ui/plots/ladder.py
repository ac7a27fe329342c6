"""The ladder of a chronology: each date as measured (light) and within the order of the strata (dark), the
events between them, young on top, with ranges and agreement."""

from dataclasses import dataclass

from PyQt6.QtCore import QPointF, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPen

from faultgis.dating.calendar import astronomical_year
from ui import theme
from ui.plots.curves import Shape, outline, paint_bars, paint_shape
from ui.plots.picture import Picture
from ui.plots.plotting import Frame
from ui.plots.years import padded, paint_years

ROW, TOP, BOTTOM = 30, 6, 26
LEFT, RIGHT = 128, 64


@dataclass(frozen=True, eq=False)
class Row:
    """One line: ``kind`` is date, event or boundary; ranges in calendar years; ``note`` stands at the right
    (the agreement), amber where ``low``."""

    name: str
    kind: str
    likelihood: Shape | None = None
    posterior: Shape | None = None
    ranges: tuple[tuple[float, float], ...] = ()
    fixed: float | None = None
    note: str = ""
    low: bool = False


class LadderPlot(Picture):
    """All lines below each other; ``chosen`` tells of the name of a line that was clicked."""

    chosen = pyqtSignal(str, str)

    def __init__(self) -> None:
        super().__init__("No chronology yet: “Make chronology” orders the ages as the units lie.")
        self.rows: tuple[Row, ...] = ()
        self.marked = ""
        self.stale = False

    def show_rows(self, rows: tuple[Row, ...], stale: bool = False) -> None:
        """Show another chronology, or none."""
        self.rows, self.stale = rows, stale
        self.setMinimumHeight(ROW * len(rows) + TOP + BOTTOM if rows else 120)
        self.update()

    def mark(self, name: str) -> None:
        """Set the line of this name off."""
        self.marked = name
        self.update()

    @property
    def drawn(self) -> bool:
        return bool(self.rows)

    def sizeHint(self) -> QSize:
        return QSize(420, ROW * len(self.rows) + TOP + BOTTOM)

    def frame(self) -> Frame:
        """From astronomical years to pixels."""
        area = QRectF(self.rect()).adjusted(self._left, TOP, -RIGHT, -BOTTOM)
        spans = [
            s.within(0.01) for row in self.rows for s in (row.likelihood, row.posterior) if s is not None
        ]
        spans += [(astronomical_year(a), astronomical_year(b)) for row in self.rows for a, b in row.ranges]
        spans += [(row.fixed, row.fixed) for row in self.rows if row.fixed is not None]
        # A free boundary's long tail would press all dates together.
        inner = [s for row in self.rows if row.kind == "date" for s in _spans(row)] or spans
        low, high = min(a for a, _ in inner), max(b for _, b in inner)
        fixed = [row.fixed for row in self.rows if row.fixed is not None]
        return Frame(area, padded(low, max([high, *fixed])), (0.0, 1.0))

    @property
    def _left(self) -> int:
        """Room for the longest name, within reason."""
        longest = max((self.fontMetrics().horizontalAdvance(row.name) for row in self.rows), default=0)
        return min(LEFT, longest + 24)

    def paint_in(self, painter: QPainter) -> None:
        frame, height = self.frame(), self._row_height
        paint_years(painter, frame, self.font())
        for number, row in enumerate(self.rows):
            top = frame.area.top() + number * height
            self._paint_row(painter, frame, row, QRectF(0, top, self.width(), height))

    @property
    def _row_height(self) -> float:
        return (self.height() - TOP - BOTTOM) / max(1, len(self.rows))

    def _paint_row(self, painter: QPainter, frame: Frame, row: Row, box: QRectF) -> None:
        colours, align = theme.colours(), Qt.AlignmentFlag
        if row.name == self.marked and row.kind != "boundary":
            painter.fillRect(box, QColor(colours.tint))
        base = box.bottom() - 6
        painter.save()
        painter.setClipRect(QRectF(frame.area.left(), box.top(), frame.area.width(), box.height()))
        colour = colours.accent if row.kind == "event" else colours.text
        colour = colours.warning if self.stale else colour
        self._paint_shapes(painter, frame, row, base, box.height() - 10, colour)
        bars = [(astronomical_year(low), astronomical_year(high) + 1) for low, high in row.ranges]
        paint_bars(painter, frame, bars, base + 3, colour)
        if row.fixed is not None:
            x = frame.point(row.fixed, 0).x()
            painter.setPen(QPen(QColor(colours.accent), 2.0))
            painter.drawLine(QPointF(x, box.top() + 3), QPointF(x, base))
        painter.restore()
        self._paint_words(painter, row, box, align)

    def _paint_shapes(
        self, painter: QPainter, frame: Frame, row: Row, base: float, height: float, colour: str
    ) -> None:
        """Equal areas have equal heights only if both shapes share a scale: the higher peak sets it."""
        shapes = [s for s in (row.likelihood, row.posterior) if s is not None and s.peak > 0]
        peak = max((shape.peak for shape in shapes), default=1.0)
        if row.likelihood is not None:
            share = row.likelihood.peak / peak
            paint_shape(
                painter, outline(frame, row.likelihood, base, height * share), theme.colours().quiet, 90
            )
        if row.posterior is not None and row.posterior.peak > 0:
            share = row.posterior.peak / peak
            polygon = outline(frame, row.posterior, base, height * share)
            paint_shape(painter, polygon, colour, 60 if row.kind == "boundary" else 190)

    def _paint_words(self, painter: QPainter, row: Row, box: QRectF, align: type[Qt.AlignmentFlag]) -> None:
        colours, font = theme.colours(), QFont(self.font())
        font.setBold(row.kind == "event")
        painter.setFont(font)
        quiet = row.kind == "boundary"
        painter.setPen(
            QColor(colours.quiet if quiet else colours.accent if row.kind == "event" else colours.text)
        )
        room = QRectF(8, box.top(), self._left - 12, box.height())
        name = painter.fontMetrics().elidedText(row.name, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, align.AlignLeft | align.AlignVCenter, name)
        painter.setFont(theme.tabular(self.font()))
        painter.setPen(QColor(colours.warning if row.low else colours.quiet))
        note = QRectF(self.width() - RIGHT, box.top(), RIGHT - 8, box.height())
        painter.drawText(note, align.AlignRight | align.AlignVCenter, ("⚠ " if row.low else "") + row.note)

    def row_at(self, y: float) -> Row | None:
        """The line at a pixel."""
        place = int((y - TOP) // self._row_height) if self.rows else -1
        return self.rows[place] if 0 <= place < len(self.rows) else None

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        row = self.row_at(event.position().y()) if event is not None else None
        if row is not None:
            self.chosen.emit(row.kind, row.name)


def _spans(row: Row) -> list[tuple[float, float]]:
    return [s.within(0.01) for s in (row.likelihood, row.posterior) if s is not None and s.peak > 0]
