"""Asks the avoidance rules about sites: loads what a survey knows, prepares it once, answers many."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from faultgis.avoidance import answers, telling
from faultgis.avoidance.conditions import Fact
from faultgis.avoidance.deciding import ANSWERS, given_facts, rule_set
from faultgis.avoidance.mapped import Mapped, prepare
from faultgis.avoidance.rules import Rule
from faultgis.avoidance.sites import Site, checked
from faultgis.crs import metres_per_degree
from faultgis.errors import InputError
from faultgis.progress import Progress
from faultgis.records.kinds import AnyRecord
from faultgis.records.survey import Survey

# What an answer is made from.
KINDS = (
    *("fault", "segment", "trace", "deformation_width", "deformation_zone", "buried_point"),
    *("sheet_state", "recurrence", "surface_rupture"),
)


@dataclass(frozen=True)
class Question:
    """A rule with what the user states of the building and the ground, checked."""

    rule: Rule
    given: Mapping[str, Fact]


class Told(Protocol):
    """Answered questions, few or very many (``screening.Screened``)."""

    @property
    def question(self) -> Question:
        """What was asked."""
        ...

    @property
    def sites(self) -> Sequence[Site]:
        """The sites asked about."""
        ...

    @property
    def outcomes(self) -> Mapping[str, int]:
        """How many sites got which answer."""
        ...

    @property
    def data_version(self) -> int | None:
        """The data version that the answers rest on."""
        ...


@dataclass(frozen=True)
class Assessed:
    """The answers in the order of the sites, and the data version that they rest on."""

    question: Question
    answers: tuple[answers.Answer, ...]
    data_version: int | None

    @property
    def sites(self) -> list[Site]:
        """The sites asked about."""
        return [each.site for each in self.answers]

    @property
    def outcomes(self) -> Mapping[str, int]:
        """How many sites got which answer, from the gravest on."""
        counts = Counter(each.answer for each in self.answers)
        return {answer: counts[answer] for answer in ANSWERS if counts[answer]}

    def values(self) -> list[dict[str, Any]]:
        """The answers as documents (``telling.value``)."""
        return [telling.value(each, self.data_version) for each in self.answers]

    def canonical(self) -> list[str]:
        """The answers as texts that the same data and question give again, byte for byte."""
        return [telling.canonical(each) for each in self.values()]


def question(rule_id: str, given: Mapping[str, Any]) -> Question:
    """A question under a rule. Raises ``InputError`` as ``rule_set`` and ``given_facts`` do."""
    rule = rule_set(rule_id)
    return Question(rule, given_facts(rule, given))


def ready(
    survey: Survey,
    records: Mapping[str, Iterable[AnyRecord]],
    asked: Question | None = None,
    sites: Sequence[Site] = (),
) -> Mapped:
    """A survey's records made ready: for any question, or quicker for one question about few sites."""
    boxes = [fit.geometry.bounds for fit in map(checked, sites) if fit.geometry and fit.problem is None]
    if asked is None or not boxes:
        return prepare(survey, records)
    west, south, east, north = (
        pick(values) for pick, values in zip((min, min, max, max), zip(*boxes, strict=True), strict=True)
    )
    east_m, north_m = metres_per_degree(min(85.0, max(abs(south), abs(north)) + 1))
    dx, dy = 1.1 * asked.rule.reach_m / east_m, 1.1 * asked.rule.reach_m / north_m
    return prepare(survey, records, (west - dx, south - dy, east + dx, north + dy))


def assess(
    surveys: Sequence[Mapped],
    asked: Question,
    sites: Sequence[Site],
    data_version: int | None = None,
    progress: Progress | None = None,
) -> Assessed:
    """The answers for sites from all these surveys: for each site the gravest one of the surveys that could
    evaluate it. Raises ``InputError("avoidance.no_survey")`` where there is none."""
    if not surveys:
        raise InputError("avoidance.no_survey")
    progress = progress or Progress()
    found = []
    for number, site in enumerate(sites):
        if number % 100 == 0:
            progress.report("advice.assessing", number, len(sites))
        fit = checked(site)
        found.append(answers.worst([answers.assess(m, asked.rule, asked.given, fit) for m in surveys]))
    return Assessed(asked, tuple(found), data_version)
