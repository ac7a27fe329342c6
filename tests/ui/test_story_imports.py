"""Taking an import back from the window: its rows go from map and database, and a change since is told of."""

import json
from pathlib import Path
from typing import Any

from faultgis.records.kinds import AnyRecord
from tests.ui.person import Person, SitDown, button, push, rows
from ui.dialogs.imports import Imports


def faults(person: Person) -> list[AnyRecord]:
    return list(person.session.records["fault"].values())


def write(path: Path) -> Path:
    """Two good lines of one fault, and a row without a line."""
    line = {"type": "LineString", "coordinates": [[15.834, 46.458], [15.836, 46.459]]}
    other = {"type": "LineString", "coordinates": [[15.834, 46.457], [15.836, 46.458]]}
    features = [
        {"type": "Feature", "geometry": geometry, "properties": {"name": "撤销断裂", "code": "T1"}}
        for geometry in (line, other, None)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def bring_in(person: Person, path: Path) -> Any:
    program = person.window.commands.parts.program
    assert program is not None
    report = program.import_file(path, person.session.survey)
    person.workspace.reload()
    person.wait(lambda: any(getattr(f, "name_zh", "") == "撤销断裂" for f in faults(person)))
    return report


def test_an_import_is_taken_back_in_the_window(sit_down: SitDown, office: str, tmp_path: Path) -> None:
    person = sit_down()
    before = len(person.traces)
    report = bring_in(person, write(tmp_path / "撤销.geojson"))
    seen: dict[str, Any] = {}

    def work(dialog: Imports) -> None:
        person.wait(lambda: dialog.refused.rowCount() > 0)
        assert dialog.focusWidget() is dialog.table  # not what takes the import back
        line = [dialog.table.item(0, column).text() for column in range(8)]  # type: ignore[union-attr]
        seen["file"], seen["counts"] = line[0], [int(text) for text in line[3:8]]
        seen["refused"] = dialog.refused.rowCount()
        push(dialog, "Take this import back")
        person.wait(lambda: dialog.undone and dialog.table.rowCount() > 0)
        person.wait(lambda: not button(dialog, "Take this import back").isEnabled())
        push(dialog, "Close")

    person.answer(Imports, work)
    person.window.actions_.run("imports")
    assert seen["file"] == "撤销.geojson"
    assert seen["counts"] == [
        report.read,
        report.created,
        report.updated,
        report.unchanged,
        len(report.rejected),
    ]
    assert seen["refused"] == len(report.rejected) == 1
    person.wait(lambda: len(person.traces) == before)
    assert not any(getattr(f, "name_zh", "") == "撤销断裂" for f in faults(person))
    ((left,),) = rows(office, "select count(*) from faultgis.fault where name_zh = '撤销断裂'")
    assert left == 0


def test_an_import_edited_since_stays_and_says_why(sit_down: SitDown, office: str, tmp_path: Path) -> None:
    person = sit_down()
    bring_in(person, write(tmp_path / "改过.geojson"))
    fault = next(f for f in faults(person) if getattr(f, "name_zh", "") == "撤销断裂")
    person.workspace.select([("fault", fault.id)])
    person.enter(person.line("aliases"), "又名")
    said: list[str] = []

    def refuse(dialog: Imports) -> None:
        person.wait(lambda: button(dialog, "Take this import back").isEnabled())
        push(dialog, "Take this import back")
        person.wait(lambda: dialog.problem.isVisible())
        said.append(dialog.problem.text())
        push(dialog, "Close")

    person.answer(Imports, refuse)
    person.window.actions_.run("imports")
    person.save()
    person.answer(Imports, refuse)
    person.window.actions_.run("imports")
    assert said[0] == "请先保存或撤销您自己的编辑。"
    assert "导入后有 1 条记录被修改" in said[1]
    assert len(rows(office, "select 1 from faultgis.fault where name_zh = '撤销断裂'")) == 1
