"""The global options, and the program they open when a verb first needs a database."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import typer

from faultgis.progress import Progress
from ui.cli import output

Json = Annotated[
    bool, typer.Option("--json", help="输出一个 JSON 文档，供程序使用 / one JSON document on standard output")
]


@dataclass
class Options:
    """What stands before the verb on the command line; ``ctx.obj`` of every verb."""

    database: str | None
    home: Path
    lang: str
    quiet: bool
    program: Any = field(default=None)

    def open_program(self) -> Any:
        """The joined ``ui.wiring.Program`` on the chosen database; opened once per command, and only for
        verbs that need one: its libraries take longer to load than many a verb to answer."""
        if self.program is None:
            from ui.wiring import open_program

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
