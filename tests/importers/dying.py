"""The command line in a process of its own that is killed at a chosen moment of an import of clouds."""

import os
import signal
import sys
from typing import Any


def _die(*_: Any, **__: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _prepare(moment: str) -> None:
    """Put the kill in its place."""
    from db import bulk
    from db.work import Database
    from importers.clouds import staging
    from importers.clouds.unrecorded import Unrecorded

    if moment == "noted":
        setattr(staging.Staged, "_enter", _die)  # noqa: B010
    elif moment == "half_named":
        real = staging.Staged._enter

        def half(self: Any) -> None:
            self._copies[0].settle()
            real(self)
            _die()

        setattr(staging.Staged, "_enter", half)  # noqa: B010
    elif moment == "named":
        setattr(Database, "save_batch", _die)  # noqa: B010
    elif moment == "written":
        write = bulk.write

        def written(*given: Any) -> None:
            write(*given)
            _die()

        setattr(bulk, "write", written)  # noqa: B010
    elif moment == "committed":
        setattr(Unrecorded, "forget", _die)  # noqa: B010


def main() -> None:
    """``dying.py MOMENT ARGUMENTS...``"""
    from ui.cli.main import answer

    _prepare(sys.argv[1])
    sys.exit(answer(sys.argv[2:]))


if __name__ == "__main__":
    main()
