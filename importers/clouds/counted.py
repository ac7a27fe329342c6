"""What is counted of each file while its points are read: classes, occupied cells, heights, losses."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from importers.clouds.acquired import acquired
from importers.clouds.footprint import Occupancy, Outline, Raw
from importers.clouds.preflight import CloudInfo
from importers.clouds.tally import Tally

Bytes = NDArray[np.uint8]


@dataclass
class Counted:
    """One file's counts; ``classes`` are points by class as the file has them."""

    info: CloudInfo
    tally: Tally
    occupancy: Occupancy = field(default_factory=Occupancy)
    classes: NDArray[np.int64] = field(default_factory=lambda: np.zeros(256, dtype=np.int64))

    def add(
        self, raw: tuple[Raw, Raw, Raw], classes: Bytes, noted: Bytes, factors: NDArray[np.float64]
    ) -> None:
        """Count these points; in ``noted`` those withheld count as noise."""
        self.classes += np.bincount(classes, minlength=256)
        self.occupancy.add(raw, noted, factors)

    def told(self) -> "Told":
        """The counts as plain values, to go from the child process to the program."""
        outline, some = self.occupancy.outline(), self.occupancy.points > 0
        return Told(
            file=self.info.file,
            points=self.tally.read,
            outline=outline,
            z_low_m=self.occupancy.low / 1000 if some else None,
            z_high_m=self.occupancy.high / 1000 if some else None,
            classes={str(code): int(count) for code, count in enumerate(self.classes) if count},
            losses=_losses(self.tally),
            acquired=acquired(self.info),
        )


@dataclass(frozen=True)
class Told:
    """What was counted of one file: ``points`` read, the outline of those that are no noise in metres of the
    system and their heights; ``losses`` only where something was lost or looked wrong; ``acquired``: from
    when, until when, and what says so."""

    file: str
    points: int
    outline: Outline | None
    z_low_m: float | None
    z_high_m: float | None
    classes: dict[str, int]
    losses: dict[str, Any]
    acquired: tuple[date | None, date | None, str] = (None, None, "")


def _losses(tally: Tally) -> dict[str, Any]:
    found = {
        "lost": tally.lost + tally.far,
        "outside_bounds": tally.outside,
        "wrong_bounds": tally.wrong_bounds,
        "decoder": tally.backend if tally.backend not in ("", "las", "lazrs-parallel") else "",
    }
    return {key: value for key, value in found.items() if value}
