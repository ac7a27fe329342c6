"""Imports one file: reads, compares with what the survey holds, saves in one transaction, and reports."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from faultgis.changes import Change
from faultgis.collector import without_collector
from faultgis.errors import InputError
from faultgis.progress import Progress
from faultgis.records.kinds import KINDS, AnyRecord
from faultgis.records.provenance import new_id
from faultgis.records.survey import Batch, Survey
from faultgis.records.unread import Unread
from faultgis.services import national_import, restoring
from faultgis.services.alike import settled
from faultgis.services.import_report import FileReader, ImportReport, Notice, Reading
from faultgis.services.linking import Links, linked
from faultgis.services.reconciling import Outcome, Reconciler
from faultgis.store import Saved, Store

__all__ = ["ImportReport", "Links", "Notice", "import_file", "undo_import"]

_BLOCK = 1 << 20


@without_collector()
def import_file(
    store: Store,
    reader: FileReader,
    path: Path | str,
    survey: Survey,
    *,
    kind: str | None = None,
    layer: str | None = None,
    crs: str | None = None,
    encoding: str | None = None,
    mapping: str | None = None,
    dry_run: bool = False,
    links: Links | None = None,
    progress: Progress | None = None,
) -> ImportReport:
    """Read a file and save it into the survey: everything and the list of rejected rows, or nothing.
    ``links`` says what a table of samples or events leaves open.

    Raises ``InputError`` for a file that cannot be read as it is, ``CancelledError`` when asked to stop,
    ``ConflictError`` when somebody else changed the same rows meanwhile.
    """
    progress = progress or Progress()
    path = Path(path)
    options = {"kind": kind, "layer": layer, "crs": crs, "encoding": encoding, "mapping": mapping}
    read = partial(reader, path, survey, **options, progress=progress)
    try:
        return _take(store, survey, path, read(), dry_run, links or Links(), progress)
    except InputError as error:
        if error.code != "record.duplicate":
            raise
    # Somebody imported the same features meanwhile: they are records of the survey now, to compare with.
    return _take(store, survey, path, read(), dry_run, links or Links(), progress)


def _take(
    store: Store,
    survey: Survey,
    path: Path,
    readings: Sequence[Reading],
    dry_run: bool,
    links: Links,
    progress: Progress,
) -> ImportReport:
    if not readings:
        raise InputError("import.no_layers", file=str(path))
    progress.report("import.comparing")
    batch_id = new_id()
    kinds = [kind for kind in KINDS if kind != "survey"]
    # A large file is compared by keys; lines are fetched where they are needed.
    lines = all(reading.lines is None for reading in readings)
    present: dict[str, list[AnyRecord]] = store.load(survey.id, kinds, progress, lines)
    readings = linked(readings, present, links)
    readings, alike, pairs = settled(
        readings, present, links, dry_run, progress, lambda ids: store.get("trace", ids)
    )
    outcomes, notices = _compare(present, readings, survey, batch_id, progress)
    batch = _batch(batch_id, survey, path, readings, outcomes)
    saved = not dry_run and _worth_saving(store, batch, outcomes)
    if saved:
        changes = _folded(change for outcome in outcomes for change in outcome.changes)
        rejected = [r for reading in readings for r in reading.rejected]
        store.save_batch(batch, changes, rejected, progress, _lines(readings))
    report = _report(batch, readings, outcomes, notices, batch.id if saved else None, dry_run)
    return replace(report, alike=Counter(each.what for each in alike), pairs=tuple(pairs))


def _lines(readings: Sequence[Reading]) -> Iterator[Mapping[Unread, Any]]:
    """The lines that the records of large files stand without, slice by slice."""
    return chain.from_iterable(reading.lines() for reading in readings if reading.lines is not None)


def undo_import(store: Store, batch: UUID | str) -> Saved:
    """Take an import back as a unit. Raises ``InputError("batch.unknown")`` and as ``Store.undo_batch``."""
    try:
        batch_id = batch if isinstance(batch, UUID) else UUID(batch)
    except ValueError:
        raise InputError("batch.unknown", id=str(batch)) from None
    return store.undo_batch(batch_id)


def _compare(
    present: dict[str, list[AnyRecord]],
    readings: Sequence[Reading],
    survey: Survey,
    batch_id: UUID,
    progress: Progress,
) -> tuple[list[Outcome], list[Notice]]:
    outcomes: list[Outcome] = []
    notices: list[Notice] = []
    for number, reading in enumerate(readings):
        progress.check()
        if number:
            present = _with(present, outcomes[-1])
        if reading.kind == restoring.KIND:
            outcome = restoring.outcome(present, reading.records, batch_id)
        elif reading.kind == national_import.KIND:
            package = cast(national_import.PackageReading, reading)
            outcome, said = national_import.outcome(present, package, survey, batch_id, progress)
            notices += said
        else:
            reconciler = Reconciler(present, batch_id)
            records = reading.records if isinstance(reading.records, list) else list(reading.records)
            outcome = reconciler.reconcile(records, reading.origins, reading.labels, reading.kind)
        outcomes.append(outcome)
        for row, code, instead in outcome.taken:
            notices.append(Notice("import.code_taken", {"taken": code, "given": instead}, reading.layer, row))
    return outcomes, notices


def _with(present: Mapping[str, Sequence[AnyRecord]], outcome: Outcome) -> dict[str, list[AnyRecord]]:
    """The survey as it will be, for the next layer of the same file."""
    standing = {kind: {r.id: r for r in records} for kind, records in present.items()}
    for change in outcome.changes:
        if change.after is not None:
            standing.setdefault(change.kind, {})[change.id] = change.after
    return {kind: list(records.values()) for kind, records in standing.items()}


def _folded(changes: Iterable[Change]) -> list[Change]:
    """One change per record, parents first: what one layer creates the next one may add to."""
    found: dict[UUID, Change] = {}
    for change in changes:
        first = found.get(change.id)
        found[change.id] = change if first is None else Change(first.before, change.after)
    by_kind: dict[str, list[Change]] = {kind: [] for kind in KINDS}
    for change in found.values():
        by_kind[change.kind].append(change)
    return list(chain.from_iterable(by_kind.values()))


def _batch(
    batch_id: UUID, survey: Survey, path: Path, readings: Sequence[Reading], outcomes: Sequence[Outcome]
) -> Batch:
    def joined(values: Sequence[str]) -> str:
        return ", ".join(dict.fromkeys(value for value in values if value))

    return Batch(
        id=batch_id,
        survey_id=survey.id,
        file=path.name.encode("utf-8", "replace").decode("utf-8"),
        sha256=readings[0].sha256 or _checksum(path),
        layer=joined([r.layer for r in readings]),
        kind=joined([r.kind for r in readings]),
        mapping=joined([r.mapping for r in readings]),
        crs=joined([_crs_words(r) for r in readings]),
        encoding=joined([r.encoding for r in readings]),
        read=sum(r.read for r in readings),
        created=sum(o.created for o in outcomes),
        updated=sum(o.updated for o in outcomes),
        unchanged=sum(o.unchanged for o in outcomes),
        rejected=sum(len(r.rejected) for r in readings),
    )


def _crs_words(reading: Reading) -> str:
    """The coordinate system with the accuracy of the way to CGCS2000, as it is kept with the batch."""
    accuracy = reading.crs_accuracy_m
    return reading.crs if accuracy is None else f"{reading.crs} (±{accuracy:g} m)"


def _checksum(path: Path) -> str:
    """SHA-256 of a file, or of all files of a folder in the order of their names."""
    digest = hashlib.sha256()
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.is_file():
            with file.open("rb") as stream:
                while block := stream.read(_BLOCK):
                    digest.update(block)
    return digest.hexdigest()


def _worth_saving(store: Store, batch: Batch, outcomes: Sequence[Outcome]) -> bool:
    """Whether anything changes, or rows were rejected that no earlier import of this file has on record."""
    if any(outcome.changes for outcome in outcomes):
        return True
    if not batch.rejected:
        return False
    earlier = store.batches(batch.survey_id)
    return not any(b.sha256 == batch.sha256 and b.undone_at is None for b in earlier)


def _report(
    batch: Batch,
    readings: Sequence[Reading],
    outcomes: Sequence[Outcome],
    notices: Sequence[Notice],
    saved: UUID | None,
    dry_run: bool,
) -> ImportReport:
    cells: dict[str, Counter[str]] = {}
    for reading in readings:
        for column, counts in reading.cells.items():
            cells.setdefault(column, Counter()).update(counts)
    accuracies = [r.crs_accuracy_m for r in readings]
    return ImportReport(
        file=batch.file,
        layers=tuple(r.layer for r in readings),
        kind=batch.kind,
        mapping=batch.mapping,
        crs=", ".join(dict.fromkeys(r.crs for r in readings)),
        encoding=batch.encoding,
        read=batch.read,
        created=batch.created,
        updated=batch.updated,
        unchanged=batch.unchanged,
        rejected=tuple(r for reading in readings for r in reading.rejected),
        warnings=(*(w for reading in readings for w in reading.warnings), *notices),
        cells=cells,
        records=Counter(change.kind for outcome in outcomes for change in outcome.changes),
        batch=saved,
        dry_run=dry_run,
        classes=tuple(count for outcome in outcomes for count in outcome.classes),
        crs_accuracy_m=None
        if None in accuracies
        else max((a for a in accuracies if a is not None), default=None),
    )
