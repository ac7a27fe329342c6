"""Counts what became of a cloud's points, and contains what decoders do to damaged ones."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from faultgis.errors import CancelledError


@dataclass
class Tally:
    """What became of a cloud's points while it was read.

    ``lost`` points could not be decoded, ``far`` lay far outside the header's bounds and were dropped as
    damaged, ``outside`` lay a little outside them and were kept; ``wrong_bounds``: most lay far outside, so
    the header is wrong and all were kept. ``backend`` names the weakest decoder that was needed; ``reasons``
    are what decoders said.
    """

    expected: int = 0
    read: int = 0
    lost: int = 0
    far: int = 0
    outside: int = 0
    wrong_bounds: bool = False
    backend: str = ""
    reasons: list[str] = field(default_factory=list)

    def note(self, error: BaseException) -> None:
        """Remember what a decoder said, once."""
        said = " ".join(f"{error}".split())[:200] or type(error).__name__
        if said not in self.reasons and len(self.reasons) < 5:
            self.reasons.append(said)


def attempt(tally: Tally, work: Callable[..., Any], *arguments: Any) -> Any:
    """What the decoder gives, or ``None``. A panic in Rust is a ``BaseException``, contained here."""
    try:
        return work(*arguments)
    except (CancelledError, KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError):
        raise
    except BaseException as error:
        tally.note(error)
        return None
