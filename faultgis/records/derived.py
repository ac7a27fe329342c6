"""What is calculated from records, with all that is needed to calculate it again and to see it turn stale."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from faultgis.records.provenance import Record
from faultgis.values import Document, Estimate


@dataclass(frozen=True, kw_only=True)
class Derived:
    """How a result came about: pairs of kind and id of the records that went in, a hash of what they said,
    the function of ``faultgis compute`` with its request and answer, the convention followed, the seed (in
    the request), and the version of the software. Equal request, equal answer."""

    inputs: tuple[tuple[str, str], ...] = ()
    input_hash: str = ""
    function: str = ""
    convention: str = ""
    software: str = ""
    computed_at: datetime | None = None
    request: Document = Document()
    results: Document = Document()


@dataclass(frozen=True, kw_only=True)
class CalibratedAge(Record, Derived):
    """The age of one laboratory result: a calendar year (AD positive, BC negative) with its 95 % range."""

    result_id: UUID
    sample_id: UUID
    age: Estimate | None = None


@dataclass(frozen=True, kw_only=True)
class ChronologyModel(Record, Derived):
    """Ages of a site constrained by its stratigraphic order. ``model`` is the sequence as laid out, oldest
    first; one chronology of a site is its default."""

    code: str
    site_id: UUID
    author: str = ""
    is_default: bool = False
    model: Document = Document()


@dataclass(frozen=True, kw_only=True)
class EventAge(Record, Derived):
    """The age of an event in a chronology: a calendar year with its 95 % range."""

    chronology_id: UUID
    event_id: UUID
    age: Estimate | None = None


@dataclass(frozen=True, kw_only=True)
class Displacement(Record, Derived):
    """How far an event or all events since a marker moved the ground, in metres; ``projection`` says how the
    measured component became ``component``, with the dip and rake taken, in degrees."""

    event_id: UUID | None = None
    marker_id: UUID | None = None
    component: str = "vertical"
    amount: Estimate | None = None
    projection: str = ""
    dip: Estimate | None = None
    rake: Estimate | None = None


@dataclass(frozen=True, kw_only=True)
class SlipRate(Record, Derived):
    """A slip rate in mm/a at a site or, where ``representative``, of a fault or segment after ``rule``."""

    code: str = ""
    fault_id: UUID | None = None
    segment_id: UUID | None = None
    site_id: UUID | None = None
    marker_id: UUID | None = None
    component: str = "strike_slip"
    rate: Estimate | None = None
    representative: bool = False
    rule: str = ""


@dataclass(frozen=True, kw_only=True)
class Recurrence(Record, Derived):
    """The recurrence interval in years of a fault or segment, from a chronology or a moment balance; ``cov``
    the coefficient of variation, ``elapsed`` the years since the last event."""

    code: str = ""
    fault_id: UUID | None = None
    segment_id: UUID | None = None
    chronology_id: UUID | None = None
    basis: str = "chronology"
    interval: Estimate | None = None
    cov: Estimate | None = None
    elapsed: Estimate | None = None


@dataclass(frozen=True, kw_only=True)
class Probability(Record, Derived):
    """The probability of rupture within ``window_years`` from ``from_year``, under a renewal model; ``low``
    and ``high`` are its range over what is not known."""

    code: str = ""
    fault_id: UUID | None = None
    segment_id: UUID | None = None
    recurrence_id: UUID | None = None
    model: str = "bpt"
    from_year: int = 0
    window_years: int = 50
    probability: float | None = None
    low: float | None = None
    high: float | None = None
