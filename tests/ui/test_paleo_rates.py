"""Slip rates at the desktop: dragged, kept after each convention, out of date with their marker."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PyQt6.QtCore import QEvent, QPointF, Qt
from PyQt6.QtGui import QMouseEvent
from PyQt6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from shapely import Point

from faultgis.changes import Change
from faultgis.edits import Edit
from faultgis.records.derived import SlipRate
from faultgis.records.fault import Fault
from faultgis.records.sample import LabResult, Sample
from faultgis.records.site import OffsetMarker
from faultgis.values import Estimate, RangeKind
from ui.app import Desktop
from ui.panels.rates import RatesPage
from ui.plots.distribution import DistributionPlot

DATED = (("M1", 12.0, 1.0, 2450, 25), ("M2", 31.0, 3.0, 6100, 40), ("M3", 47.0, 3.0, 9350, 60))


class Bench:
    """The panel with three dated markers of one fault."""

    def __init__(self, desktop: Desktop, qtbot: QtBot) -> None:
        self.qtbot, self.workspace = qtbot, desktop.workspace
        session = self.workspace.session
        assert session is not None
        self.session, survey = session, session.survey.id
        self.fault = next(f for f in session.records["fault"].values() if isinstance(f, Fault))
        made: list[Any] = []
        for code, size, sd, age, error in DATED:
            offset = Estimate(unit="m", best=size, low=size - sd, high=size + sd, range=RangeKind.PERCENT_68)
            marker = OffsetMarker(
                survey_id=survey,
                code=code,
                geometry=Point(102.1, 28.1),
                fault_id=self.fault.id,
                offset=offset,
            )
            sample = Sample(survey_id=survey, code=f"{code}-S", marker_id=marker.id)
            result = LabResult(
                survey_id=survey,
                sample_id=sample.id,
                lab_code=f"Beta-{code}",
                c14_age=float(age),
                c14_error=float(error),
                sigma=1,
            )
            made += [marker, sample, result]
        self.workspace.apply(Edit("edit.add_record", tuple(Change(None, record) for record in made)))
        self.markers = [record for record in made if isinstance(record, OffsetMarker)]
        desktop.window.actions_.run("ages")
        desktop.window.chain.show_page("rates")
        self.page: RatesPage = desktop.window.chain.rates
        self.fresh = desktop.window.chain.freshness
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is being calculated."""
        self.qtbot.waitUntil(lambda: not self.workspace.jobs.running, timeout=30_000)

    @property
    def rates(self) -> list[SlipRate]:
        return [r for r in self.session.records["slip_rate"].values() if isinstance(r, SlipRate)]

    def choose(self, convention: str) -> None:
        row = self.page.convention.findData(convention)
        self.page.convention.setCurrentIndex(row)
        self.page.convention.activated.emit(row)
        self.settle()


@pytest.fixture
def bench(desktop: Desktop, qtbot: QtBot) -> Bench:
    return Bench(desktop, qtbot)


def drag(plot: DistributionPlot, metres: float) -> Callable[[], None]:
    """Press on the best value and move by so much of the axis; call what comes back to let go."""
    assert plot.shown is not None
    frame = plot.frame()
    start = frame.point(plot.shown.best, 0.5)
    end = QPointF(frame.point(plot.shown.best + metres, 0.5).x(), start.y())
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton

    def send(kind: QEvent.Type, at: QPointF, button: Qt.MouseButton) -> None:
        spot = plot.mapToGlobal(at)
        QApplication.sendEvent(
            plot, QMouseEvent(kind, at, spot, button, left, Qt.KeyboardModifier.NoModifier)
        )

    send(QEvent.Type.MouseButtonPress, start, left)
    send(QEvent.Type.MouseMove, end, none)
    return lambda: send(QEvent.Type.MouseButtonRelease, end, left)


def test_the_rate_follows_the_marker_while_it_is_dragged(bench: Bench) -> None:
    page = bench.page
    # 12 ± 1 m since 2450 ± 25 BP (2535 years before 1950 at the median).
    before = page.found[0].best
    assert before == pytest.approx(12 / 2.535, rel=0.03)
    drop = drag(page.offset, 2.0)
    tried = page.tried[0].marker.offset
    assert tried is not None
    assert tried.best == pytest.approx(14.0, abs=0.2)
    assert page.found[0].best / before == pytest.approx(14 / 12, rel=0.02)
    assert not page.back.isHidden()
    marker = bench.session.get("offset_marker", bench.markers[0].id)
    assert marker == bench.markers[0]
    drop()
    bench.settle()
    page.back.click()
    bench.settle()
    assert page.found[0].best == pytest.approx(before, rel=0.01)
    assert bench.rates == []


def test_keeping_takes_what_was_tried_into_the_records_as_one_edit(bench: Bench) -> None:
    drag(bench.page.offset, 2.0)()
    bench.settle()
    bench.page.keep.click()
    bench.settle()
    (rate,) = bench.rates
    assert rate.rule == "single_marker"
    marker = bench.session.get("offset_marker", bench.markers[0].id)
    assert isinstance(marker, OffsetMarker)
    assert marker.offset is not None
    assert marker.offset.best == pytest.approx(14.0, abs=0.2)
    assert rate.rate is not None
    assert rate.rate.best == pytest.approx(bench.page.found[0].best, rel=0.02)
    assert not bench.fresh.is_stale(rate.id)
    bench.workspace.undo()
    assert bench.rates == []
    assert bench.session.get("offset_marker", marker.id) == bench.markers[0]


@pytest.mark.parametrize("convention", ["quadrature", "envelope", "monte_carlo"])
def test_a_kept_rate_names_its_convention_and_is_made_anew_after_it(bench: Bench, convention: str) -> None:
    bench.choose(convention)
    bench.page.keep.click()
    bench.settle()
    (rate,) = bench.rates
    assert convention in rate.convention or convention == "monte_carlo"
    assert rate.rate is not None
    old = rate.rate.best
    assert old is not None
    marker = bench.markers[0]
    doubled = Estimate(unit="m", best=24, low=23, high=25, range=RangeKind.PERCENT_68)
    change = Change(marker, replace(marker, offset=doubled))
    bench.workspace.apply(Edit("edit.change_record", (change,)))
    bench.settle()
    assert bench.fresh.is_stale(rate.id)
    bench.page._work.recompute()
    bench.settle()
    (anew,) = bench.rates
    assert (anew.id, anew.rule) == (rate.id, rate.rule)
    assert anew.rate is not None
    assert anew.rate.best == pytest.approx(2 * old, rel=0.02)
    assert not bench.fresh.is_stale(rate.id)


def test_increments_are_kept_by_interval_and_do_not_stand_for_the_fault(bench: Bench) -> None:
    bench.page.keep.click()
    bench.settle()
    bench.page.list.selectAll()
    bench.choose("incremental")
    assert [rate.name for rate in bench.page.found] == ["M1 → M2", "M2 → M3"]
    bench.page.keep.click()
    bench.settle()
    bench.page.keep.click()
    bench.settle()
    assert sorted(r.code for r in bench.rates) == ["M1", "M1 → M2", "M2 → M3"]
    bench.page.represent.click()
    bench.settle()
    (whole,) = [r for r in bench.rates if r.representative]
    (single,) = [r for r in bench.rates if r.rule == "single_marker"]
    assert whole.rate is not None
    assert single.rate is not None
    assert whole.rate.best == single.rate.best
    # Of increments (31 − 12) m over about 4.4 ka and 16 m over 3.6 ka.
    found = {r.code: r.rate.best for r in bench.rates if r.rate is not None}
    assert found["M1 → M2"] == pytest.approx(19 / 4.43, rel=0.06)


def test_a_marker_without_an_age_gets_one(bench: Bench) -> None:
    marker = OffsetMarker(
        survey_id=bench.session.survey.id,
        code="M9",
        fault_id=bench.fault.id,
        offset=Estimate(unit="m", best=5),
    )
    bench.workspace.apply(Edit("edit.add_record", (Change(None, marker),)))
    bench.workspace.select([("offset_marker", marker.id)])
    bench.settle()
    assert bench.page.found == ()
    bench.page.date.click()
    kinds = [kind for kind, _ in bench.workspace.selection]
    assert kinds == ["lab_result"]


@pytest.mark.parametrize(
    ("offset", "said"),
    [
        (Estimate(unit="m", best=-5, low=-6, high=-4), "An offset should be above 0"),
        (Estimate(unit="m", low=3), "a bound on one side only"),
    ],
)
def test_an_offset_that_gives_no_rate_is_named_and_none_can_be_kept(
    bench: Bench, offset: Estimate, said: str
) -> None:
    assert bench.page.found
    marker = bench.markers[0]
    change = Change(marker, replace(marker, offset=offset))
    bench.workspace.apply(Edit("edit.change_record", (change,)))
    bench.settle()
    labels = [label.text() for label in bench.page.findChildren(QLabel)]
    assert any("“M1”" in text and said in text for text in labels)
    assert bench.page.found == ()
    assert not bench.page.keep.isEnabled()
    bench.workspace.undo()
    bench.settle()
    assert bench.page.keep.isEnabled()
