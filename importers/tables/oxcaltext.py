"""OxCal's text on its way into a trench site: its dates are counted; the import puts it into the site."""

import hashlib
import re
from pathlib import Path

from faultgis.dating import oxcal
from faultgis.records.provenance import new_id
from importers.batch import Batch, Problem
from importers.tables.textfile import read_text

KIND = "oxcal"
TEXT = "text"
_MARK = re.compile(r"\b(?:Sequence|Phase|R_Date|R_F14C|Boundary|Plot)\s*\(")


def looks_like(text: str) -> bool:
    """Whether a text is OxCal's: two of its commands stand in it."""
    return len(set(_MARK.findall(text[:20_000]))) > 1


def read_oxcal(path: Path, *, encoding: str | None = None) -> Batch:
    """The text with its dates as features; the records are made where its site is known (``Batch.links``).

    Raises ``InputError`` as ``read_text`` and ``oxcal.read``.
    """
    text, found = read_text(path, encoding)
    model = oxcal.read(text)
    dates = sum(len(entry.get("phase", ())) for entry in model.entries)
    batch = Batch(str(path), model.name or path.stem, KIND, "", found, read=dates)
    batch.mapping, batch.crs_accuracy_m = "OxCal", 0.0
    batch.sha256 = hashlib.sha256(text.encode()).hexdigest()
    batch.links[new_id()] = {TEXT: text}
    if model.aside:
        batch.warnings.append(Problem("oxcal.aside", {"names": ", ".join(model.aside)}))
    return batch
