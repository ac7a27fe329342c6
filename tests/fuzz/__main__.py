"""``make fuzz``: each parser reads damaged files for FUZZ_MINUTES (ten) and must answer, or refuse in words.

    python -m tests.fuzz [HARNESS...]
    python -m tests.fuzz HARNESS FILE    a kept file once more

What breaks a parser is kept below ``FUZZ_FOUND`` (a temporary folder), with the seed that makes it again.
"""

import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import Any

from faultgis.errors import InputError
from tests.fuzz.harness import Harness
from tests.fuzz.harnesses import HARNESSES

MINUTES = float(os.environ.get("FUZZ_MINUTES", "10"))
FOUND = Path(os.environ.get("FUZZ_FOUND", Path(tempfile.gettempdir()) / "faultgis-fuzz"))
SECONDS, MEMORY = 20, 3 * 1024**3


def main(names: list[str]) -> int:
    """Run the harnesses, each in a process of its own; the number of those that found something."""
    known = {harness.name: harness for harness in HARNESSES}
    if len(names) == 2 and names[1] not in known:
        return again(known[names[0]], Path(names[1]))
    if len(names) == 1:
        run(known[names[0]])
        return 0
    commands = ([sys.executable, "-m", "tests.fuzz", name] for name in names or known)
    return sum(subprocess.run(command, check=False).returncode != 0 for command in commands)


def again(harness: Harness, file: Path) -> int:
    """What a harness makes of one file."""
    try:
        print(harness.read(file))
    except InputError as error:
        print(error.code, error.params)
    return 0


def run(harness: Harness) -> None:
    """One harness until the time is over or something breaks. Exits with 1 if it did."""
    seeds = harness.beginnings()
    start = int(time.time()) * 1_000_000
    signal.signal(signal.SIGALRM, _too_long)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.RLIM_INFINITY))
    end, cases, refused = time.monotonic() + 60 * MINUTES, 0, 0
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() < end:
            data = harness.damaged(random.Random(start + cases), seeds)
            cases += 1
            path = Path(folder) / f"case{harness.suffix}"
            path.write_bytes(data)
            refused += _try(harness, path, start + cases - 1)
    print(f"{harness.name}: {len(seeds)} files, {cases} times damaged, {refused} refused", flush=True)


def _try(harness: Harness, path: Path, seed: int) -> bool:
    signal.alarm(SECONDS)
    try:
        harness.read(path)
    except InputError:
        return True
    except BaseException as error:
        signal.alarm(0)
        _keep(harness, path, seed, error)
        sys.exit(1)
    finally:
        signal.alarm(0)
    return False


def _keep(harness: Harness, path: Path, seed: int, error: BaseException) -> None:
    FOUND.mkdir(parents=True, exist_ok=True)
    kept = FOUND / f"{harness.name}-{seed}{harness.suffix}"
    kept.write_bytes(path.read_bytes())
    print(f"{harness.name}: seed {seed} breaks it ({type(error).__name__}); kept as {kept}", flush=True)
    traceback.print_exception(error, limit=-8)


def _too_long(*_: Any) -> None:
    raise TimeoutError(f"more than {SECONDS} s")


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1:]), 100))
