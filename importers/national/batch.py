"""What reading a national package gives: its rows by class."""

from dataclasses import dataclass, field

from faultgis.national.rows import Row
from faultgis.national.template import Template
from importers.batch import Batch

KIND = "national"


@dataclass
class NationalBatch(Batch):
    """The rows of a package, in the order of its layers; ``columns`` are the fields that each class has
    there, ``files`` those beside the data by the names that rows give them, each with its path and SHA-256.
    ``has_shapes`` is false for tables, whose rows have places at most."""

    template: Template | None = None
    rows: dict[str, list[Row]] = field(default_factory=dict)
    columns: dict[str, frozenset[str]] = field(default_factory=dict)
    files: dict[str, tuple[str, str]] = field(default_factory=dict)
    has_shapes: bool = True
