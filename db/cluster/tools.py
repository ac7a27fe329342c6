"""Runs PostgreSQL's dump and restore programs with progress and cancel; no password on a command line."""

import os
import selectors
import subprocess
from collections.abc import Sequence
from typing import IO

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from db.cluster.account import plain_environment
from faultgis.errors import DatabaseError
from faultgis.progress import Progress

_LOOK_S = 0.1
_REMEMBERED = 4000


def without_password(conninfo: str) -> str:
    """The connection string as it may stand on a command line, which all users of the machine can read."""
    known = {key: str(value) for key, value in conninfo_to_dict(conninfo).items() if key != "password"}
    return make_conninfo("", **known)


def run(command: Sequence[str], conninfo: str, progress: Progress, step: str, sign: str, total: int) -> None:
    """Run the program to its end; each line of its chatter that holds ``sign`` counts as one of ``total``.

    Raises ``DatabaseError("backup.failed")`` with its last words; ends it when the work is cancelled.
    """
    progress.report(step, 0, total)
    environment = _environment(conninfo)
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment
    ) as child:
        assert child.stderr is not None
        try:
            said = _follow(child.stderr, progress, step, sign, total)
        except BaseException:
            child.kill()
            raise
    if child.returncode:
        errors = [line for line in said.splitlines() if "error:" in line or "FATAL" in line]
        reason = " ".join(errors or said.splitlines()[-3:])
        raise DatabaseError("backup.failed", program=command[0].rpartition("/")[2], reason=reason[-600:])


def _environment(conninfo: str) -> dict[str, str]:
    # On the network libpq's own settings count (PGPASSWORD, PGSSLMODE ...), as they do for the client.
    known = conninfo_to_dict(conninfo)
    private = not conninfo or str(known.get("host") or "/").startswith("/")
    own = {key: value for key, value in os.environ.items() if key.startswith("PG") and not private}
    password = known.get("password")
    return plain_environment() | own | ({"PGPASSWORD": str(password)} if password else {})


def _follow(chatter: IO[bytes], progress: Progress, step: str, sign: str, total: int) -> str:
    said, done = b"", 0
    with selectors.DefaultSelector() as selector:
        selector.register(chatter, selectors.EVENT_READ)
        while True:
            if selector.select(_LOOK_S):
                heard = chatter.read(65536)
                if not heard:
                    return said.decode("utf-8", "replace")
                done += heard.count(sign.encode())
                said = (said + heard)[-_REMEMBERED:]
                progress.report(step, min(done, total), total)
            progress.check()


def output(command: Sequence[str]) -> str | None:
    """What the program prints, or ``None`` where it fails."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=plain_environment())
    return done.stdout if done.returncode == 0 else None
