"""One changed record with both its sides, and the kinds of records that an operation touched."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from faultgis.records.kinds import AnyRecord, kind_of


@dataclass(frozen=True)
class Change:
    """A record before and after; ``None`` before means created, ``None`` after means deleted."""

    before: AnyRecord | None
    after: AnyRecord | None

    @property
    def record(self) -> AnyRecord:
        """The side that exists, the new one if both do."""
        side = self.after if self.after is not None else self.before
        assert side is not None
        return side

    @property
    def id(self) -> UUID:
        """The record's key."""
        return self.record.id

    @property
    def kind(self) -> str:
        """The record's kind by name, e.g. ``"trace"``."""
        return kind_of(self.record)

    @property
    def inverse(self) -> "Change":
        """The change that takes this one back."""
        return Change(self.after, self.before)


@dataclass(frozen=True)
class Changes:
    """What an operation touched: ids by kind. Panels look at the kinds and decide for themselves."""

    ids: dict[str, frozenset[UUID]]

    @classmethod
    def of(cls, changes: Iterable[Change]) -> "Changes":
        """Collect the ids of single changes by kind."""
        found: dict[str, set[UUID]] = {}
        for change in changes:
            found.setdefault(change.kind, set()).add(change.id)
        return cls({kind: frozenset(ids) for kind, ids in found.items()})

    def touches(self, *kinds: str) -> bool:
        """Whether any record of these kinds was touched."""
        return any(kind in self.ids for kind in kinds)


@dataclass(frozen=True)
class Conflict:
    """A row that somebody else changed or deleted since we read it: all three sides, none of them lost."""

    kind: str
    id: UUID
    base: AnyRecord | None
    mine: AnyRecord | None
    theirs: AnyRecord | None
