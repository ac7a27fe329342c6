"""What is said of a lateral offset: amount, sense, ranges, grade."""

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QLabel, QVBoxLayout, QWidget

from faultgis.services.laterals import Measured
from ui import words
from ui.words import tr


class Result(QWidget):
    """The offset with its ranges, its grade and what is to be said of it."""

    def __init__(self) -> None:
        super().__init__()
        self.offset, self.rest = QLabel(), QLabel()
        font = self.offset.font()
        font.setBold(True)
        font.setPointSizeF(font.pointSizeF() * 1.15)
        self.offset.setFont(font)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for label in (self.offset, self.rest):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(label)

    def text(self) -> str:
        """All that is said."""
        return "\n".join(filter(None, (self.offset.text(), self.rest.text())))

    def say(self, measured: Measured | None, remarks: list[str]) -> None:
        """The result, or what hinders it."""
        first, *rows = ["", *remarks] if measured is None else [*said(measured), *remarks]
        self.offset.setText(first)
        self.offset.setVisible(bool(first))
        self.rest.setText("\n".join(rows))


def said(measured: Measured) -> list[str]:
    """An offset in words: amount and sense, ranges, heights, grade and its reasons."""
    offset = measured.offset
    sense = {"sinistral": tr("sinistral"), "dextral": tr("dextral")}.get(offset.sense, "")
    way = 1 if offset.best >= 0 else -1
    q = offset.summary
    ranges = [
        f"{share} %: {low:.1f} – {high:.1f} m".replace("-", "−")
        for share, ends in ((68, (q.q16, q.q84)), (95, (q.q025, q.q975)))
        for low, high in [sorted(way * end for end in ends)]
    ]
    rows = [tr("Offset {value} m {sense}", value=f"{abs(offset.best):.1f}", sense=sense), *ranges]
    if measured.options.fitting.vertical_shift:
        rows.append(_heights(measured))
    rows.append(tr("Quality {grade}", grade=offset.quality.letter))
    return [*rows, *(words.sentence(code) for code in offset.quality.reasons)]


def _heights(measured: Measured) -> str:
    amount = f"{abs(measured.offset.vertical_m):.2f}"
    if measured.offset.vertical_m >= 0:
        heights = tr("Right side {value} m higher", value=amount)
    else:
        heights = tr("Right side {value} m lower", value=amount)
    if measured.options.fitting.vertical_stretch:
        heights += " · " + tr("its relief × {factor}", factor=f"{measured.offset.stretch:.2f}")
    return heights
