"""Reads a survey's own GeoPackage: the records that it holds as they were (table ``faultgis_record``).

Into another survey they come under new keys, made from the old ones and the survey's, so that the same
package gives the same records there however often it is imported.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from faultgis.errors import FaultGISError, InputError
from faultgis.progress import Progress
from faultgis.records.encoding import decode
from faultgis.records.kinds import KINDS
from faultgis.records.survey import Survey
from faultgis.store import Rejected
from importers.batch import Batch, FileInfo, LayerInfo, Problem

KIND = "survey"
READER = "FaultGIS GeoPackage"
TABLE = "faultgis_record"
_SQLITE = b"SQLite format 3\x00"
# What SQLite says of damage holds the file's bytes, which need not make a text (ValueError).
_DAMAGE = (sqlite3.Error, ValueError)
_MOST = 64_000_000
"""No record is longer than that, in characters."""


@dataclass(frozen=True)
class _Told:
    """A record as the package tells it."""

    row: int
    kind: str
    id: str
    text: str


def recognise(path: Path) -> bool:
    """Whether a file is such a package. Raises nothing but ``OSError``."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        if file.read(len(_SQLITE)) != _SQLITE:
            return False
    try:
        with closing(_open(path)) as database:
            query = "select 1 from sqlite_master where type = 'table' and name = ?"
            return database.execute(query, (TABLE,)).fetchone() is not None
    except _DAMAGE:
        return False


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)


def _told(path: Path) -> Iterator[_Told]:
    try:
        with closing(_open(path)) as database:
            query = f"select fid, kind, id, value from {TABLE} where length(value) <= ? order by fid"
            for row, kind, key, text in database.execute(query, (_MOST,)):
                yield _Told(int(row), str(kind), str(key), str(text))
    except (*_DAMAGE, TypeError) as error:
        raise InputError("file.damaged", file=str(path), format=READER, reason=str(error)) from error


def inspect(path: Path) -> FileInfo:
    """The kinds that the package holds, with their numbers. Raises ``InputError("file.damaged")``."""
    counts: dict[str, int] = {}
    for told in _told(path):
        counts[told.kind] = counts.get(told.kind, 0) + 1
    whole = Problem("survey_package.whole")
    edited = _edited(path)
    layers = tuple(
        LayerInfo(kind, count, "", "EPSG:4490", "utf-8", whole, (), None, whole)
        for kind, count in counts.items()
        if kind != "survey"
    )
    return FileInfo(str(path), READER, layers, edited, kind=KIND)


def _edited(path: Path) -> tuple[Problem, ...]:
    """The layers that another program changed since the package was written: the records do not know it."""
    query = f"""select table_name from gpkg_contents where last_change <>
        (select last_change from gpkg_contents where table_name = '{TABLE}') order by table_name"""
    try:
        with closing(_open(path)) as database:
            found = [str(name) for (name,) in database.execute(query)]
    except _DAMAGE:
        return ()
    return (Problem("survey_package.edited", {"layers": ", ".join(found)}),) if found else ()


def read(path: Path, survey: Survey, progress: Progress | None = None) -> Batch:
    """All records, as those of the survey. One that cannot be read is rejected with the reason.

    Raises ``InputError("file.damaged")``.
    """
    progress = progress or Progress()
    batch = Batch(str(path), TABLE, KIND, "EPSG:4490", "utf-8")
    batch.warnings += _edited(path)
    told = [each for each in _told(path) if each.kind != "survey"]
    own = {each.id: _moved(each.id, survey) for each in told}
    batch.read = len(told)
    for number, each in enumerate(told):
        if number % 1000 == 0:
            progress.report("import.reading", number, len(told))
        try:
            batch.records.append(_record(each, survey, own))
        except (FaultGISError, KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
            params = {"reason": f"{type(error).__name__}: {error}"[:300]}
            values = {"kind": each.kind, "id": each.id}
            batch.rejected.append(Rejected(each.row, "survey_package.record", "value", params, values))
    return batch


def _record(told: _Told, survey: Survey, own: dict[str, str]) -> Any:
    value = json.loads(told.text)
    if told.kind not in KINDS or value.get("record") != told.kind:
        raise ValueError(told.kind)
    source_survey = value["survey_id"]
    if source_survey != str(survey.id):
        value = json.loads(_renamed(told.text, own))
        value["survey_id"] = str(survey.id)
    value["source"]["batch_id"] = None
    return decode(value)


def _renamed(text: str, own: dict[str, str]) -> str:
    """The text with every key of the package replaced, wherever it stands between quotes."""
    parts = text.split('"')
    return '"'.join(own.get(part, part) for part in parts)


def _moved(key: str, survey: Survey) -> str:
    """A UUID of version 7: the time of the old one, and bits from both keys in place of the random ones."""
    try:
        old = UUID(key)
    except ValueError:
        old = UUID(int=0)
    bits = int.from_bytes(hashlib.sha256(survey.id.bytes + key.encode()).digest()[:10], "big")
    value = (old.int >> 80) << 80 | bits
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return str(UUID(int=value))
