"""Every error raised on purpose: a code, its parameters, and where in the input it arose.

The core speaks in codes; ``ui.words`` turns ``code`` and ``params`` into a Chinese or English sentence and
``code + "/help"`` into what the user can do.
"""

from typing import Any


class FaultGISError(Exception):
    """The root of the tree. ``exit_code`` is what the command line answers with."""

    exit_code = 2

    def __init__(
        self,
        code: str,
        /,
        *,
        file: str | None = None,
        layer: str | None = None,
        row: int | None = None,
        field: str | None = None,
        **params: Any,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.file = file
        self.layer = layer
        self.row = row
        self.field = field
        self.params = params

    def __str__(self) -> str:
        where = {"file": self.file, "layer": self.layer, "row": self.row, "field": self.field}
        given = {key: value for key, value in {**where, **self.params}.items() if value is not None}
        return f"{self.code} {given}" if given else self.code


class InputError(FaultGISError):
    """A file, a value or an argument that cannot be used as it is."""


class FindingsError(FaultGISError):
    """The work was done, but something in it needs the user's eye."""

    exit_code = 3


class DatabaseError(FaultGISError):
    """The database cannot be reached, or is too old, too new or without PostGIS."""

    exit_code = 4


class NotAllowedError(FaultGISError):
    """The user's role or clearance does not permit it."""

    exit_code = 5


class ConflictError(FaultGISError):
    """Somebody else changed the same rows meanwhile; ``conflicts`` holds both sides."""

    exit_code = 6

    def __init__(self, code: str, /, conflicts: tuple[Any, ...] = (), **params: Any) -> None:
        super().__init__(code, **params)
        self.conflicts = conflicts


class CancelledError(FaultGISError):
    """The user asked to stop; nothing is left half done."""

    exit_code = 130

    def __init__(self) -> None:
        super().__init__("cancelled")
