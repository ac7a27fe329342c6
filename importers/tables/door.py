"""Which of the tables' readers takes a file, by looking inside it; and what such a file holds."""

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from faultgis.errors import InputError
from faultgis.progress import Progress
from faultgis.records.survey import Survey
from importers import mappings
from importers.batch import Batch, FileInfo, LayerInfo, Problem
from importers.tables import chronologies, eventlists, heads, oxcaltext, samples
from importers.tables.grid import Sheet
from importers.tables.old_workbook import read_old_workbook
from importers.tables.textfile import delimited, read_beginning, read_delimited, read_text
from importers.tables.workbook import read_ods, read_workbook

KINDS = (samples.KIND, chronologies.KIND, oxcaltext.KIND)
XLSX, ODS, OLD, TEXT = "Excel (XLSX)", "OpenDocument (ODS)", "Excel 97 (XLS)", "CSV"
_TEXTS = (".csv", ".tsv", ".txt", ".params", ".oxcal", "")


def recognise(path: Path) -> str:
    """What a file is imported as: ``samples``, ``chronologies``, ``oxcal``, or an empty text where it is
    none of ours. Reads a text file's beginning; raises nothing but ``OSError``."""
    if not path.is_file():
        return ""
    form = form_of(path)
    if form in (XLSX, ODS, OLD):
        return samples.KIND
    if form != TEXT or path.suffix.lower() not in _TEXTS:
        return ""
    return _of_text(path)


def _of_text(path: Path) -> str:
    text = read_beginning(path)
    if eventlists.looks_like(text, path.name):
        return chronologies.KIND
    if oxcaltext.looks_like(text):
        return oxcaltext.KIND
    try:
        sheet = delimited(text, path, "")
    except InputError:
        return ""
    found = heads.find(sheet, mappings.named("lab_results"))
    return samples.KIND if found is not None else ""


def form_of(path: Path) -> str:
    """The form of a file by its content: a workbook, an old one, text, or nothing of these."""
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return OLD
    if head.startswith(b"PK"):
        return _zipped(path)
    looks_binary = b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff"))
    return "" if looks_binary or not head else TEXT


def _zipped(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as packed:
            names = set(packed.namelist())
            if "content.xml" in names and "mimetype" in names:
                return ODS if b"spreadsheet" in packed.read("mimetype") else ""
            return XLSX if "xl/workbook.xml" in names else ""
    except (zipfile.BadZipFile, zlib.error, KeyError, RuntimeError, ValueError, NotImplementedError):
        return XLSX if path.suffix.lower() in (".xlsx", ".xlsm") else ""


_Read = dict[tuple[Path, str | None], list[Sheet]]
_read: ContextVar[_Read | None] = ContextVar("_read", default=None)


@contextmanager
def read_once() -> Iterator[None]:
    """Within this a table is read once, however many readers look whether it is theirs."""
    token = _read.set({} if _read.get() is None else _read.get())
    try:
        yield
    finally:
        _read.reset(token)


def sheets_of(path: Path, encoding: str | None = None) -> list[Sheet]:
    """The sheets of a workbook, or the one of a text file; not to be changed (``read_once``).

    Raises ``InputError``: ``table.encrypted``, ``table.not_table``, ``file.missing``,
    ``file.empty``, those of the readers; a file that cannot be read is ``file.io``.
    """
    try:
        if not path.exists():
            raise InputError("file.missing", file=str(path))
        if path.stat().st_size == 0:
            raise InputError("file.empty", file=str(path))
        read = _read.get()
        if read is None:
            return _sheets(path, encoding)
        if (path, encoding) not in read:
            read[path, encoding] = _sheets(path, encoding)
        return read[path, encoding]
    except OSError as error:
        raise InputError("file.io", file=str(path), reason=error.strerror or str(error)) from error


def _sheets(path: Path, encoding: str | None) -> list[Sheet]:
    form = "" if path.is_dir() else form_of(path)
    if form == OLD:
        return _old(path)
    if form == XLSX:
        return read_workbook(path)
    if form == ODS:
        return read_ods(path)
    if form == TEXT:
        return [read_delimited(path, encoding)]
    raise InputError("table.not_table", file=str(path))


def _old(path: Path) -> list[Sheet]:
    """Of all that the container of old Office files may hold, a workbook."""
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise InputError("table.encrypted", file=str(path))
    named = any(name.encode("utf-16-le") in content for name in ("Workbook", "Book"))
    # Their names stand behind the contents: where a workbook is cut off they are missing.
    if not named and path.suffix.lower() != ".xls":
        raise InputError("table.not_table", file=str(path))
    return read_old_workbook(path)


def read_tables(
    path: Path,
    survey: Survey,
    *,
    kind: str,
    layer: str | None = None,
    encoding: str | None = None,
    mapping: str | None = None,
    progress: Progress | None = None,
) -> list[Batch]:
    """The file's sheets (or the one named) as records, one batch each; sheets without the heads of such a
    table are passed over with a warning.

    Raises ``InputError`` as ``sheets_of``; ``layer.unknown``; ``table.no_heads`` where no sheet has them.
    """
    if kind != samples.KIND:
        return [_text(path, survey, kind, encoding)]
    sheets = _chosen(path, sheets_of(path, encoding), layer)
    batches: list[Batch] = []
    passed: list[str] = []
    for sheet in sheets:
        try:
            batches.append(samples.read_results(sheet, survey, str(path), mapping=mapping, progress=progress))
        except InputError as error:
            if error.code != "table.no_heads" or len(sheets) == 1:
                raise
            passed.append(sheet.name)
    if not batches:
        raise InputError("table.no_heads", file=str(path), layer=", ".join(passed))
    batches[0].warnings += [Problem("table.passed_over", {"name": name}, layer=name) for name in passed]
    return batches


def _chosen(path: Path, sheets: Sequence[Sheet], layer: str | None) -> list[Sheet]:
    filled = [sheet for sheet in sheets if sheet.size != (0, 0)]
    if layer is not None:
        chosen = [sheet for sheet in sheets if sheet.name == layer]
        if not chosen:
            names = ", ".join(sheet.name for sheet in sheets)
            raise InputError("layer.unknown", file=str(path), layer=layer, names=names)
        return chosen
    if not filled:
        raise InputError("table.empty", file=str(path), sheets=", ".join(s.name for s in sheets) or "—")
    return filled


def _text(path: Path, survey: Survey, kind: str, encoding: str | None) -> Batch:
    if not path.exists():
        raise InputError("file.missing", file=str(path))
    if path.is_dir() or form_of(path) != TEXT:
        code = "oxcal.none" if kind == oxcaltext.KIND else "chronology.heads"
        raise InputError(code, file=str(path), text="")
    if kind == oxcaltext.KIND:
        return oxcaltext.read_oxcal(path, encoding=encoding)
    return chronologies.read_chronology(path, survey, encoding=encoding)


def inspect(path: Path) -> FileInfo:
    """What a table holds, without importing it: sheets, rows below the heads, columns. Raises as
    ``read_tables``."""
    kind = recognise(path)
    survey = Survey(code="-")
    batches = read_tables(path, survey, kind=kind or samples.KIND)
    layers = tuple(_layer(batch) for batch in batches)
    problems = tuple(_problem(r) for batch in batches for r in batch.rejected)
    warnings = tuple(w for batch in batches for w in batch.warnings)
    return FileInfo(str(path), form_of(path), layers, (*problems, *warnings), kind or samples.KIND)


def _problem(rejected: Any) -> Problem:
    return Problem(rejected.code, dict(rejected.params), row=rejected.row, field=rejected.field)


def _layer(batch: Batch) -> LayerInfo:
    return LayerInfo(
        name=batch.layer,
        features=batch.read,
        geometry="",
        crs=batch.crs or "—",
        encoding=batch.encoding,
        encoding_evidence=Problem("table.encoding_found", {"encoding": batch.encoding}),
        fields=tuple(batch.cells),
        extent=None,
        crs_evidence=Problem(f"table.is_{batch.kind}", {"mapping": batch.mapping}),
    )


def first_rows(
    path: Path, kind: str, layer: str | None = None, encoding: str | None = None, count: int = 200
) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
    """The heads and the first rows of a table's first sheet that has them, as text."""
    if kind == oxcaltext.KIND:
        return ["OxCal"], [[line] for line in read_text(path, encoding)[0].splitlines()[:count]]
    if kind == chronologies.KIND:
        events = eventlists.read_list(path, encoding).events
        return [name for name, _ in events[0].cells], [[text for _, text in e.cells] for e in events]
    template = mappings.named("lab_results")
    for sheet in _chosen(path, sheets_of(path, encoding), layer):
        found = heads.find(sheet, template)
        if found is None:
            continue
        top, columns = found
        last, width = sheet.size
        rows = [sheet.row(number, width) for number in range(top + 1, min(last, top + count) + 1)]
        return [h.name for h in columns], [[row[h.column - 1].text for h in columns] for row in rows]
    return (), ()
