"""What the user says where a file is silent, and how records are found by the codes that a file gives."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from faultgis.errors import InputError
from faultgis.records.kinds import AnyRecord

Present = Mapping[str, Sequence[AnyRecord]]
SIGMA, DATUM = "(sigma)", "(datum year)"
"""Labels under which the user's word is kept beside the cells of a row, so that it can be changed later."""
_DASHES = re.compile(r"[‐‑‒–—―−－]")


@dataclass(frozen=True)
class Links:
    """What the user says where a file is silent: the level of errors (1 or 2; 0: not stated), the year from
    which ages in ka count, whether unknown samples are made, and codes of the trench site and the fault;
    ``alike`` what becomes of features that the survey may hold already (``services.alike``)."""

    sigma: int = 0
    datum_year: int | None = None
    create_samples: bool = False
    site: str = ""
    fault: str = ""
    alike: str = ""


def plain_code(code: str) -> str:
    """A code as it is compared: without width, case, blanks and kinds of dashes."""
    wide = _DASHES.sub("-", unicodedata.normalize("NFKC", code))
    return re.sub(r"\s+", "", wide).casefold()


def by_code(present: Present, kind: str, code: str) -> list[Any]:
    """The records of a kind with this code, however it is written."""
    wanted = plain_code(code)
    return [r for r in present.get(kind, ()) if plain_code(cast(Any, r).code) == wanted]


def the_site(present: Present, links: Links) -> Any:
    """The trench site that the user named, or ``None``."""
    return _named(present, "trench_site", links.site, "link.site_unknown")


def the_fault(present: Present, links: Links) -> Any:
    """The fault that the user named, or ``None``."""
    return _named(present, "fault", links.fault, "link.fault_unknown")


def _named(present: Present, kind: str, code: str, error: str) -> Any:
    if not code:
        return None
    found = by_code(present, kind, code)
    if not found:
        known = ", ".join(sorted(cast(Any, r).code for r in present.get(kind, ()))[:12]) or "—"
        raise InputError(error, code=code, known=known)
    return found[0]
