"""The plots of ages: round calendar years, ranges in words, what a click on a ladder means."""

from typing import Any

import numpy as np
import pytest
from PyQt6.QtCore import QPoint, QRectF, Qt
from PyQt6.QtTest import QTest as _QTest
from pytestqt.qtbot import QtBot

from faultgis.dating.calendar import calendar_year
from faultgis.records.sample import LabResult
from faultgis.records.survey import Survey
from ui import words
from ui.panels import chronology_pictures as pictures
from ui.panels.recurrence import read_windows
from ui.plots.calibration import CalibrationPlot
from ui.plots.curves import Shape, binned, outline
from ui.plots.ladder import LadderPlot, Row
from ui.plots.plotting import Frame
from ui.year_words import span_word, year_word

QTest: Any = _QTest
SURVEY = Survey(code="X")


def result(code: str, age: float, error: float) -> LabResult:
    return LabResult(
        survey_id=SURVEY.id, sample_id=SURVEY.id, lab_code=code, c14_age=age, c14_error=error, sigma=1
    )


@pytest.mark.parametrize(
    ("low", "high", "english", "chinese"),
    [
        (-820, -540, "820–540 BC", "前820–540年"),
        (896, 1114, "AD 896–1114", "896–1114年"),
        (-45, 118, "45 BC – AD 118", "前45–118年"),
    ],
)
def test_ranges_of_years_in_words(low: float, high: float, english: str, chinese: str) -> None:
    words.use("zh")
    assert span_word(low, high) == chinese
    words.use("en")
    assert span_word(low, high) == english


def test_there_is_no_year_zero_in_words() -> None:
    words.use("en")
    assert [year_word(float(calendar_year(year))) for year in (-1.0, 0.0, 1.0)] == ["2 BC", "1 BC", "AD 1"]


def test_replicates_that_agree_and_that_do_not() -> None:
    words.use("en")
    same = pictures.combined([result("A", 1040, 31), result("B", 1019, 31)])
    # Ward and Wilson: the weighted mean of equal errors is the middle, its error theirs over √2.
    assert same.age == pytest.approx(1029.5)
    assert same.error == pytest.approx(31 / np.sqrt(2))
    assert any("T = 0.23" in line and line.endswith("they agree") for line in same.remarks)
    apart = pictures.combined([result("A", 1040, 31), result("B", 1440, 31)])
    assert any("do not agree" in line for line in apart.remarks)


def test_a_density_in_classes_keeps_its_shape_on_the_plot() -> None:
    shape = binned([-100, 10, [1.0, 3.0, 1.0]])
    assert shape.places.tolist() == [-95.0, -85.0, -75.0]
    frame = Frame(QRectF(0, 0, 100, 50), (-100.0, -70.0), (0.0, 1.0))
    polygon = outline(frame, shape, 50, 40)
    heights = [50 - polygon.at(place).y() for place in range(1, 4)]
    assert heights == pytest.approx([40 / 3, 40, 40 / 3])


def test_a_click_on_the_ladder_tells_the_line(qtbot: QtBot) -> None:
    plot = LadderPlot()
    qtbot.addWidget(plot)
    peak = Shape(np.array([0.0, 10.0, 20.0]), np.array([0.0, 1.0, 0.0]))
    rows = (Row("E1", "event", None, peak), Row("A", "date", peak, peak, ((1, 20),)), Row("base", "boundary"))
    plot.show_rows(rows)
    plot.resize(400, plot.minimumHeight())
    plot.show()
    clicked: list[tuple[str, str]] = []
    plot.chosen.connect(lambda kind, name: clicked.append((kind, name)))
    for row in range(3):
        place = QPoint(200, round(6 + (row + 0.5) * (plot.height() - 32) / 3))
        QTest.mouseClick(plot, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert clicked == [("event", "E1"), ("date", "A"), ("boundary", "base")]


def test_the_words_beside_the_curve_are_those_of_the_calibration(qtbot: QtBot) -> None:
    words.use("en")
    plot = CalibrationPlot()
    qtbot.addWidget(plot)
    plot.resize(500, 400)
    assert plot.words() == []
    assert plot.grab().toImage().width() > 0
    plot.show_view(pictures.age_of(result("Das27", 1040, 31)))
    told = plot.words()
    assert told[0] == "Das27  1040 ± 31 BP"
    assert "  AD 896–923 (7.1 %)" in told
    assert told[-1] == "IntCal20"
    frame = plot.frame()
    assert frame.x[0] < 896 < 1114 < frame.x[1]
    assert frame.z[0] < 1040 < frame.z[1]


@pytest.mark.parametrize(
    ("text", "years"),
    [("30, 50, 100", [30, 50, 100]), ("30，50、100", [30, 50, 100]), ("50", [50]), ("x, -3, 0", [])],
)
def test_windows_are_read_as_people_type_them(text: str, years: list[int]) -> None:
    assert read_windows(text) == years
