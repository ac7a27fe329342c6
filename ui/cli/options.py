"""The global options, and the program they open when a verb first needs a database."""

from dataclasses import dataclass
from pathlib import Path

from faultgis.progress import Progress
from ui.cli import output
from ui.wiring import Program, open_program


@dataclass
class Options:
    """What stands before the verb on the command line; ``ctx.obj`` of every verb."""

    database: str | None
    home: Path
    lang: str
    quiet: bool
    program: Program | None = None

    def open_program(self) -> Program:
        """The joined program on the chosen database; started once per command."""
        if self.program is None:
            self.program = open_program(self.database, self.home, self.progress())
        return self.program

    def open_store(self) -> object:
        """The store of records on the chosen database."""
        return self.open_program().store

    def progress(self) -> Progress:
        """Progress on standard error, unless ``--quiet``."""
        return output.progress(self.quiet)

    def close(self) -> None:
        """Let go of the database; the last program out stops the private server."""
        if self.program is not None:
            self.program.close()
