"""Labels of the printed legend stay on the page in both languages."""

import pytest
from PyQt6.QtGui import QImage, QPainter
from PyQt6.QtWidgets import QApplication

from faultgis import codes
from faultgis.sheets.layout import LEGEND_WIDTH
from ui.printing.legend import EDGE, SAMPLE, wrapped
from ui.printing.paper import Paper

ROOM = LEGEND_WIDTH - 16.0 - SAMPLE - 3 - EDGE


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", ["kinematics", "latest_activity", "accuracy"])
def test_labels_fit_beside_their_symbols(qapp: QApplication, name: str, language: str) -> None:
    image = QImage(10, 10, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paper = Paper(painter, 300 / 25.4)
    labels = [entry.label(language) for entry in codes.code_list(name).entries]
    wraps = [wrapped(paper, label, ROOM) for label in labels]
    widths = {line: paper.text_width(line, 8.0) for lines in wraps for line in lines}
    painter.end()
    assert ["".join(lines).replace(" ", "") for lines in wraps] == [
        label.replace(" ", "") for label in labels
    ]
    assert {line: width for line, width in widths.items() if width > ROOM} == {}
