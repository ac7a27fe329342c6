"""`make bench`: every figure with its limit and, where there is one, the reference it runs beside.

    python -m benchmarks [start] [canvas] [database] [scarps] [paleo] [clouds] … [--scale 0.1]

``--scale`` takes so many of the parcels of ``avoidance``, and so much of the large file of ``readers``.
Each module measures in a process of its own, one after another, so that none disturbs the next.
"""

import json
import os
import subprocess
import sys
from unicodedata import east_asian_width

MODULES = (
    "start",
    "canvas",
    "desktop",
    "database",
    "journal",
    "readers",
    "tools",
    "printing",
    "scarps",
    "paleo",
    "walls",
    "avoidance",
    "delivery",
    "quality",
    "clouds",
    "cloud_view",
    "ground",
    "terrain",
)


def main(names: list[str]) -> int:
    """Run the modules and print one table; 1 if a limit was missed."""
    if "--scale" in names:
        at = names.index("--scale")
        os.environ["BENCH_SCALE"] = names[at + 1]
        names = names[:at] + names[at + 2 :]
    rows = []
    for name in names or MODULES:
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        rows += measured(name)
    heads = ("figure", "limit", "measured", "beside / note")
    widths = [max(_width(str(row[i])) for row in [heads, *rows]) for i in range(3)]
    for row in [heads, *rows]:
        cells = [str(c) + " " * (w - _width(str(c))) for c, w in zip(row, [*widths, 0], strict=True)]
        print("  ".join(cells).rstrip())
    load = ", ".join(f"{n:.1f}" for n in os.getloadavg())
    print(f"\n{os.cpu_count()} processors, load {load}")
    return 0


def measured(name: str) -> list[list[str]]:
    """The rows of one module, measured in a process of its own."""
    script = f"import json; from benchmarks.{name} import run; print('rows', json.dumps(run()))"
    environment = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=False
    )
    for line in done.stdout.splitlines():
        if line.startswith("rows "):
            found: list[list[str]] = json.loads(line.removeprefix("rows "))
            return found
    print(done.stderr[-3000:], file=sys.stderr)
    return [[name, "", "failed", "see above"]]


def _width(text: str) -> int:
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
