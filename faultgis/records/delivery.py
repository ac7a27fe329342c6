"""What passes between a survey and the national database: rows without a record of their own, deliveries,
waivers, and what the national side sent back."""

from dataclasses import dataclass
from datetime import date, datetime

from shapely.geometry.base import BaseGeometry

from faultgis.records.provenance import Record
from faultgis.values import Document


@dataclass(frozen=True, kw_only=True)
class TemplateRow(Record):
    """A row of a class of the national template for which there is no record: it comes out as it came in.

    ``class_name`` is the class, ``template`` the template that it was read by, ``code`` its national ID as
    it stands (perhaps empty, perhaps not unique), ``values`` its cells by field name, text as text and
    numbers as numbers. The shape is in CGCS2000 degrees.
    """

    geometry: BaseGeometry | None = None
    class_name: str
    code: str = ""
    template: str = ""
    values: Document = Document()


@dataclass(frozen=True, kw_only=True)
class Waiver(Record):
    """A finding that somebody answers for. It holds as long as ``finding`` does: the key of the finding,
    which names the rule, the row, the field and what stands there. It travels with each delivery."""

    finding: str
    rule: str
    class_name: str = ""
    row_code: str = ""
    field: str = ""
    message: str = ""
    reason: str
    waived_by: str = ""
    waived_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Delivery(Record):
    """An entry in the register of deliveries: who sent what, when, from which data version.

    ``number`` counts from 1 within the survey; ``since`` is the delivery that an incremental one follows (0:
    a full one). ``settings`` are all that decides the rows (division, secrecy, precision, left-out classes);
    ``counts`` rows by class as [full, added, changed, deleted]; ``redactions`` what the secrecy filter left
    out or made coarser. ``manifest_sha256`` is the checksum of the package's manifest. ``receipt`` is what
    the national side answered.
    """

    number: int
    data_version: int = 0
    since: int = 0
    template: str = ""
    template_version: str = ""
    mapping: str = ""
    mapping_sha256: str = ""
    formats: str = ""
    level: int = 0
    recipient: str = ""
    reason: str = ""
    delivered_at: datetime | None = None
    delivered_by: str = ""
    path: str = ""
    manifest_sha256: str = ""
    score: float | None = None
    receipt: str = ""
    receipt_on: date | None = None
    settings: Document = Document()
    counts: Document = Document()
    redactions: Document = Document()


@dataclass(frozen=True, kw_only=True)
class Rejection(Record):
    """What the national side found wrong in a delivery. ``state`` is open, settled or refused."""

    delivery: int = 0
    class_name: str = ""
    row_code: str = ""
    field: str = ""
    rule: str = ""
    message: str = ""
    state: str = "open"
    received_on: date | None = None
    answer: str = ""
