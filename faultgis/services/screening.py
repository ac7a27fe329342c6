"""Asks the avoidance rules about very many sites: columns for all, a whole answer when one is opened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from faultgis.avoidance import answers, telling
from faultgis.avoidance.deciding import ANSWERS
from faultgis.avoidance.mapped import Mapped
from faultgis.avoidance.near import NEARLY_M
from faultgis.avoidance.screening import NOT_EVALUATED, Columns, screen
from faultgis.avoidance.sites import Site, checked
from faultgis.errors import InputError
from faultgis.progress import Progress
from faultgis.services.assessing import Question

# So many whole answers are kept, e.g. of the rows that a table shows.
KEPT = 2000
Value = dict[str, Any]


@dataclass(frozen=True)
class Screened(Sequence[Value]):
    """The answers for many sites. ``surveys`` are those asked, ``columns`` their answers; ``which`` tells for
    each site the survey whose answer counts. Item n is the whole answer of site n as a document
    (``telling.value``), made when it is asked for."""

    question: Question
    sites: Sequence[Site]
    surveys: Sequence[Mapped]
    columns: Sequence[Columns]
    which: NDArray[np.int16]
    data_version: int | None = None
    _kept: dict[int, Value] = field(default_factory=dict, compare=False, repr=False)

    def __len__(self) -> int:
        return len(self.sites)

    @overload
    def __getitem__(self, number: int) -> Value: ...

    @overload
    def __getitem__(self, number: slice) -> list[Value]: ...

    def __getitem__(self, number: int | slice) -> Value | list[Value]:
        if isinstance(number, slice):
            return [self[each] for each in range(*number.indices(len(self)))]
        if number >= len(self):
            raise IndexError(number)
        if number not in self._kept:
            if len(self._kept) >= KEPT:
                self._kept.pop(next(iter(self._kept)))
            self._kept[number] = self._whole(number)
        return self._kept[number]

    def _whole(self, number: int) -> Value:
        site, asked = checked(self.sites[number]), self.question
        found = [answers.assess(mapped, asked.rule, asked.given, site) for mapped in self.surveys]
        return telling.value(answers.worst(found), self.data_version)

    def brief(self, number: int) -> Value:
        """What a table tells of a site: its answer without reasons where the columns have all the rest."""
        columns, mapped = self.columns[self.which[number]], self.surveys[self.which[number]]
        if not columns.whole[number]:
            return self._whole(number)
        known = mapped.known[columns.strand[number]]
        row = self.question.rule.rows[columns.row[number]]
        distance, error = float(columns.distance[number]), float(columns.error[number])
        wide = not np.isnan(columns.width[number])
        return {
            "site": self.sites[number].name,
            "row": self.sites[number].row,
            "answer": ANSWERS[columns.answer[number]],
            "rule": self.question.rule.id,
            "rule_version": self.question.rule.version,
            "article": row.id,
            "clause": row.clause or None,
            "confidence": row.confidence,
            "width_m": round(float(columns.width[number]), 3) if wide else None,
            "distance_m": round(distance, 1),
            "distance_low_m": round(max(0.0, distance - error), 1),
            "distance_high_m": round(distance + error, 1),
            "location_error_m": round(error, 3),
            "fault": known.fault.code if known.fault is not None else None,
            "survey": mapped.survey.code,
            "reasons": [],
            "unknowns": [],
            "data_version": self.data_version,
        }

    def column(self, name: str) -> NDArray[Any]:
        """One of the columns over all surveys: that of the survey whose answer counts."""
        found = np.stack([getattr(columns, name) for columns in self.columns])
        return found[self.which, np.arange(len(self))]

    def faults(self) -> NDArray[np.str_]:
        """The code of each site's fault."""
        tables = [
            np.array([*(k.fault.code if k.fault is not None else "" for k in m.known), ""])
            for m in self.surveys
        ]
        strands = self.column("strand")
        widest = max(table.dtype.itemsize for table in tables) // 4
        found = np.zeros(len(self), dtype=f"<U{max(widest, 1)}")
        for number, table in enumerate(tables):
            mine = self.which == number
            found[mine] = table[strands[mine]]
        return found

    def articles(self) -> NDArray[np.str_]:
        """The article that each site's answer rests on."""
        articles = np.array([*(row.id for row in self.question.rule.rows), ""])
        return np.asarray(articles[self.column("row")])

    @property
    def outcomes(self) -> Mapping[str, int]:
        """How many sites got which answer, from the gravest on."""
        counts = np.bincount(self.column("answer"), minlength=len(ANSWERS))
        return {answer: int(count) for answer, count in zip(ANSWERS, counts, strict=True) if count}

    @property
    def shapes(self) -> NDArray[np.object_]:
        """The sites that can be shown; ``None`` for the others."""
        found = [site.geometry if site.problem is None else None for site in self.sites]
        return np.array(found, dtype=object)


def screened(
    surveys: Sequence[Mapped],
    asked: Question,
    sites: Sequence[Site],
    data_version: int | None = None,
    progress: Progress | None = None,
) -> Screened:
    """The answers for many sites, as ``assessing.assess`` gives them. Raises
    ``InputError("avoidance.no_survey")`` where there is no survey."""
    if not surveys:
        raise InputError("avoidance.no_survey")
    found = [screen(mapped, asked.rule, asked.given, sites, progress) for mapped in surveys]
    which = _gravest(surveys, found)
    made = Screened(asked, sites, surveys, found, which, data_version)
    for number in np.flatnonzero(_alike(found)).tolist() if len(surveys) > 1 else ():
        code = made[number]["survey"]
        which[number] = next(i for i, mapped in enumerate(surveys) if mapped.survey.code == code)
    return made


def _keys(found: Sequence[Columns]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """How grave the surveys' answers are (what could not be evaluated last), and their distances."""
    answer = np.stack([columns.answer for columns in found]).astype(np.int64)
    grave = np.where(answer == NOT_EVALUATED, len(ANSWERS), answer)
    distance = np.stack([columns.distance for columns in found])
    return grave, np.where(np.isnan(distance), np.inf, distance)


def _gravest(surveys: Sequence[Mapped], found: Sequence[Columns]) -> NDArray[np.int16]:
    """For each site the survey whose answer counts (``answers.worst``)."""
    grave, distance = _keys(found)
    codes = np.argsort(np.argsort([mapped.survey.code for mapped in surveys]))
    order = np.lexsort((np.broadcast_to(codes[:, None], grave.shape), distance, grave), axis=0)
    best: NDArray[np.int16] = order[0].astype(np.int16)
    return best


def _alike(found: Sequence[Columns]) -> NDArray[np.bool_]:
    """Where two surveys say the same from distances too alike to tell which is the nearer."""
    grave, distance = _keys(found)
    best = np.take_along_axis(grave, np.lexsort((distance, grave), axis=0), axis=0)
    near = np.take_along_axis(distance, np.lexsort((distance, grave), axis=0), axis=0)
    with np.errstate(invalid="ignore"):
        alike: NDArray[np.bool_] = (best[0] == best[1]) & (near[1] - near[0] <= 2 * NEARLY_M)
    return alike
