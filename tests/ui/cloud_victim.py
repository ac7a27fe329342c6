"""A desktop that is killed in the middle of an import: ``python -m tests.ui.cloud_victim DATABASE HOME STEP
FILE...`` imports the clouds by the dialog, and dies without warning once the import is at that step."""

import os
import signal
import sys
from pathlib import Path

from PyQt6.QtCore import QTimer
from PyQt6.QtWidgets import QApplication

from tests.ui.person import Person
from tests.ui.terrain_hand import make_terrain


def main(database: str, home: Path, step: str, files: list[Path]) -> None:
    app = QApplication(sys.argv[:1])
    app.setApplicationName("FaultGIS")
    person = Person(database, home).start()

    def look() -> None:
        if any(job.step.what == step for job in person.workspace.jobs.running):
            os.kill(os.getpid(), signal.SIGKILL)

    watch = QTimer()
    watch.timeout.connect(look)
    watch.start(1)
    make_terrain(person, files)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3], [Path(name) for name in sys.argv[4:]])
