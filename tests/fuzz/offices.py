"""Harnesses of files that an office lays beside the program, and of those that the program keeps."""

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from uuid import UUID

from db.journal.journal import EditJournal
from faultgis.avoidance.deciding import run_tests
from faultgis.avoidance.rules import load as load_rule
from faultgis.changes import Change
from faultgis.dating import curves
from faultgis.edits import Edit
from faultgis.errors import FaultGISError, InputError
from faultgis.exports.national_secrecy import load_secrecy
from faultgis.national import mapping_file, template
from faultgis.national.mapping import package_of
from faultgis.quality import gate, rules
from faultgis.quality.divisions import FILE as DIVISIONS
from faultgis.quality.divisions import Divisions
from faultgis.records.encoding import decode, encode
from faultgis.records.fault import Fault
from faultgis.records.survey import Survey
from faultgis.recurrence import scaling
from faultgis.services import calculating
from faultgis.settings import SETTINGS, Settings
from importers import mappings, registry
from importers.clouds.unrecorded import Unrecorded
from tests.faultgis.quality.rows_made import LINE, package, row
from tests.fuzz.harness import RESOURCES, SHARED, Harness
from tests.fuzz.lines import rows
from tests.fuzz.packed import sqlite
from tests.fuzz.trees import json_
from ui.printing import certificate_template

SURVEY = Survey(code="T", division="640522", topic="100")
FAULT = Fault(survey_id=SURVEY.id, code="F1", name_zh="海原断层")
_MOST_SHOWN = 5


@contextmanager
def _home() -> Iterator[Path]:
    """A FaultGIS folder of its own."""
    before = os.environ.get("FAULTGIS_HOME")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FAULTGIS_HOME"] = folder
        try:
            yield Path(folder)
        finally:
            os.environ.pop("FAULTGIS_HOME")
            if before is not None:
                os.environ["FAULTGIS_HOME"] = before


def _laid(path: Path, home: Path, place: str) -> Path:
    """The damaged file where the program looks for it."""
    target = home / place
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(path, target)
    return target


def _at(place: str, read: Callable[[Path], object]) -> Callable[[Path], object]:
    def laid(path: Path) -> object:
        with _home() as home:
            return read(_laid(path, home, place))

    return laid


def _rule_set(path: Path) -> object:
    rule = load_rule(path)
    run_tests(rule)
    return rule.widest_m


def _quality(path: Path) -> object:
    """The rules, and what they say of some rows."""
    known = rules.load(path.parent)
    own = [rule.id for rule in known if rule.file]
    of = package(row("Fault", LINE), row("Fault", LINE, FaultLength=-1))
    return gate.run(of, {"fault": [FAULT]}, known, today=date(2026, 5, 1), only=own[:_MOST_SHOWN])


def _divisions(_path: Path) -> object:
    found = Divisions.load()
    return [(found.valid(code), found.name(code), found.off_km(code, 105.5, 36.6)) for code in found.areas]


def _template(path: Path) -> object:
    found = template.load(path.stem)
    return package_of(SURVEY, {"fault": [FAULT]}, found)


def _template_mapping(path: Path) -> object:
    found = mapping_file.load_mapping(path.stem)
    return package_of(SURVEY, {"fault": [FAULT]}, template.load(), found)


def _secrecy(path: Path) -> object:
    return load_secrecy(path.stem)


def _field_mapping(path: Path) -> object:
    """The mapping by its name, and a real file read by it."""
    found = mappings.named(str(path))
    file = SHARED / "faults/africa_malawi/MAFD.geojson"
    try:
        few = registry.read(_few(file, path.parent), SURVEY, mapping=str(path), kind=found.kind)
    except InputError as error:
        return error
    return few


def _few(file: Path, folder: Path) -> Path:
    told = json.loads(file.read_text(encoding="utf-8"))
    told["features"] = told["features"][:_MOST_SHOWN]
    target = folder / "few.geojson"
    target.write_text(json.dumps(told), encoding="utf-8")
    return target


def _certificate(path: Path) -> object:
    found = certificate_template.template(path.parents[1], "zh")
    return found.boxes


def _part_of_certificate(path: Path) -> object:
    """A text of the template with all its names filled in."""
    found = certificate_template.template(path.parents[2], "zh")
    try:
        return found.filled("question", dict.fromkeys(found.texts["question"].get_identifiers(), "x"))
    except ValueError:
        return found.filled("question", {})


def _curve(path: Path) -> object:
    curves.curve.cache_clear()
    found = curves.curve(path.stem)
    return found.f14c(), found.cal_bp


def _scaling(_path: Path) -> object:
    answers: list[object] = []
    for each in scaling.rows():
        try:
            answers.append(each.apply(30.0))
        except InputError as error:
            answers.append(error)
    return answers


def _settings(path: Path) -> object:
    """Reading never fails; and a value can be set, and is kept."""
    found = Settings(path.parent)
    values = [found.get(key) for key in SETTINGS]
    found.set("snap_px", 13)
    assert Settings(path.parent).get("snap_px") == 13
    return values


def _journals() -> list[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        journal = EditJournal(Path(folder) / "a.sqlite")
        for number in range(3):
            edit = Edit("edit.test", (Change(None, Fault(survey_id=SURVEY.id, code=f"F{number}")),))
            journal.record(edit, False)
        journal.sketch({"tool": "draw", "points": [[1, 2]]})
        journal.close()
        return [(Path(folder) / "a.sqlite").read_bytes()]


def _journal(path: Path) -> object:
    """Opened after damage it tells what is left, and goes on."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "a.sqlite"
        shutil.copy(path, copy)
        try:
            journal = EditJournal(copy)
            found = journal.recover()
            journal.record(Edit("edit.test", (Change(None, FAULT),)), False)
            journal.close()
        except FaultGISError as error:
            return error
        return found


def _records() -> list[bytes]:
    survey, batches = SURVEY, registry.read(SHARED / "faults/africa_malawi/MAFD.geojson", SURVEY)
    found = [*batches[0].records[:6], survey]
    return [json.dumps(encode(each)).encode() for each in found if not isinstance(each, str)]


def _record(path: Path) -> object:
    """A record of the journal or the history. It may be refused, but not as anything unforeseen."""
    try:
        return decode(json.loads(path.read_bytes()))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputError("file.damaged", file=str(path)) from error


def _calculations() -> list[bytes]:
    cases = json.loads((SHARED.parent / "cases/paleoseismology.json").read_text(encoding="utf-8"))["cases"]
    return [json.dumps({"function": c["function"], "inputs": c["inputs"]}).encode() for c in cases]


def _calculation(path: Path) -> object:
    try:
        told = json.loads(path.read_bytes())
        name, inputs = str(told["function"]), told["inputs"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise InputError("compute.bad_json") from None
    return calculating.compute(name, inputs)


def _note(path: Path) -> object:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        _laid(path, home, f"archive/.unrecorded/{UUID(int=1)}.json")
        (home / "kept.txt").write_text("kept")
        known = Unrecorded(home)
        found = known.notes()
        known.settle("d", lambda _survey, _batch: False)
        assert (home / "kept.txt").exists()
        return found


def _notes() -> list[bytes]:
    told = {"database": "d", "survey": str(UUID(int=2)), "files": ["archive/a.tif", "archive/b.laz"]}
    return [json.dumps(told).encode()]


def _own_rules() -> list[bytes]:
    told = {
        "change": [
            {"id": "QC-TOP-003", "severity": "info", "parameters": {"map_mm": 0.3}, "enabled": True,
             "reason": "x"}
        ],
        "rules": [
            {
                "id": "OFFICE-001", "group": "logic", "severity": "error", "zh": "长度", "en": "length",
                "check": {"class": "Fault", "field": "FaultLength", "op": ">", "value": 0},
                "tests": [{"row": {"FaultLength": n}, "found": n < 1} for n in (0, 1)],
            }
        ],
    }  # fmt: skip
    return [json.dumps(told).encode()]


def _areas() -> list[bytes]:
    ring = [[105, 36], [106, 36], [106, 37], [105, 37], [105, 36]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    features = [
        {"type": "Feature", "properties": {"code": c}, "geometry": shape} for c in ("640522", "640500")
    ]
    return [json.dumps({"type": "FeatureCollection", "features": features}).encode()]


def _settings_files() -> list[bytes]:
    values = {"language": "zh", "snap_px": 14, "snap_enabled": False, "hillshade_azimuth": 300.0}
    return [json.dumps({"version": 1, "values": values}).encode()]


def _short_curve() -> list[bytes]:
    lines = (RESOURCES / "curves/intcal20.14c").read_bytes().splitlines(keepends=True)
    return [b"".join([*lines[:12], *lines[-200:]])]


_JSON: dict[str, object] = {"damage": json_, "whole": True}
HARNESSES = (
    Harness("rule_set", ("rules/*.json",), ".json", _at("rules/OWN.json", _rule_set), **_JSON),  # type: ignore[arg-type]
    Harness("quality", (), ".json", _at("quality/a.json", _quality), _own_rules, json_),
    Harness("divisions", (), ".geojson", _at(f"quality/{DIVISIONS}", _divisions), _areas, json_),
    Harness(
        "template",
        ("templates/*.json",),
        ".json",
        _at("templates/own.json", _template),
        damage=json_,
        whole=True,
    ),
    Harness(
        "template_mapping",
        ("templates/mappings/*.json",),
        ".json",
        _at("template_mappings/own.json", _template_mapping),
        damage=json_,
        whole=True,
    ),
    Harness(
        "secrecy", ("templates/secrecy/*.json",), ".json", _at("secrecy/own.json", _secrecy), damage=json_
    ),
    Harness("mapping", ("mappings/*.json",), ".json", _field_mapping, damage=json_),
    Harness(
        "certificate",
        ("certificate/layout.json",),
        ".json",
        _at("certificate/layout.json", _certificate),
        damage=json_,
    ),
    Harness(
        "certificate_part",
        ("certificate/zh/question.html",),
        ".html",
        _at("certificate/zh/question.html", _part_of_certificate),
        damage=rows,
    ),
    Harness("curve", (), ".14c", _at("curves/own.14c", _curve), _short_curve, rows),
    Harness("scaling", ("scaling/*.json",), ".json", _at("scaling/relations.json", _scaling), damage=json_),
    Harness("settings", (), ".json", _at("settings.json", _settings), _settings_files, json_),
    Harness("journal", (), ".sqlite", _journal, _journals, sqlite),
    Harness("record", (), ".json", _record, _records, json_),
    Harness("compute", (), ".json", _calculation, _calculations, json_, 0.05),
    Harness("unrecorded", (), ".json", _note, _notes, json_),
)
