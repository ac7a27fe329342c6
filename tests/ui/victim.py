"""A desktop that is killed at work: ``python -m tests.ui.victim DATABASE HOME`` renames a fault, draws three
vertices of a trace, says where they lie, and dies without warning."""

import json
import os
import signal
import sys
from pathlib import Path

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QApplication

from tests.ui.person import Person
from ui.tools.draw import DrawTool


def main(database: str, home: Path) -> None:
    app = QApplication(sys.argv[:1])
    app.setApplicationName("FaultGIS")
    person = Person(database, home).start()
    person.select("P1")
    line = person.line("name_zh")
    person.enter(line, "未保存的名字")
    person.key(Qt.Key.Key_Tab, widget=line)
    person.press("draw")
    width, height = person.view.width(), person.view.height()
    for number in range(3):
        person.click(person.view.scale.to_world(width * (0.2 + 0.05 * number), height * 0.3))
    tool = person.window.desk.tool("draw")
    assert isinstance(tool, DrawTool)
    print(json.dumps(tool.sketch.points), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
