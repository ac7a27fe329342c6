"""What a harness is: real files to begin with, how they get damaged, and how the program reads them."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.fuzz.mutations import binary

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
RESOURCES = Path(__file__).resolve().parents[2] / "resources"
Damage = Callable[[random.Random, bytes, Sequence[bytes]], bytes]
_LARGEST, _MOST = 400_000, 4_000_000


@dataclass(frozen=True)
class Harness:
    """``seeds`` are patterns below the folder of real data or of the program's resources, ``made`` further
    files by their bytes; ``suffix`` is what the damaged file is called by; ``damage`` keeps the form, which
    changes of plain bytes, taken ``plain`` of the time, do not."""

    name: str
    seeds: tuple[str, ...]
    suffix: str
    read: Callable[[Path], object]
    made: Callable[[], list[bytes]] = list
    damage: Damage = binary
    plain: float = 0.3
    whole: bool = False

    def beginnings(self) -> list[bytes]:
        """The seeds' bytes; of large files a part, unless their form needs the ``whole``."""
        most = None if self.whole else _LARGEST
        found = (
            file for root in (SHARED, RESOURCES) for pattern in self.seeds for file in root.glob(pattern)
        )
        return [*(file.read_bytes()[:most] for file in sorted(found) if file.is_file()), *self.made()]

    def damaged(self, source: random.Random, seeds: Sequence[bytes]) -> bytes:
        """One of the seeds, damaged."""
        damage = binary if source.random() < self.plain else self.damage
        return damage(source, source.choice(seeds), seeds)[:_MOST]
