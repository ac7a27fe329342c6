"""Ties the results of a laboratory's table to the samples, trenches and units of a survey, by their codes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast
from uuid import UUID

from faultgis.records.kinds import AnyRecord
from faultgis.records.sample import LabResult, Sample
from faultgis.services.import_report import Notice, Reading
from faultgis.services.tying import DATUM, SIGMA, Links, Present, plain_code, the_site
from faultgis.store import Rejected


@dataclass
class SampleLinks:
    """The results of one sheet with their samples."""

    reading: Reading
    present: Present
    links: Links
    site: Any = None
    known: dict[str, Any] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)
    trenches: dict[UUID, Any] = field(default_factory=dict)
    by_code: dict[tuple[str, str], list[Any]] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def linked(self) -> Reading:
        """The reading as it can come in."""
        self.site = the_site(self.present, self.links)
        self._index()
        samples = {r.id: r for r in self.reading.records if isinstance(r, Sample)}
        homes = {key: self._home(sample) for key, sample in samples.items()}
        made: list[AnyRecord] = []
        told: set[UUID] = set()
        for record in self.reading.records:  # in the order of the rows
            if not isinstance(record, LabResult):
                continue
            home = homes[record.sample_id]
            if home is None:
                self.rejected.append(self._unknown(record, samples[record.sample_id]))
                continue
            if home.id in samples and home.id not in told:
                made.append(home)
                told.add(home.id)
            made.append(self._settled(replace(record, sample_id=home.id)))
        return self._answer(made)

    def _answer(self, made: Sequence[AnyRecord]) -> Reading:
        reading = cast(Any, self.reading)
        labels = (*reading.labels, *((SIGMA,) if self.links.sigma else ()))
        labels += (DATUM,) if self.links.datum_year is not None else ()
        origins = {kind: dict(fields) for kind, fields in reading.origins.items()}
        result = origins["lab_result"]
        result["sigma"] = (*result["sigma"], SIGMA)
        result["datum_year"] = (*result["datum_year"], DATUM)
        answered = {"lab.sigma_unstated"} if self.links.sigma else set()
        answered |= {"lab.datum_unstated"} if self.links.datum_year is not None else set()
        warnings = [w for w in reading.warnings if w.code not in answered]
        return cast(
            Reading,
            replace(
                reading,
                records=list(made),
                rejected=sorted((*reading.rejected, *self.rejected), key=lambda r: r.row),
                warnings=[*warnings, *self.notices],
                origins=origins,
                labels=labels,
            ),
        )

    def _settled(self, result: LabResult) -> LabResult:
        """The result with what the user said of errors and datum, where the table is silent."""
        said: list[tuple[str, str]] = []
        changes: dict[str, Any] = {}
        if self.links.sigma and not result.sigma:
            changes["sigma"] = self.links.sigma
            said.append((SIGMA, str(self.links.sigma)))
        if self.links.datum_year is not None and result.datum_year is None and result.age_ka is not None:
            changes["datum_year"] = self.links.datum_year
            said.append((DATUM, str(self.links.datum_year)))
        source = replace(result.source, attributes=(*result.source.attributes, *said))
        return replace(result, **changes, source=source)

    def _index(self) -> None:
        """The survey's samples and, at the site, its trenches, walls and units by their codes."""
        for sample in cast(Sequence[Any], self.present.get("sample", ())):
            self.known.setdefault(plain_code(sample.code), sample)
            self.keys.add(sample.source.key)
        trenches = cast(Sequence[Any], self.present.get("trench", ()))
        self.trenches = {t.id: t for t in trenches if self.site is None or t.site_id == self.site.id}
        for kind, name in (("trench", "trench"), ("wall", "wall"), ("strat_unit", "unit")):
            for record in cast(Sequence[Any], self.present.get(kind, ())):
                if (record.id if kind == "trench" else record.trench_id) in self.trenches:
                    self.by_code.setdefault((name, plain_code(record.code)), []).append(record)

    def _home(self, sample: Sample) -> Sample | None:
        """The survey's sample of this code, else the new one in its place, if such are to be made."""
        said = self.reading.links.get(sample.id, {})
        trench = self._one("trench", said)
        wall, unit = (self._one(name, said, trench) for name in ("wall", "unit"))
        sample = self._placed(sample, trench, wall, unit)
        known = self.known.get(plain_code(sample.code))
        if known is not None:
            self._compare(known, sample, trench, unit)
            # One that an import made goes on following its table; one made by hand stays as it is.
            return sample if known.source.key == sample.source.key else cast(Sample, known)
        return sample if self.links.create_samples or sample.source.key in self.keys else None

    def _placed(self, sample: Sample, trench: Any, wall: Any, unit: Any) -> Sample:
        """The new sample in its trench; of the unit or wall alone the trench follows."""
        trench_id = trench.id if trench is not None else next((r.trench_id for r in (unit, wall) if r), None)
        site = self.trenches[trench_id].site_id if trench_id is not None else getattr(self.site, "id", None)
        return replace(
            sample,
            site_id=site,
            trench_id=trench_id,
            wall_id=wall.id if wall is not None else None,
            unit_id=unit.id if unit is not None else None,
        )

    def _one(self, name: str, said: Mapping[str, str], trench: Any = None) -> Any:
        """The record of this code, in the trench if that is known; none or several are said."""
        code = said.get(name, "")
        if not code:
            return None
        found = self.by_code.get((name, plain_code(code)), [])
        found = [r for r in found if trench is None or r.trench_id == trench.id]
        if len(found) == 1:
            return found[0]
        problem = f"link.{name}_{'unknown' if not found else 'several'}"
        self.notices.append(Notice(problem, {"code": code}, self.reading.layer, int(said["row"])))
        return None

    def _compare(self, known: Any, sample: Sample, trench: Any, unit: Any) -> None:
        """Say where the table puts a sample elsewhere than the survey does."""
        for kind, there, here in (("trench", known.trench_id, trench), ("unit", known.unit_id, unit)):
            if here is not None and there is not None and here.id != there:
                shown = {"sample": known.code, "code": here.code}
                row = sample.source.row
                self.notices.append(Notice(f"link.other_{kind}", shown, self.reading.layer, row))

    def _unknown(self, result: LabResult, sample: Sample) -> Rejected:
        values = dict(result.source.attributes)
        labels = self.reading.origins["lab_result"].get("sample_id", ())
        shown = {"sample": sample.code, "text": sample.code}
        row = result.source.row or 0
        return Rejected(row, "link.sample_unknown", next(iter(labels), ""), shown, values)
