"""Runs the printer as a child process, for the command line and the desktop; knows no Qt itself."""

import json
import os
import subprocess
import sys
from typing import Any

from faultgis.errors import FaultGISError, InputError

SECONDS = 300


def draw(spec: dict[str, Any]) -> dict[str, Any]:
    """Run the printer on this specification. Raises the error that it reports."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "ui.printing"],
            input=json.dumps(spec),
            capture_output=True,
            text=True,
            env=environment,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise InputError("map.too_slow", seconds=SECONDS) from late
    answer = _answer(done.stdout)
    if "error" in answer:
        error = FaultGISError(answer["error"]["code"], **answer["error"]["params"])
        error.exit_code = answer["error"]["exit_code"]
        raise error
    if not answer:
        fault = FaultGISError("map.printer_failed", report=done.stderr[-2000:])
        fault.exit_code = 1
        raise fault
    return answer


def _answer(printed: str) -> dict[str, Any]:
    for line in reversed(printed.splitlines()):
        if line.startswith("{"):
            found: dict[str, Any] = json.loads(line)
            return found
    return {}
