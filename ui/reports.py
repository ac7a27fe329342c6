"""What nobody foresaw: its traceback goes into a file, the user gets one sentence that names the file."""

import os
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from faultgis.errors import FaultGISError

Report = Callable[[str], FaultGISError]


def report(home: Path, text: str) -> FaultGISError:
    """Keep the text in a report file; returns the error that says where it is."""
    name = f"desktop-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.txt"
    file = home / "reports" / name
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as target:
            target.write(f"{text.rstrip()}\n\n")
    except OSError as error:
        return FaultGISError("unexpected.unkept", file=str(file), reason=error.strerror or str(error))
    return FaultGISError("unexpected", report=str(file))


def fault(error: BaseException) -> str:
    """A traceback as text."""
    return "".join(traceback.format_exception(error))
