"""The columns of the attribute table: what of a record each shows and sorts by."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from faultgis.records.files import PointCloud, Raster
from faultgis.records.kinds import AnyRecord
from faultgis.records.trace import Trace
from faultgis.services.editing import EditingSession
from ui import cloud_words
from ui.forms import shown
from ui.forms.fields import Field, fields
from ui.words import tr

UNTITLED = ("trace", "measurement", "deformation_width")


@dataclass(frozen=True)
class Column:
    """One column: how it is headed, and what of a record it shows and sorts by. ``prepare`` is told of all
    records before they are sorted."""

    label: str
    unit: str
    number: bool
    text: Callable[[EditingSession, AnyRecord], str]
    key: Callable[[EditingSession, AnyRecord], shown.SortKey]
    field: Field | None = None
    prepare: Callable[[Sequence[AnyRecord]], None] | None = None

    @property
    def header(self) -> str:
        """The label with the unit in brackets."""
        unit = shown.unit_word(self.unit)
        return f"{tr(self.label)} ({unit})" if unit else tr(self.label)


def _of_field(field: Field) -> Column:
    number = field.editor in ("number", "integer", "estimate")
    return Column(
        field.label,
        field.unit,
        number,
        lambda session, record: shown.cell(session, record, field),
        lambda session, record: shown.sort_key(session, record, field),
        field,
    )


class _Lengths:
    """Lengths of traces in kilometres, measured once for each geometry."""

    def __init__(self) -> None:
        self._known: dict[UUID, tuple[Any, float]] = {}

    def of(self, record: AnyRecord) -> float:
        """The length of a trace."""
        if not isinstance(record, Trace):
            return 0.0
        known = self._known.get(record.id)
        if known is None or known[0] is not record.geometry:
            self.measure([record])
            known = self._known[record.id]
        return known[1]

    def forget(self) -> None:
        """Let go of what another survey held."""
        self._known = {}

    def measure(self, records: Sequence[AnyRecord]) -> None:
        """Measure many at a time, which is much faster."""
        from faultgis.crs import lengths_m

        held, traces = self._known, [record for record in records if isinstance(record, Trace)]
        fresh = [t for t in traces if t.id not in held or held[t.id][0] is not t.geometry]
        for trace, metres in zip(fresh, lengths_m([t.geometry for t in fresh]), strict=True):
            held[trace.id] = (trace.geometry, float(metres) / 1000)


_LENGTHS = _Lengths()
TITLE = Column(
    "Name",
    "",
    False,
    lambda _session, record: shown.title(record),
    lambda _session, record: shown.text_key(shown.title(record)),
)
LENGTH = Column(
    "Length",
    "km",
    True,
    lambda _session, record: f"{_LENGTHS.of(record):.2f}",
    lambda _session, record: (0, _LENGTHS.of(record), ()),
    prepare=_LENGTHS.measure,
)


GRID = Column(
    "Local grid",
    "",
    False,
    lambda session, record: _grid(session, record),
    lambda session, record: shown.text_key(_grid(session, record)),
)


def _grid(session: EditingSession, record: AnyRecord) -> str:
    """The local grid in which a marker was measured; empty for one on the earth."""
    return shown.title(session.get("local_grid", getattr(record, "local_grid_id", None)))


SYSTEM = Column(
    "Coordinate system",
    "",
    False,
    lambda _session, record: _of_file(record, cloud_words.system_of),
    lambda _session, record: shown.text_key(_of_file(record, cloud_words.system_of)),
)
DATUM = Column(
    "Height datum",
    "",
    False,
    lambda _session, record: _of_file(record, lambda kept: cloud_words.datum_of(kept.vertical_datum)),
    lambda _session, record: shown.text_key(_of_file(record, lambda kept: kept.vertical_datum)),
)


def _of_file(record: AnyRecord, say: Callable[[PointCloud | Raster], str]) -> str:
    return say(record) if isinstance(record, PointCloud | Raster) else ""


def _number(name: str, label: str, unit: str = "") -> Column:
    """A number that nobody types."""
    field = Field(name, label, "number", unit=unit)
    return Column(label, unit, True, *_of(field))


def _of(field: Field) -> tuple[Callable[[EditingSession, AnyRecord], str], Callable[..., shown.SortKey]]:
    return (
        lambda session, record: shown.cell(session, record, field),
        lambda session, record: shown.sort_key(session, record, field),
    )


FILE_COLUMNS = {
    "point_cloud": (_number("points", "Points"), _number("density_m2", "Points per m²"), SYSTEM, DATUM),
    "raster": (_number("cell_m", "Cell size", "m"), SYSTEM, DATUM),
}


def forget_lengths() -> None:
    """Another survey is open."""
    _LENGTHS.forget()


def columns(kind: str) -> list[Column]:
    """The columns of a kind's table, from the same field table as its form."""
    made = [_of_field(field) for field in fields(kind) if field.column]
    if kind in UNTITLED:
        made.insert(0, TITLE)
    if kind == "trace":
        made.insert(1, LENGTH)
    made[1:1] = FILE_COLUMNS.get(kind, ())
    if kind == "offset_marker":
        made.append(GRID)
    return made
