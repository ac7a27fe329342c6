"""A desktop killed while a chronology is sampled: ``python -m tests.ui.chain_victim DATABASE HOME`` adds the
practice trench, calibrates its ages, asks for the chronology, says what there is, and dies."""

import json
import os
import signal
import sys
from pathlib import Path

from PyQt6.QtWidgets import QApplication

from tests.ui.person import LEFT, Person, QTest


def main(database: str, home: Path) -> None:
    app = QApplication(sys.argv[:1])
    app.setApplicationName("FaultGIS")
    person = Person(database, home).start()
    person.window.actions_.run("practice_trench")
    person.window.actions_.run("ages")
    dates = person.window.chain.dates
    for button in (dates.calibrate, dates.chronology):
        person.wait(lambda: not person.workspace.jobs.running and button.isEnabled())  # noqa: B023
        QTest.mouseClick(button, LEFT)
    person.wait(lambda: bool(person.workspace.jobs.running))
    counts = {kind: len(found) for kind, found in person.session.records.items() if found}
    print(json.dumps(counts), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
