"""The rules that a trench log is checked by, live: what they find names the place and the records."""

from faultgis.walls.rules.checking import check
from faultgis.walls.rules.finding import LEVELS, Finding

__all__ = ["LEVELS", "Finding", "check"]
