"""All rules over one log."""

from faultgis.walls.log import TrenchLog
from faultgis.walls.rules import ages, areas, events, faulting, images, units
from faultgis.walls.rules.finding import LEVELS, Finding

_RULES = (units.check, areas.check, ages.check, events.check, faulting.check, images.check)


def check(log: TrenchLog) -> list[Finding]:
    """What the rules find, the gravest first; within a level in the order of the rules."""
    found = [finding for rule in _RULES for finding in rule(log)]
    return sorted(found, key=lambda finding: LEVELS.index(finding.level))
