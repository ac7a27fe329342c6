"""Radiocarbon calibration curves: the shipped ones, and those that an office lays beside its data.

A curve's file is the published table (``.14c``: cal BP, 14C age, its one-sigma error). It is looked for by
its name in the resources, then in the folder ``curves`` of the user's home, then, in a checkout of the
sources, among the curves that only the tests use.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import resources
from faultgis.errors import InputError
from faultgis.settings import default_home

Floats = NDArray[np.float64]
LIBBY_MEAN_LIFE = 8033.0


@dataclass(frozen=True, eq=False)
class Curve:
    """A curve on a grid of single years: ``age`` and ``sigma`` in 14C years at cal BP ``first``, first + 1, …
    (linear between the published rows)."""

    name: str
    first: int
    age: Floats
    sigma: Floats
    rows: int
    citation: str = ""

    @property
    def last(self) -> int:
        """The oldest year, cal BP."""
        return self.first + len(self.age) - 1

    @property
    def cal_bp(self) -> Floats:
        """The grid's years, youngest first."""
        return np.arange(self.first, self.last + 1, dtype=np.float64)

    def f14c(self) -> tuple[Floats, Floats]:
        """The curve as F14C with its one-sigma error (F = exp(−age/8033))."""
        fraction = np.exp(-self.age / LIBBY_MEAN_LIFE)
        return fraction, fraction * self.sigma / LIBBY_MEAN_LIFE


def names() -> list[str]:
    """The curves that can be used here, the shipped ones first."""
    found = [file.stem for folder in _folders() for file in sorted(folder.glob("*.14c"))]
    return list(dict.fromkeys(found))


@cache
def curve(name: str) -> Curve:
    """A curve by its name, in small or capital letters.

    Raises ``InputError``: ``curve.unknown`` (names the known ones), ``curve.damaged`` (names file and row).
    """
    wanted = name.strip().lower()
    for folder in _folders():
        file = folder / f"{wanted}.14c"
        if wanted.isalnum() and file.is_file():
            return _read(wanted, file)
    raise InputError("curve.unknown", field="curve", curve=name, known=", ".join(names()))


def described() -> dict[str, dict[str, Any]]:
    """What the resources say of the shipped curves: titles, citation, licence, by name."""
    told = json.loads(resources.text("curves/curves.json"))
    return {entry["id"]: entry for entry in told["curves"]}


def _folders() -> Iterator[Path]:
    shipped = resources.path("curves")
    of_tests = shipped.parents[1] / "tests" / "curves"
    return (folder for folder in (shipped, default_home() / "curves", of_tests) if folder.is_dir())


def _read(name: str, file: Path) -> Curve:
    rows = np.array(list(_rows(file)))
    if len(rows) < 2 or np.any(np.diff(rows[:, 0]) == 0) or np.any(rows[:, 2] <= 0):
        raise InputError("curve.damaged", file=str(file), row=0)
    rows = rows[np.argsort(rows[:, 0])]
    first, last = int(np.ceil(rows[0, 0])), int(np.floor(rows[-1, 0]))
    grid = np.arange(first, last + 1, dtype=np.float64)
    age, sigma = (np.interp(grid, rows[:, 0], rows[:, column]) for column in (1, 2))
    return Curve(name, first, age, sigma, len(rows), described().get(name, {}).get("citation", ""))


def _rows(file: Path) -> Iterator[tuple[float, float, float]]:
    for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            try:
                cal_bp, age, sigma = (float(part) for part in line.split(",")[:3])
            except ValueError as error:
                raise InputError("curve.damaged", file=str(file), row=number) from error
            yield cal_bp, age, sigma
