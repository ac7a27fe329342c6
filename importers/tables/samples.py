"""Tables of laboratory results: one row is one result of one sample."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from faultgis.errors import InputError
from faultgis.progress import Progress
from faultgis.records.provenance import Source
from faultgis.records.sample import LabResult, Sample
from faultgis.records.survey import Survey
from faultgis.services.tying import plain_code
from faultgis.store import Rejected
from importers import mappings
from importers.batch import Batch, Problem
from importers.fields import FieldReader, Row
from importers.mappings import Template
from importers.tables import heads as headings
from importers.tables.cells import PLACES, is_remark, oddity, text_of
from importers.tables.grid import EMPTY, Sheet, address
from importers.tables.heads import AGES, Head
from importers.tables.results import Stated, as_reported, row_text, state

KIND = "samples"
_RESULT_FIELDS = (
    "laboratory", "lab_code", "method", "c14_age", "c14_error", "f14c", "f14c_error", "delta13c", "curve",
    "delta_r", "delta_r_error", "age_ka", "age_minus_ka", "age_plus_ka", "datum_year", "sigma", "reported",
    "reported_on", "rejected", "reason",
)  # fmt: skip


def read_results(
    sheet: Sheet, survey: Survey, file: str, *, mapping: str | None = None, progress: Progress | None = None
) -> Batch:
    """A sheet's rows as ``LabResult``, each with the ``Sample`` that it names; the import finds that sample,
    its trench and its unit in the survey by their codes.

    Raises ``InputError("table.no_heads")`` where no row names the columns; as ``mappings.choose``.
    """
    template, evidence = mappings.choose(mapping, (), KIND)
    found = headings.find(sheet, template)
    if found is None:
        raise InputError("table.no_heads", file=file, layer=sheet.name)
    return _Table(sheet, survey, file, template, *found).read(evidence, progress or Progress())


class _Table:
    """One sheet on its way to records."""

    def __init__(
        self,
        sheet: Sheet,
        survey: Survey,
        file: str,
        template: Template,
        top: int,
        heads: Sequence[Head],
    ) -> None:
        self.sheet, self.survey, self.file, self.top = sheet, survey, file, top
        self.heads = list(heads)
        self.by_target = {head.target: head for head in reversed(self.heads) if head.target}
        self.by_name = {head.name: head for head in self.heads}
        self.reader = FieldReader(headings.explicit(template, heads), [head.name for head in self.heads])
        self.batch = Batch(file, sheet.name, KIND, "", sheet.encoding)
        self.batch.mapping, self.batch.crs_accuracy_m = template.name, 0.0
        self.seen: dict[str, int] = {}
        self.numbers: Counter[str] = Counter()
        self.samples: dict[str, Sample] = {}

    def read(self, evidence: tuple[str, ...], progress: Progress) -> Batch:
        """All rows below the heads."""
        batch = self.batch
        batch.mapping_evidence = evidence or tuple(head.name for head in self.heads if head.target)
        batch.labels = tuple(head.name for head in self.heads)
        batch.origins = self._origins()
        rows = sorted({row for row, _ in self.sheet.cells if row > self.top})
        for at, number in enumerate(rows):
            if at % 200 == 0:
                progress.report("import.reading", at, len(rows))
            self._take(number)
        batch.cells = self.reader.cells
        batch.warnings += self.reader.unknown_columns()
        batch.warnings += self._unstated()
        return batch

    def _origins(self) -> dict[str, dict[str, tuple[str, ...]]]:
        def labels(*starts: str) -> tuple[str, ...]:
            return tuple(head.name for head in self.heads if head.target.startswith(starts))

        result = dict.fromkeys(_RESULT_FIELDS, labels("result."))
        result |= {"notes": labels("result.notes"), "sample_id": labels("sample.code")}
        names = {"material": "material", "depth_m": "depth", "collector": "collector", "method": "method"}
        sample = {field: labels(f"sample.{name}", f"result.{name}") for field, name in names.items()}
        sample |= {"collected_on": labels("sample.collected_on")}
        sample |= {f"{name}_id": labels(f"place.{name}") for name in PLACES}
        return {"lab_result": result, "sample": sample}

    # One row

    def _take(self, number: int) -> None:
        cells = {head.name: self.sheet.cells.get((number, head.column), EMPTY) for head in self.heads}
        filled = [name for name, value in cells.items() if value.text or value.odd]
        if not filled:
            return
        if is_remark(filled, self.heads):
            self.batch.warnings.append(Problem("table.remark", {"text": cells[filled[0]].text}, row=number))
            return
        self.batch.read += 1
        heads = self.by_name
        odd = [p for name, value in cells.items() if (p := oddity(heads[name], number, value)) is not None]
        spoilt = {problem.field for problem in odd}
        texts = {name: text_of(heads[name], value) for name, value in cells.items() if name not in spoilt}
        row = self.reader.read(number, texts)
        row.states |= dict.fromkeys(spoilt, "rejected")
        row.texts |= {name: cells[name].text for name in spoilt if cells[name].text}
        row.problems = [*odd, *row.problems]
        try:
            self._settle(row)
        except InputError as error:
            self._refuse(row, error)
        self.reader.count(row)

    def _settle(self, row: Row) -> None:
        self._check_age_cells(row)
        sample_code, lab_code = (str(row.values.get(t, "")) for t in ("sample.code", "result.lab_code"))
        if not sample_code and "sample.code" in self.by_target:
            raise self._error("lab.no_sample", row, "sample.code")
        if not sample_code and not lab_code:
            raise self._error("lab.no_code", row, "result.lab_code")
        stated = state(row, self.by_target)
        sample = self._sample(row, sample_code or lab_code, str(stated.fields["method"]))
        key = self._key(row, sample.code, lab_code, str(stated.fields["method"]))
        if sample.source.key not in self.samples:
            self.samples[sample.source.key] = sample
            self.batch.records.append(sample)
        self.batch.records.append(self._result(row, stated, sample, key))
        self._remark(row, stated)

    def _check_age_cells(self, row: Row) -> None:
        """An age that cannot be read makes the row worthless; so does a number of the sample."""
        for problem in row.problems:
            head = self.by_name.get(problem.field)
            if head is None or row.states.get(head.name) != "rejected":
                continue
            ages = head.target in AGES or ("error" in head.target and "delta" not in head.target)
            if ages or head.target in ("sample.code", "result.lab_code", "result.method"):
                shown = {"cell": address(row.number, head.column), **problem.params}
                raise InputError(problem.code, row=row.number, field=head.name, **shown)

    def _error(self, code: str, row: Row, target: str, **params: Any) -> InputError:
        head = self.by_target[target]
        cell = address(row.number, head.column)
        text = row.texts.get(head.name, "")
        return InputError(code, row=row.number, field=head.name, cell=cell, text=text, **params)

    def _key(self, row: Row, sample: str, lab_code: str, method: str) -> str:
        """A result is known by its laboratory number, else by its sample, method and turn."""
        if lab_code:
            key = f"lab:{plain_code(lab_code)}"
            if key in self.seen:
                raise self._error("lab.duplicate", row, "result.lab_code", first=self.seen[key])
            self.seen[key] = row.number
            return key
        base = f"lab:{plain_code(sample)}/{method}"
        self.numbers[base] += 1
        return base if self.numbers[base] == 1 else f"{base}/{self.numbers[base]}"

    def _sample(self, row: Row, code: str, method: str) -> Sample:
        key = f"sample:{plain_code(code)}"
        if key in self.samples:
            return self.samples[key]
        depth = self._depth(row)
        sample = Sample(
            survey_id=self.survey.id,
            code=code.strip(),
            method=method,
            material=str(row.values.get("sample.material", "")),
            depth_m=depth,
            collected_on=row.values.get("sample.collected_on"),
            collector=str(row.values.get("sample.collector", "")),
            source=self._source(row, key),
        )
        places = {name: str(row.values.get(f"place.{name}", "")) for name in PLACES}
        self.batch.links[sample.id] = {"row": str(row.number)} | {k: v for k, v in places.items() if v}
        return sample

    def _depth(self, row: Row) -> float | None:
        depth, head = row.values.get("sample.depth"), self.by_target.get("sample.depth")
        if depth is None or head is None:
            return None
        if head.unit not in ("m", "cm"):
            row.refuse("sample.depth", "lab.depth_unit", text=row.texts.get(head.name, ""))
            return None
        return float(depth) / 100 if head.unit == "cm" else float(depth)

    def _result(self, row: Row, stated: Stated, sample: Sample, key: str) -> LabResult:
        fields = {"lab_code": "", **stated.fields, "reported": as_reported(row, self.heads)}
        fields["notes"] = str(fields.get("notes", ""))
        source = self._source(row, key)
        return LabResult(survey_id=self.survey.id, sample_id=sample.id, **fields, source=source)

    def _source(self, row: Row, key: str) -> Source:
        return Source(
            file=Path(self.file).name,
            layer=self.sheet.name,
            row=row.number,
            key=key,
            method="table",
            reference=str(row.values.get("source.reference", "")),
            attributes=tuple(row.texts.items()),
        )

    def _remark(self, row: Row, stated: Stated) -> None:
        for code, target, params in stated.remarks:
            cell = address(row.number, self.by_target[target].column)
            shown = {"cell": cell, "text": row_text(row, self.by_target, target), **params}
            row.flag(target, code, **shown)
        for problem in row.problems:
            head = self.by_name.get(problem.field)
            shown = {"cell": address(row.number, head.column)} if head is not None else {}
            self.batch.warnings.append(replace(problem, params={**shown, **problem.params}))

    def _refuse(self, row: Row, error: InputError) -> None:
        params = dict(error.params)
        self.batch.rejected.append(
            Rejected(row.number, error.code, error.field or "", params, dict(row.texts))
        )
        row.states = {c: "empty" if s == "empty" else "rejected" for c, s in row.states.items()}

    def _unstated(self) -> list[Problem]:
        """What the table leaves open and only its user can know."""
        results = [r for r in self.batch.records if isinstance(r, LabResult) and not r.rejected]
        open_sigma = sum(r.sigma == 0 for r in results)
        open_datum = sum(r.datum_year is None and r.age_ka is not None for r in results)
        found = [Problem("lab.sigma_unstated", {"count": open_sigma})] if open_sigma else []
        found += [Problem("lab.datum_unstated", {"count": open_datum})] if open_datum else []
        if "sample.code" not in self.by_target:
            found.append(Problem("lab.code_as_sample"))
        return found


def summary(batch: Batch) -> Mapping[str, int]:
    """How many results of each method a batch holds."""
    return Counter(r.method for r in batch.records if isinstance(r, LabResult))


__all__ = ["KIND", "read_results", "summary"]
