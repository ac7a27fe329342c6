"""A desktop that is killed at a trench log: ``python -m tests.ui.walls.log_victim DATABASE HOME`` adds the
practice trench, draws a crack, begins a contact of three vertices, says where they lie, and dies."""

import json
import os
import signal
import sys
from pathlib import Path

from PyQt6.QtWidgets import QApplication

from tests.ui.person import Person
from tests.ui.walls.logger import open_log


def main(database: str, home: Path) -> None:
    app = QApplication(sys.argv[:1])
    app.setApplicationName("FaultGIS")
    person = Person(database, home).start()
    person.window.actions_.run("practice_trench")
    person.window.actions_.run("trench_log")
    log = open_log(person)
    wall = log.window.hub.walls[0].code
    crack = log.draw("log_crack", wall, [(9.0, 0.5), (9.1, 1.5)])
    log.take("log_contact")
    for place in ((1.0, 3.5), (2.0, 3.6), (3.0, 3.5)):
        log.click(log.view(wall), place)
    sketch = log.window.tools.tool("log_contact").sketch.points
    print(json.dumps({"crack": str(crack.id), "sketch": sketch}), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
