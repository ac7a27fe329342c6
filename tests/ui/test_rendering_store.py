"""Stores and passes: patched arrays equal rebuilt ones, runs equal the lines they are cut from."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from PyQt6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from faultgis.changes import Change
from faultgis.edits import Edit
from faultgis.records.survey import Survey
from faultgis.records.trace import Stretch, Trace
from faultgis.services.editing import EditingSession
from ui.canvas.rendering import NAMES, VECTORS, Draw, Rendering
from ui.canvas.scale import MapScale
from ui.layers.frame import Frame
from ui.layers.lines import Lines
from ui.layers.overlays import dms, draw_graticule, draw_sheets, graticule_step, sheet_scale
from ui.layers.paths import device_paths
from ui.layers.store import FOLD_AT, TraceStore, bands_of

SURVEY = Survey(code="S")


def trace(x: float, y: float) -> Trace:
    """A short trace at a place."""
    return Trace(survey_id=SURVEY.id, geometry=shapely.MultiLineString([[(x, y), (x + 0.1, y + 0.05)]]))


def state(store: TraceStore) -> set[tuple[UUID, float]]:
    """What the store finds everywhere: ids and first longitudes."""
    found = set()
    for chunk in store.chunks:
        for part in chunk.within((-180, -90, 180, 90)):
            vertices, _ = chunk.lines.vertices(np.array([part]))
            found.add((chunk.lines.ids[chunk.lines.owner[part]], float(vertices[0, 0])))
    return found


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["add", "move", "delete", "undo"]), st.integers(0, 30)), max_size=25)
)
def test_patching_equals_rebuilding(steps: list[tuple[str, int]]) -> None:
    first = [trace(100 + i, 30) for i in range(8)]
    session = EditingSession(SURVEY, {"trace": first})
    store = TraceStore()
    store.rebuild(session)
    for what, number in steps:
        present = list(session.records["trace"].values())
        if what == "undo":
            changes = session.undo()
        elif what == "add":
            changes = session.apply(Edit("edit.draw_trace", (Change(None, trace(90 + number, 20)),)))
        elif present:
            old = present[number % len(present)]
            assert isinstance(old, Trace)
            new = None if what == "delete" else replace(old, geometry=trace(110 + number, 40).geometry)
            changes = session.apply(Edit("edit.x", (Change(old, new),)))
        else:
            continue
        store.patch(session, changes)
        fresh = TraceStore()
        fresh.rebuild(session)
        assert state(store) == state(fresh)
        assert len(store) == len(session.records["trace"])
        assert store.bounds == fresh.bounds


def test_many_edits_are_folded_into_one_chunk() -> None:
    session = EditingSession(SURVEY, {"trace": [trace(100, 30)]})
    store = TraceStore()
    store.rebuild(session)
    for number in range(FOLD_AT + 2):
        store.patch(session, session.apply(Edit("edit.x", (Change(None, trace(80 + number / 100, 30)),))))
    assert len(store) == FOLD_AT + 3
    assert len(store.chunks[-1].lines.ids) < FOLD_AT


def screen(width: int = 800, height: int = 600) -> Frame:
    """A frame around 102° E, 28° N."""
    return MapScale(102.0, 28.0, 10.0, width, height).frame(96)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.floats(101.7, 102.3), st.floats(27.8, 28.2)), min_size=2, max_size=12, unique=True),
)
def test_runs_in_view_keep_their_distance_along_the_line(places: list[tuple[float, float]]) -> None:
    frame = screen()
    whole = shapely.LineString(frame.project(np.array(places)))
    lines = Lines([SURVEY.id], [shapely.MultiLineString([places])])
    paths = device_paths(lines, np.array([0]), frame, tolerance=0)
    for x, y, along in zip(*paths.xy.T, paths.along, strict=True):
        assert whole.interpolate(along).distance(shapely.Point(x, y)) < 1e-3
    seen = shapely.box(0, 0, frame.width, frame.height)
    runs = [paths.xy[paths.offsets[i] : paths.offsets[i + 1]] for i in range(len(paths))]
    drawn = shapely.MultiLineString(runs)
    assert drawn.intersection(seen).length == pytest.approx(whole.intersection(seen).length, abs=0.05)


def test_of_a_line_around_the_world_only_what_is_seen_is_kept() -> None:
    frame = MapScale(102.0, 28.0, 0.01, 800, 600).frame(96)
    lines = Lines([SURVEY.id], [shapely.MultiLineString([[(-170.0, 28.0), (170.0, 28.0)]])])
    paths = device_paths(lines, np.array([0]), frame)
    assert len(paths) == 1
    assert np.ptp(paths.xy[:, 0]) == pytest.approx(800, abs=2 * frame.dots(13))
    assert paths.along[0] / paths.length[0] == pytest.approx(272 / 340, abs=1e-6)


def test_simplifying_keeps_within_half_a_dot() -> None:
    frame = screen()
    x = np.linspace(101.98, 102.02, 2000)
    wiggle = np.column_stack([x, 28 + 0.01 * np.sin(x * 1500)])
    lines = Lines([SURVEY.id], [shapely.MultiLineString([wiggle])])
    paths = device_paths(lines, np.array([0]), frame)
    assert len(paths.xy) < 600
    full = shapely.LineString(frame.project(wiggle))
    assert shapely.hausdorff_distance(shapely.LineString(paths.xy), full) < 0.6


def test_pieces_between_fractions_have_their_share_of_the_length() -> None:
    lines = Lines([SURVEY.id], [shapely.MultiLineString([[(101.99, 28.0), (102.0, 28.005), (102.01, 28.0)]])])
    paths = device_paths(lines, np.array([0]), screen(), 0)
    piece = paths.between(0.25, 0.6)
    assert shapely.LineString(piece.xy).length == pytest.approx(0.35 * paths.length[0], rel=1e-6)
    assert len(paths.between(0, 1).xy) == 3


def test_bands_follow_the_stretches_and_the_trace_elsewhere() -> None:
    line = trace(100, 30)
    assert bands_of(line) == ()
    assert bands_of(replace(line, location_error_m=50.0)) == ((0.0, 1.0, 50.0),)
    part = replace(line, location_error_m=50.0, stretches=(Stretch(start=0.2, end=0.5, half_width_m=200.0),))
    assert set(bands_of(part)) == {(0.2, 0.5, 200.0), (0.0, 0.2, 50.0), (0.5, 1.0, 50.0)}
    alone = replace(line, stretches=(Stretch(start=0.2, end=0.5, half_width_m=200.0),))
    assert bands_of(alone) == ((0.2, 0.5, 200.0),)


def test_a_newer_drawing_replaces_an_unfinished_one(qtbot: QtBot) -> None:
    rendering = Rendering()
    old, new = MapScale(102, 28, 10, 60, 40), MapScale(103, 28, 10, 60, 40)
    finished: list[str] = []

    def endless(painter: QPainter, scale: MapScale, ratio: float) -> Iterator[None]:
        while True:
            yield

    def quick(painter: QPainter, scale: MapScale, ratio: float) -> Iterator[None]:
        painter.fillRect(0, 0, 60, 40, QColor(255, 0, 0))
        finished.append("quick")
        yield

    rendering.draw(VECTORS, old, [endless])
    qtbot.wait(30)
    assert rendering.slots[VECTORS].image is None
    with qtbot.waitSignal(rendering.done, timeout=5000):
        rendering.draw(VECTORS, new, [quick])
    slot = rendering.slots[VECTORS]
    assert finished == ["quick"]
    assert slot.scale == new
    assert slot.image is not None
    assert slot.image.pixelColor(30, 20) == QColor(255, 0, 0)
    rendering.stop()


def test_passes_are_shown_one_after_the_other(qtbot: QtBot) -> None:
    rendering = Rendering()
    view = MapScale(102, 28, 10, 20, 20)
    shown: list[QColor] = []

    def fill(colour: QColor) -> Draw:
        def draw(painter: QPainter, scale: MapScale, ratio: float) -> Iterator[None]:
            painter.fillRect(0, 0, 20, 20, colour)
            yield

        return draw

    def note(kind: str) -> None:
        image = rendering.slots[kind].image
        assert image is not None
        shown.append(image.pixelColor(5, 5))

    rendering.changed.connect(note)
    with qtbot.waitSignal(rendering.done, timeout=5000):
        rendering.draw(NAMES, view, [fill(QColor(1, 2, 3)), fill(QColor(200, 0, 0))])
    assert shown == [QColor(1, 2, 3), QColor(200, 0, 0)]
    rendering.stop()


@pytest.mark.parametrize(
    ("degrees", "step", "text"),
    [(102.25, 0.25, "102°15′E"), (-3.5, 0.5, "3°30′W"), (80, 1, "80°E"), (102.5, 1 / 3600, "102°30′00″E")],
)
def test_graticule_texts(degrees: float, step: float, text: str) -> None:
    assert dms(degrees, step, "EW") == text


def test_overlays_fit_the_scale(qtbot: QtBot) -> None:
    near, far = MapScale(102.0, 28.0, 13.2, 1600, 1000), MapScale(102.0, 35.0, 2500.0, 1600, 1000)
    assert graticule_step(near.frame(96)) < graticule_step(far.frame(96))
    assert sheet_scale(near.frame(96)) == 50_000
    assert sheet_scale(far.frame(96)) > 250_000
    image = QImage(1600, 1000, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    for draw in (draw_graticule, draw_sheets):
        for _ in draw(painter, near.frame(96)):
            pass
    painter.end()
    # The meridian 102° E and the sheet border there run down the middle.
    assert image.pixelColor(800, 500).alpha() > 0
