"""A raster that fails in a way nobody foresaw: the map goes on, and the fault is reported."""

from pytestqt.qtbot import QtBot

from ui.canvas.rendering import RASTER, Rendering
from ui.canvas.scale import MapScale


def test_an_unforeseen_fault_in_the_thread_comes_to_light_here(qtbot: QtBot) -> None:
    def fail(_wanted: object) -> None:
        raise RuntimeError("unforeseen")

    rendering = Rendering()
    scale = MapScale(102.0, 28.0, 10.0, 200, 100)
    with qtbot.captureExceptions() as caught:
        rendering.shade(scale, fail)
        qtbot.waitUntil(lambda: not rendering.busy)
    assert [str(error) for _, error, _ in caught] == ["unforeseen"]
    assert rendering.slots[RASTER].scale == scale
    rendering.stop()
