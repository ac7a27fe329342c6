"""Folders for the scratch files of running work: found and removed at the next start if the program was
killed."""

import contextlib
import os
import shutil
import tempfile
import threading
import time
from pathlib import Path
from typing import IO, Any

UNPACKED = "faultgis-unpacked-"
"""How folders begin, among the system's temporary files, that hold what archives held."""
_OWNER, _LOCKED = "owner", "locked"
_PATIENCE_S = 2.0
_JUST_MADE_S = 5.0
# Two threads at once: what one has made but not locked yet, the other must not sweep.
_making = threading.Lock()


def claim(place: Path, prefix: str) -> tuple[Path, IO[str]]:
    """A fresh folder within ``place``, and the file in it whose lock says that it is in use as long as it
    stays open. Folders of programs that no longer run go first."""
    with _making:
        sweep(place, prefix)
        made = Path(tempfile.mkdtemp(prefix=f"{prefix}{os.getpid()}-", dir=place))
        return made, _owned(made)


def sweep(place: Path, prefix: str) -> int:
    """Remove the folders whose owner no longer runs; answers with how many there were."""
    removed = 0
    for left in place.glob(f"{prefix}*"):
        if not _in_use(left):
            shutil.rmtree(left, ignore_errors=True)
            removed += 1
    return removed


def sweep_unpacked() -> int:
    """Remove what killed programs had unpacked; answers with how many folders there were."""
    return sweep(Path(tempfile.gettempdir()), UNPACKED)


def _owned(made: Path) -> IO[str]:
    """The lock falls with its process, however that ends; its number may come back, the lock cannot."""
    owner = (made / _OWNER).open("w", encoding="ascii")
    until = time.monotonic() + _PATIENCE_S
    while not _lock(owner) and time.monotonic() < until:
        time.sleep(0.01)  # another program's sweep is just looking whether it is in use
    owner.write(_LOCKED)
    owner.flush()
    return owner


def _lock(owner: Any) -> bool:
    if os.name == "nt":
        import msvcrt  # type: ignore[unreachable, unused-ignore]

        lock = getattr(msvcrt, "locking")  # noqa: B009
        try:
            lock(owner.fileno(), getattr(msvcrt, "LK_NBLCK"), 1)  # noqa: B009
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(owner, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _in_use(left: Path) -> bool:
    """Whether a folder's owner runs. What cannot be looked into is somebody else's."""
    try:
        with (left / _OWNER).open("r+", encoding="ascii") as owner:
            return not _lock(owner) or (owner.read() != _LOCKED and _just_made(left))
    except FileNotFoundError:
        return _just_made(left)
    except OSError:
        return True


def _just_made(left: Path) -> bool:
    """Another program may be between making its folder and locking it, which it then writes there."""
    with contextlib.suppress(OSError):
        return time.time() - left.stat().st_mtime < _JUST_MADE_S
    return True
