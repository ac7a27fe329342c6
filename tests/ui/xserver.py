"""A real X server for tests: Xvfb on a display of its own, looked at pixel by pixel, worked by xdotool."""

import os
import shutil
import struct
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import pytest

SIZE = 1366, 768
NEEDED = ("Xvfb", "xdotool")
PATIENCE_S = 60.0
PAUSE_S = 0.05


def require() -> None:
    """Skip a test where there is no X server to be had; in continuous integration that is a failure."""
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing and os.environ.get("CI"):
        pytest.fail(f"continuous integration needs {', '.join(missing)}")
    if missing:
        pytest.skip(f"{', '.join(missing)} not installed: no real display to test on")


def wait_for(what: str, condition: Callable[[], Any]) -> Any:
    """The first true answer of a condition; fails when none comes in time."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(PAUSE_S)
    raise AssertionError(f"waited {PATIENCE_S:.0f} s in vain for {what}")


class XServer:
    """Xvfb with one screen; ``folder`` holds what it shows."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        reading, writing = os.pipe()
        screen = "{}x{}x24".format(*SIZE)
        command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", screen, "-nolisten", "tcp"]
        self._process = subprocess.Popen(
            [*command, "-fbdir", str(folder)],
            pass_fds=[writing],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(writing)
        with os.fdopen(reading) as numbers:
            self.display = f":{numbers.readline().strip()}"

    def __enter__(self) -> "XServer":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.wait(10)

    @property
    def environment(self) -> dict[str, str]:
        """What a program needs to come up on this screen."""
        return {**os.environ, "DISPLAY": self.display, "QT_QPA_PLATFORM": "xcb", "XAUTHORITY": ""}

    def do(self, *words: object) -> str:
        """One command of xdotool; its answer."""
        command = ["xdotool", *(str(word) for word in words)]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        return done.stdout.strip()

    def window(self, title: str) -> tuple[int, int, int, int, int]:
        """The window with these words in its title once it is there: number, x, y, width, height."""
        number = wait_for(
            f"the window {title}",
            lambda: self.do("search", "--onlyvisible", "--name", title).partition("\n")[0],
        )
        told = self.do("getwindowgeometry", "--shell", number)
        values = {k: int(v) for k, _, v in (line.partition("=") for line in told.splitlines())}
        return int(number), values["X"], values["Y"], values["WIDTH"], values["HEIGHT"]

    def click(self, x: int, y: int, button: int = 1) -> None:
        """Move the mouse there and click."""
        self.do("mousemove", x, y, "click", button)

    def key(self, *keys: str) -> None:
        """Press keys, as xdotool names them, e.g. ``ctrl+s``."""
        self.do("key", *keys)

    def picture(self) -> "np.ndarray[Any, np.dtype[np.uint8]]":
        """What the screen shows: rows of red, green, blue."""
        dump = (self._folder / "Xvfb_screen0").read_bytes()
        head = struct.unpack(">25I", dump[:100])
        header, width, height, stride, colours = head[0], head[4], head[5], head[12], head[19]
        start = header + 12 * colours
        flat = np.frombuffer(dump, np.uint8, stride * height, start).reshape(height, stride // 4, 4)
        order = [2, 1, 0] if head[7] == 0 else [1, 2, 3]
        return flat[:, :width, order]
