"""Opens one resource by name: words, code lists, icons, symbols, demo data."""

from importlib.resources import files
from pathlib import Path


def path(name: str) -> Path:
    """Where the resource lies, e.g. ``path("codes/kinematics.json")``."""
    return Path(str(files(__package__).joinpath(name)))


def text(name: str) -> str:
    """The resource's text, read as UTF-8."""
    return path(name).read_text(encoding="utf-8")
