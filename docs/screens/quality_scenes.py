"""The quality gate before a delivery: what each picture shows."""

from typing import Any

from tests.ui.person import Person, QTest
from ui.dialogs.waive import Waive
from ui.dialogs.waivers import Waivers
from ui.panels.findings import FindingsPanel

SMALL, WIDE = (1366, 768), (1920, 1080)
NAMES = ("findings", "findings_wide", "dialog_waive", "dialog_waivers")
REASONS = {
    "zh": "两条断裂在此不相连，已野外核实",
    "en": "the two faults do not meet here; checked in the field",
}


def findings(person: Person, camera: Any) -> None:
    """What the gate found in the regional survey: a dangling end, a rate with bounds out of order."""
    if not any(camera.wants(name) for name in NAMES):
        return
    window, panel = person.window, person.window.findings
    window.resize(*SMALL)
    window.actions_.run("check_survey")
    person.wait(lambda: panel.checking.now is not None)
    _go(person, panel, "QC-TOP-003")
    camera.take("findings", window)
    with camera.dialog(person, "dialog_waive", Waive):
        window.commands.delivery.waive()
    panel.checking.waive(panel.detail.waivable(), REASONS[camera.language])
    with camera.dialog(person, "dialog_waivers", Waivers):
        window.commands.delivery.waivers()
    person.workspace.undo()
    window.resize(*WIDE)
    panel.bar.show_rule("")
    _go(person, panel, "QC-RNG-010", only=False)
    camera.take("findings_wide", window)
    window.resize(*SMALL)


def _go(person: Person, panel: FindingsPanel, rule: str, only: bool = True) -> None:
    """Be led to the first finding of a rule."""
    if only:
        panel.bar.show_rule(rule)
    person.wait(lambda: not panel.model.pending)
    rows = panel.model.rows
    row = next(at for at, each in enumerate(rows) if each.finding.rule == rule)
    panel.table.selectRow(row)
    panel.table.went.emit()
    QTest.qWait(400)
    person.settle()


SCENES = (findings,)
