"""The desktop as a program of its own on a real X display, worked from outside by mouse and keys alone."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import shapely

from faultgis.settings import Settings
from tests.ui import xserver
from tests.ui.person import rows
from tests.ui.xserver import XServer, wait_for
from ui.layers.symbols import RED

pytestmark = pytest.mark.display
ROOT = Path(__file__).resolve().parents[2]
VERTICES = 10


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[XServer]:
    xserver.require()
    with XServer(tmp_path) as server:
        yield server


def start(screen: XServer, office: str, home: Path) -> "subprocess.Popen[str]":
    Settings(home).set("tour_seen", True)
    command = [sys.executable, "-P", "-m", "ui.app", "--database", office, "--home", str(home)]
    environment = {**screen.environment, "FAULTGIS_TIMING": "1", "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [*command, "--survey", "practice", "--lang", "en"],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        cwd=home,
    )


def red_pixels(screen: XServer) -> list[tuple[int, int]]:
    """Where Holocene red shows in the middle of the screen: pixels of a trace."""
    picture = screen.picture().astype(int)
    near = np.abs(picture - np.array(RED)).sum(axis=2) < 24
    height, width = near.shape
    near[:, : width // 4] = near[:, width * 3 // 4 :] = False
    near[: height // 5] = near[height * 3 // 5 :] = False
    return [(int(x), int(y)) for y, x in np.argwhere(near)]


def test_draw_and_save_on_a_real_display(screen: XServer, office: str, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    program = start(screen, office, home)
    try:
        assert program.stdout is not None
        assert program.stdout.readline().startswith("first frame")
        number, left, top, width, height = screen.window("Practice")
        screen.do("windowfocus", "--sync", number)

        # A click on a red line selects it: the record panel shows the trace's form.
        before = screen.picture().copy()
        panel = np.s_[:, left + width - 300 :]
        red = wait_for("a fault on the map", lambda: red_pixels(screen))
        screen.click(*red[len(red) // 2])
        wait_for("the record's form", lambda: (screen.picture()[panel] != before[panel]).mean() > 0.02)

        # Draw with snapping off, so that the mouse alone says where vertices lie.
        screen.key("s", "ctrl+period")
        xs = [left + width // 3 + 24 * n for n in range(VERTICES)]
        ys = [top + height // 2 + 12 * (n % 2) for n in range(VERTICES)]
        for x, y in zip(xs, ys, strict=True):
            screen.click(x, y)
        screen.key("Return", "ctrl+s")
        question = "select st_astext(geometry, 15) from faultgis.trace where source_file = ''"
        ((drawn,),) = wait_for("the trace in PostGIS", lambda: rows(office, question))
        places = shapely.get_coordinates(shapely.from_wkt(drawn))
        assert len(places) == VERTICES
        steps = np.diff(places, axis=0)
        assert steps[:, 0] == pytest.approx(steps[0, 0])
        assert np.abs(steps[:, 1]) == pytest.approx(abs(steps[0, 1]))
        assert steps[0, 1] < 0 < steps[0, 0]

        # Ctrl+Q leaves at once: nothing is unsaved.
        screen.key("ctrl+q")
        assert program.wait(30) == 0
    finally:
        program.send_signal(signal.SIGKILL)
        program.wait(10)
    assert not list(home.glob("reports/*"))
