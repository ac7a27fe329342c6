"""A national package against what the survey holds: rows are the same by class and ID.

A row that says what it said when it was last read (of records that were never read: what the survey would
deliver) changes nothing. Of one that differs, the fields that its cells changed are taken; what somebody
edited in the survey stays where the package says the same as before.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

from faultgis.changes import Change
from faultgis.national.mapping import package_of
from faultgis.national.mapping_file import load_mapping
from faultgis.national.reading import Read, by_kind, marked, records_of
from faultgis.national.renaming import renaming
from faultgis.national.rows import Note, Row
from faultgis.national.taking import Pairs
from faultgis.national.template import Template
from faultgis.progress import Progress
from faultgis.records.kinds import KINDS, AnyRecord, kind_of
from faultgis.records.survey import Survey
from faultgis.services.import_report import ClassCount, Notice
from faultgis.services.national_codes import Given
from faultgis.services.national_matching import matched, paired, references_of
from faultgis.services.national_merging import Merging
from faultgis.services.national_rows import aligned, based, held_by, keyed
from faultgis.services.numbering import Codes
from faultgis.services.reconciling import Outcome

KIND = "national"


class PackageReading(Protocol):
    """What a reader of packages hands over, beside a reading's usual fields."""

    @property
    def file(self) -> str: ...
    @property
    def template(self) -> Template: ...
    @property
    def rows(self) -> Mapping[str, Sequence[Row]]: ...
    @property
    def columns(self) -> Mapping[str, frozenset[str]]: ...
    @property
    def files(self) -> Mapping[str, tuple[str, str]]: ...
    @property
    def has_shapes(self) -> bool: ...


def outcome(
    present: Mapping[str, Sequence[AnyRecord]],
    reading: PackageReading,
    survey: Survey,
    batch_id: UUID,
    progress: Progress | None = None,
) -> tuple[Outcome, list[Notice]]:
    """What the package would change, how its rows fared by class, and what to say of them."""
    return _Taking(present, reading, survey, batch_id, progress or Progress()).all()


class _Taking:
    """One comparison of a package with a survey, step by step."""

    def __init__(
        self,
        present: Mapping[str, Sequence[AnyRecord]],
        reading: PackageReading,
        survey: Survey,
        batch_id: UUID,
        progress: Progress,
    ) -> None:
        self.present, self.reading, self.survey = present, reading, survey
        self.batch_id, self.progress = batch_id, progress
        spelt = renaming(reading.template)
        self.template, self.mapping = spelt.inside, load_mapping()
        self.by_id: dict[UUID, Any] = {r.id: r for listed in present.values() for r in listed}
        self.notes: list[Note] = []
        self.gone: dict[UUID, Any] = {}
        self.told: dict[tuple[int, str], Pairs] = {}
        self.now = package_of(survey, present, self.template, self.mapping, progress=progress)
        self.base = based(self.now, self.by_id)
        self.held = held_by(self.base)
        self.rows = aligned(
            spelt.rows_into(reading.rows),
            spelt.columns_into(reading.columns),
            self.base,
            self.by_id,
            reading.has_shapes,
            self.notes.append,
        )
        self.classes = self._unchanged()
        if self.classes is not None:
            return
        self.old = self._read(self.base.rows, {}, {}, "")
        known = {
            (name, code): self.by_id[row.id]
            for (name, code, number), row in self.held.items()
            if number == 1 and row.id in self.by_id
        }
        self.new = self._read(self.rows, known, reading.files, reading.file)
        self.pairs = paired(self.old, self.base, self.by_id, present)
        self.matches = matched(self.old, self.new, self.pairs, present)
        final = {new: held.id for new, (_, held) in self.matches.items()}
        self.merging = Merging(self.template, self.pairs, final, batch_id)

    def _read(
        self,
        rows: Mapping[str, Sequence[Row]],
        known: Mapping[Any, Any],
        files: Mapping[str, tuple[str, str]],
        file: str,
    ) -> Read:
        name = file.replace("\\", "/").rstrip("/").rpartition("/")[2]
        return records_of(
            rows,
            self.survey,
            self.template,
            self.mapping,
            file=name,
            known=known,
            files=files,
            told=self.told,
            progress=self.progress,
        )

    def _unchanged(self) -> list[ClassCount] | None:
        """How the rows fared if not one of them says anything new."""
        if not all(row is self.held.get(key) for key, row in keyed(self.rows, self.template)):
            return None
        return [
            ClassCount(
                name=name,
                title=self._title(name),
                read=len(listed),
                unchanged=len(listed),
                kept=sum(row.kind == "template_row" for row in listed),
            )
            for name, listed in self.rows.items()
        ]

    def _title(self, name: str) -> str:
        described = self.template.find(name)
        return described.zh if described else ""

    def all(self) -> tuple[Outcome, list[Notice]]:
        """The outcome and what to say."""
        found = Outcome()
        if self.classes is not None:
            found.classes, found.unchanged = self.classes, sum(each.read for each in self.classes)
            return found, [_notice(note) for note in self.notes]
        codes, given = Codes(by_uuid(self.present)), Given(self.present)
        skipped = self._skipped()
        self._forget_planes()
        states: dict[UUID, str] = dict.fromkeys(skipped, "unchanged")
        fresh: dict[UUID, Change] = {}
        order = {kind: number for number, kind in enumerate(KINDS)}
        for record in sorted(self.new.records, key=lambda each: order[kind_of(each)]):
            if record.id in skipped:
                continue
            match = self.matches.get(record.id)
            change = self.merging.created(record) if match is None else self.merging.merged(record, *match)
            states[record.id] = "created" if match is None else "updated" if change else "unchanged"
            if change is not None:
                fresh[change.id] = change
        self._drop_unneeded(fresh)
        for key, change in fresh.items():
            after = change.after if change.before is not None else codes.given(change.after)
            fresh[key] = Change(change.before, given.code(change.before, after))
        as_text = self._mark(fresh)
        found.changes = [*fresh.values(), *(Change(held, None) for held in self.gone.values())]
        found.taken = codes.taken
        found.classes = list(self._classes(states, as_text))
        found.created = sum(count.created for count in found.classes)
        found.updated = sum(count.updated for count in found.classes)
        found.unchanged = sum(count.unchanged for count in found.classes)
        return found, [_notice(note) for note in (*self.new.notes, *self.notes)]

    def _skipped(self) -> set[UUID]:
        """Records of rows that the survey has, made from a record of another kind (an image's index row, an
        offset that no field can say): they are not made anew, nor what hangs on them. A row that the survey
        only kept as a row gives way to its record."""
        matched = {held.id for _, held in self.matches.values()}
        skipped: set[UUID] = set()
        for key, row, held in self._rows():
            record = self.new.main[row.class_name, key]
            if held is None or record.id in self.matches or held.id in matched:
                continue
            present = self.by_id.get(held.id) if held.id else None
            if (
                kind_of(record) != "template_row"
                and present is not None
                and kind_of(present) == "template_row"
            ):
                self.gone[present.id] = present
                continue
            skipped.add(record.id)
            if (row.values, row.geometry) != (held.values, held.geometry):
                described = self.template.find(row.class_name)
                code = row.code(described.key) if described else ""
                self.notes.append(Note("national.row_not_taken", row.class_name, code))
        hanging = [r for r in self.new.records if any(getattr(r, n) in skipped for n in references_of(r))]
        return skipped | {record.id for record in hanging} | self._had_files()

    def _forget_planes(self) -> None:
        """Planes that a point's row gave the last time and gives no more."""
        given: set[Any] = {each.source.key for each in self.new.records}  # type: ignore[union-attr]
        rows = {key for keys in self.new.keys.values() for key in keys}
        old: list[Any] = list(self.old.records)
        for record in old:
            key, _, what = record.source.key.rpartition("/")
            if what == "plane" and key in rows and record.source.key not in given and record.id in self.pairs:
                self.gone[self.pairs[record.id].id] = self.pairs[record.id]

    def _had_files(self) -> set[UUID]:
        """Media of files that a row named the last time, too: the survey has them, or somebody took them
        out."""
        rows = {(row.class_name, key): (row, held) for key, row, held in self._rows()}
        had: set[UUID] = set()
        for made, (name, key, field) in self.new.named.items():
            row, held = rows[name, key]
            if held is not None and held.values.get(field) == row.values.get(field):
                had.add(made)
        return had

    def _rows(self) -> Iterator[tuple[str, Row, Row | None]]:
        """The rows with the keys of their records, and with what the survey has for them."""
        keys = {name: iter(listed) for name, listed in self.new.keys.items()}
        for key, row in keyed(self.rows, self.template):
            yield next(keys[key[0]]), row, self.held.get(key)

    def _drop_unneeded(self, fresh: dict[UUID, Change]) -> None:
        """Faults, zones, sites and points that stand for no row are made only where something needs them."""
        main = {record.id for record in self.new.main.values()}
        for kind in ("wall", "observation_point", "trench_site", "fault", "fault_zone"):
            needed = {
                getattr(change.after, name)
                for change in fresh.values()
                for name in references_of(change.after)
            }
            for key, change in list(fresh.items()):
                of_kind = change.before is None and change.kind == kind
                if of_kind and key not in needed and key not in main:
                    del fresh[key]

    def _mark(self, fresh: dict[UUID, Change]) -> Mapping[str, Mapping[str, int]]:
        """Mark what the changed records say otherwise than their cells; answer which cells say what no field
        of theirs does."""
        ids = {key for key, change in fresh.items() if kind_of(change.after) != "template_row"}  # type: ignore[arg-type]
        if not ids:
            return {}
        standing = {key: record for key, record in self.by_id.items() if key not in self.gone}
        standing.update({key: change.after for key, change in fresh.items()})
        told = marked(
            by_kind(standing.values()), ids, self.survey, self.template, self.mapping, self.progress
        )
        for key, record in told.records.items():
            fresh[key] = Change(fresh[key].before, record)
        return told.as_text

    def _classes(
        self, states: Mapping[UUID, str], as_text: Mapping[str, Mapping[str, int]]
    ) -> Iterator[ClassCount]:
        notes = Counter(note.class_name for note in self.new.notes)
        for name, keys in self.new.keys.items():
            fared = Counter(states[self.new.main[name, key].id] for key in keys)
            yield ClassCount(
                name=name,
                title=self._title(name),
                read=len(keys),
                created=fared["created"],
                updated=fared["updated"],
                unchanged=fared["unchanged"],
                kept=self.new.kept.get(name, 0),
                notes=notes[name],
                as_text=dict(as_text.get(name, {})),
            )


def by_uuid(records: Mapping[str, Sequence[Any]]) -> dict[str, dict[UUID, Any]]:
    """Records by kind and id."""
    return {kind: {record.id: record for record in listed} for kind, listed in records.items()}


def _notice(note: Any) -> Notice:
    where = ".".join(filter(None, (note.class_name, note.field)))
    params = {**note.params, "code": note.row_code, "where": where}
    return Notice(note.code, params, note.class_name, note.params.get("row"), note.field)
