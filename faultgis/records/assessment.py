"""What was asked about sites and answered: the register of certificates, and the log of queries."""

from dataclasses import dataclass
from datetime import datetime

from shapely.geometry.base import BaseGeometry

from faultgis.records.provenance import Record
from faultgis.values import Document


@dataclass(frozen=True, kw_only=True)
class Certificate(Record):
    """An issued answer, never changed afterwards.

    ``code`` is its number; ``question`` and ``answer`` are canonical JSON, so that a replay from
    ``data_version`` can be compared byte by byte; ``answer_hash`` is the SHA-256 of the answer,
    ``geometry_hash`` that of the site. ``path`` is the PDF, relative to the folder of certificates.
    """

    geometry: BaseGeometry
    code: str
    rule: str
    edition: str = ""
    site_name: str = ""
    building_class: str = ""
    intensity: int | None = None
    outcome: str = ""
    data_version: int = 0
    question: Document = Document()
    answer: Document = Document()
    answer_hash: str = ""
    geometry_hash: str = ""
    issued_at: datetime | None = None
    issued_by: str = ""
    language: str = "zh"
    path: str = ""
    sha256: str = ""


@dataclass(frozen=True, kw_only=True)
class SiteQuery(Record):
    """One question about a site, whoever asked it: kept so that what was answered can be looked up."""

    geometry: BaseGeometry | None = None
    rule: str = ""
    outcome: str = ""
    sites: int = 1
    data_version: int = 0
    question: Document = Document()
    asked_at: datetime | None = None
    asked_by: str = ""
