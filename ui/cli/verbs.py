"""Which module brings which verbs. A module has a ``register(app)`` and is loaded when its verb is called."""

from collections.abc import Iterator, Sequence
from importlib import import_module

import typer

VERBS = {
    "desktop": "desktop",
    "demo": "demo",
    "db": "server",
    "survey": "survey",
    "inspect": "inspect",
    "import": "importing",
    "undo-import": "importing",
    "faults": "faults",
    "history": "history",
    "as-of": "history",
    "sheet": "sheets",
    "map": "maps",
    "compute": "compute",
    "cloud": "cloud",
    "terrain": "terrain",
    "grid": "grids",
    "trench": "paleo",
    "age": "paleo",
    "rate": "paleo",
    "recurrence": "paleo",
    "recompute": "paleo",
    "replay": "replay",
    "certificates": "replay",
    "check": "checking",
    "waive": "checking",
    "rejections": "rejections",
    "export": "exporting",
    "template": "templates",
    "deliveries": "deliveries",
    "rules": "avoidance",
    "advise": "avoidance",
    "zones": "avoidance",
}

_WITH_VALUE = ("--database", "--home", "--lang")


def register(app: typer.Typer, arguments: Sequence[str]) -> None:
    """Add the verb that the arguments name; every verb where none is named, as for ``--help``."""
    named = next((VERBS[word] for word in _words(arguments) if word in VERBS), None)
    for module in [named] if named is not None else dict.fromkeys(VERBS.values()):
        import_module(f"ui.cli.{module}").register(app)


def _words(arguments: Sequence[str]) -> Iterator[str]:
    """The arguments without the values of global options, which may be called like a verb."""
    before = ""
    for word in arguments:
        if before not in _WITH_VALUE:
            yield word
        before = word
