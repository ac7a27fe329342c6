"""How a record of the survey takes what a package changed, and how a new one is made."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any
from uuid import UUID

from faultgis.changes import Change
from faultgis.national import kept
from faultgis.national.template import Template
from faultgis.services.national_matching import references_of

_KEPT = frozenset({"id", "survey_id", "source", "stamp"})


@dataclass(frozen=True)
class Merging:
    """``pairs`` are the survey's records for those that its own rows read back to, ``final`` the ids under
    which records of the package will stand."""

    template: Template
    pairs: Mapping[UUID, Any]
    final: Mapping[UUID, UUID]
    batch_id: UUID

    def created(self, record: Any) -> Change:
        record = replace(record, **self._references(record))
        return Change(None, replace(record, source=replace(record.source, batch_id=self.batch_id)))

    def _references(self, record: Any) -> dict[str, UUID]:
        return {
            name: self.final[target]
            for name in references_of(record)
            if (target := getattr(record, name)) in self.final
        }

    def merged(self, new: Any, old: Any, present: Any) -> Change | None:
        """The present record with what the cells changed; ``None``: nothing."""
        taken: dict[str, Any] = {}
        for field in fields(new):
            name = field.name
            before, after = getattr(old, name), getattr(new, name)
            if name in _KEPT or before == after:
                continue
            if name.endswith("_id"):
                before, after = self._present_of(before), self.final.get(after, after)
                if before == after:
                    continue
            taken[name] = after
        source = self._source(new, old, present)
        merged = replace(present, **taken, source=source)
        return None if merged == present else Change(present, merged)

    def _present_of(self, old: UUID | None) -> UUID | None:
        pair = self.pairs.get(old) if old is not None else None
        return pair.id if pair is not None else old

    def _source(self, new: Any, old: Any, present: Any) -> Any:
        """The present source with the package's cells. A record that was never read from a package keeps
        where it comes from; the cells stand there under their class."""
        before, after = dict(old.source.attributes), dict(new.source.attributes)
        if before == after or (not before and not after):
            return present.source
        own, name = kept.source_class(present), kept.source_class(new)
        if own == name and self.template.find(name) is not None:
            return replace(new.source, batch_id=self.batch_id, key=present.source.key)
        cells = {f"{name}.{label}" if "." not in label else label: text for label, text in after.items()}
        others = {n: t for n, t in present.source.attributes if n not in cells and n != kept.DIFFERS}
        return replace(present.source, attributes=tuple({**others, **cells}.items()))
