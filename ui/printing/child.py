"""Runs the printer as a child process, for the command line and the desktop; knows no Qt itself."""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from faultgis.errors import FaultGISError, InputError
from faultgis.progress import Progress
from ui.reports import report

SECONDS = 300
LOOK_S = 0.1


def draw(spec: dict[str, Any], progress: Progress | None = None) -> dict[str, Any]:
    """Run the printer on this specification. Raises the error that it reports; asked to stop, it ends the
    printer and leaves no file."""
    beside = Path(spec["out"]).parent
    if not beside.is_dir():
        raise InputError("map.no_folder", folder=str(beside))
    try:
        with tempfile.TemporaryDirectory(dir=beside, prefix=".faultgis-") as folder:
            return _printed({**spec, "folder": folder}, progress or Progress())
    except OSError as error:
        raise InputError("map.not_written", file=spec["out"]) from error


def _printed(spec: dict[str, Any], progress: Progress) -> dict[str, Any]:
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "ui.printing"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    ) as printer:
        try:
            said, complained = _followed(printer, spec, progress)
        finally:
            if printer.poll() is None:
                printer.kill()
    answer = _answer(said)
    if "error" in answer:
        error = FaultGISError(answer["error"]["code"], **answer["error"]["params"])
        error.exit_code = answer["error"]["exit_code"]
        raise error
    if not answer:
        kept = report(Path(spec["home"]), f"printer ended with {printer.returncode}\n{complained}")
        fault = FaultGISError("map.printer_failed", report=kept.params.get("report", ""))
        fault.exit_code = 1
        raise fault
    return answer


def _followed(
    printer: subprocess.Popen[str], spec: dict[str, Any], progress: Progress
) -> tuple[list[str], str]:
    """What the printer says until it ends; its steps are passed on."""
    assert printer.stdin is not None
    assert printer.stdout is not None
    assert printer.stderr is not None
    said: list[str] = []
    complained: list[str] = []
    readers = [
        threading.Thread(target=lambda: said.extend(printer.stdout or ()), daemon=True),
        threading.Thread(target=lambda: complained.extend(printer.stderr or ()), daemon=True),
    ]
    for reader in readers:
        reader.start()
    printer.stdin.write(json.dumps(spec))
    printer.stdin.close()
    ends, heard = time.monotonic() + SECONDS, 0
    while any(reader.is_alive() for reader in readers):
        progress.check()
        for line in said[heard:]:
            heard += 1
            if line.startswith('{"step"'):
                progress.report(json.loads(line)["step"])
        if time.monotonic() > ends:
            raise InputError("map.too_slow", seconds=SECONDS)
        readers[0].join(LOOK_S)
    printer.wait()
    return said, "".join(complained)


def _answer(lines: list[str]) -> dict[str, Any]:
    for line in reversed(lines):
        if line.startswith("{") and not line.startswith('{"step"'):
            found: dict[str, Any] = json.loads(line)
            return found
    return {}
