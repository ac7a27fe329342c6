"""One field of a form, and the sections that fields stand in."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Field:
    """One field of a record. ``editor``: text, long, number, integer, date, code, side, estimate, parent,
    flag, colour, year, age (a calendar year with bounds) or share (shown as percents). ``codes`` names its
    code list; ``low`` and ``high`` bound its numbers, which are more than ``above``; ``inherits``: empty is
    as the parent; ``parents`` are the kinds it may belong to; ``common``: can be set for many at once;
    ``fixed``: shown, not typed."""

    name: str
    label: str
    editor: str = "text"
    codes: str = ""
    unit: str = ""
    required: bool = False
    unique: bool = False
    low: float | None = None
    high: float | None = None
    above: float | None = None
    wraps: bool = False
    inherits: bool = False
    parents: tuple[str, ...] = ()
    component: str = ""
    help: str = ""
    common: bool = True
    column: bool = True
    fixed: bool = False


@dataclass(frozen=True)
class Section:
    """Fields that stand together under a heading."""

    title: str
    fields: tuple[Field, ...]
