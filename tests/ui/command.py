"""The command line as a person calls it, in this process."""

import io
import json
import sys
from typing import Any

import pytest

from ui import words
from ui.cli.main import answer


class Command:
    """Calls ``faultgis`` and keeps what it printed."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *options: str):
        self.capsys = capsys
        self.monkeypatch = monkeypatch
        self.options = options
        self.out = ""
        self.err = ""
        words.use("en")

    def __call__(self, *arguments: str, expect: int = 0, given: str | bytes = "") -> str:
        """Run one command line, check its exit code, return its standard output."""
        raw = given.encode() if isinstance(given, str) else given
        self.monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8"))
        self.capsys.readouterr()
        code = answer([*self.options, *arguments])
        self.out, self.err = self.capsys.readouterr()
        assert code == expect, self.out + self.err
        assert "Traceback" not in self.out + self.err
        return self.out

    def json(self, *arguments: str, expect: int = 0, given: str | bytes = "") -> Any:
        """The JSON document that the command prints, and nothing else."""
        return json.loads(self(*arguments, expect=expect, given=given))
