"""``faultgis export`` for other programs: GeoPackage, QGIS, web maps, hazard models, tables."""

from typing import Any

from faultgis.services.exporting import Task, hazard_settings
from faultgis.services.exporting import export as write
from ui import words
from ui.cli.exporting import Asked, Exported


def export(asked: Asked) -> Exported:
    """Write the survey in the format that was asked for."""
    store = asked.options.open_program().store
    survey = store.survey(asked.survey)
    progress = asked.options.progress()
    records = store.load(survey.id, progress=progress)
    hazard = hazard_settings(asked.given.get("settings", ()))
    task = Task(survey, records, asked.out, title, hazard, progress)
    done = write(asked.format, task)
    return Exported(done.files, [_finding(note) for note in done.notes], sound=bool(done.files))


def title(name: str) -> str:
    """The words for a layer or a column, where there are any."""
    if name.startswith("kind."):
        return words.sentence(name) if words.known(name) else ""
    word = words.field_word(name)
    return "" if word == name else str(word)


def _finding(note: Any) -> dict[str, Any]:
    said = words.sentence(note.code, dict(note.params))
    return {"code": note.code, "message": said, "record": note.row_code, "field": note.field}
