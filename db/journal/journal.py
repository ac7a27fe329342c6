"""The edit journal: one file per survey and database, synced to disk with every command."""

import contextlib
import itertools
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from db.journal import file as journal_file
from db.journal import rows
from db.journal.coding import pack_edit
from db.journal.file import Contents, UnreadableError
from faultgis.edits import Edit
from faultgis.errors import FaultGISError
from faultgis.store import Recovery

Work = Callable[[sqlite3.Connection], None]


class EditJournal:
    """Edits, undo and sketch of one survey on disk (``faultgis.store.Journal``).

    ``damage`` names what happened to a file that could not be read: ``FaultGISError("journal.damaged")`` with
    where it was moved and how many edits were rescued from it. ``trouble`` is called with
    ``FaultGISError("journal.not_written")`` when the disk refuses; what could not be written is kept and
    written with the next command.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.damage: FaultGISError | None = None
        self.trouble: Callable[[FaultGISError], None] | None = None
        self._guard = threading.Lock()
        self._waiting: list[Work] = []
        self._told = False
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._connection = journal_file.connect(path)
            found = journal_file.contents(self._connection)
            if not found.sound:
                self._connection.close()
        except UnreadableError:
            found = Contents(sound=False)
        if not found.sound:
            found = self._start_again()
        self._take(found)

    def _start_again(self) -> Contents:
        """Move the damaged file aside and write what can be read of it into a new one."""
        aside = journal_file.move_aside(self.path)
        found = journal_file.rescue(aside)
        self._connection = journal_file.connect(self.path)
        self.damage = FaultGISError("journal.damaged", file=str(aside), rescued=len(found.edits))

        def write(connection: sqlite3.Connection) -> None:
            for n in found.stacked:
                rows.insert(connection, n, found.edits[n])
            connection.executemany("insert into step(n, sign) values (?, ?)", found.steps)
            connection.execute("update state set value = ? where key = 'pointer'", (found.pointer,))
            if found.sketch is not None:
                rows.put_sketch(connection, found.sketch)

        self._do(write)
        return found

    def _take(self, found: Contents) -> None:
        self._found: Contents | None = found
        self._numbers = list(found.stacked)
        self._pointer = found.pointer
        self._next = max([found.pointer, *found.edits], default=0) + 1
        self._steps: list[tuple[int, int, int]] = self._connection.execute(
            "select k, n, sign from step order by k"
        ).fetchall()
        row = self._connection.execute("select seq from sqlite_sequence where name = 'step'").fetchone()
        self._last_k = int(row[0]) if row else 0
        self._mark: int | None = None
        self._has_sketch = found.sketch is not None
        self._undecided = self.unsaved

    @property
    def unsaved(self) -> bool:
        """Whether it holds edits that the database has not got, or a sketch."""
        return bool(self._steps or self._has_sketch)

    def recover(self) -> Recovery | None:
        """What a program that ended without saving left here: unsaved edits with undo and redo, and the
        sketch; ``None`` when everything was saved."""
        if not self.unsaved:
            return None
        found = self.read()
        first_and_last: dict[UUID, tuple[object, object]] = {}
        for change in (change for edit in found.edits for change in edit.changes):
            first = first_and_last.get(change.id, (change.before, None))[0]
            first_and_last[change.id] = (first, change.after)
        changed = any(first != last for first, last in first_and_last.values())
        return found if changed or found.sketch is not None else None

    def read(self) -> Recovery:
        """All that the journal holds, also of a session that saved everything: its undo and redo."""
        found = self._found if self._found is not None else journal_file.contents(self._connection)
        done = tuple(found.edits[n] for n in found.stacked if n <= found.pointer)
        undone = tuple(found.edits[n] for n in reversed(found.stacked) if n > found.pointer)
        edits = tuple(found.edits[n] if sign > 0 else found.edits[n].inverse for n, sign in found.steps)
        return Recovery(edits=edits, done=done, undone=undone, sketch=found.sketch, since=found.since)

    def resumed(self) -> None:
        """The session took up what was left here and goes on from it."""
        self._undecided = False

    def discard(self) -> Path | None:
        """The user does not want what was left here: it goes into a file beside this one, just in case."""
        stamp = journal_file.now().replace(":", "").replace("-", "")[:15]
        return self._begin_anew(self.path.with_name(f"{self.path.stem}-discarded-{stamp}.sqlite"))

    def _begin_anew(self, aside: Path) -> Path | None:
        kept = self.unsaved
        if kept:
            aside.unlink(missing_ok=True)
            self._connection.execute("vacuum into ?", (str(aside),))
        self._do(rows.empty)
        self._take(Contents())
        return aside if kept else None

    def _decide(self) -> None:
        """Work goes on though nobody decided about what was left here: it stays for the next start."""
        self._found = None
        if self._undecided:
            stem = self.path.stem.rpartition("-")[0] or self.path.stem
            free = (self.path.with_name(f"{stem}-{number}.sqlite") for number in itertools.count(2))
            self._begin_anew(next(path for path in free if not path.exists()))

    def close(self) -> None:
        """Let go of the file; another program may open it."""
        with self._guard:
            self._connection.close()

    # What a session tells it

    def record(self, edit: Edit, merged: bool) -> None:
        """An edit was applied (``merged``: it replaces the last one)."""
        self._decide()
        body = pack_edit(edit)
        if merged and self._pointer in self._numbers:
            self._merge(body)
            return
        n, gone = self._next, [number for number in self._numbers if number > self._pointer]
        self._next += 1
        self._numbers = [number for number in self._numbers if number <= self._pointer] + [n]

        def write(connection: sqlite3.Connection) -> None:
            rows.unstack(connection, gone)
            rows.insert_body(connection, n, body)

        self._step(n, 1, n, write)

    def _merge(self, body: bytes) -> None:
        n, gone = self._pointer, [number for number in self._numbers if number > self._pointer]
        self._numbers = [number for number in self._numbers if number <= n]

        def write(connection: sqlite3.Connection) -> None:
            rows.unstack(connection, gone)
            rows.replace(connection, n, body)

        self._do(write)

    def undone(self) -> None:
        """The last edit was undone."""
        self._decide()
        if self._pointer not in self._numbers:
            return
        place = self._numbers.index(self._pointer)
        self._step(self._pointer, -1, self._numbers[place - 1] if place else 0)

    def redone(self) -> None:
        """The last undone edit was applied again."""
        self._decide()
        later = [number for number in self._numbers if number > self._pointer]
        if later:
            self._step(later[0], 1, later[0])

    def forgotten(self, redo: bool) -> None:
        """The edit next to undo (or to redo) leaves the timeline; its steps stay until they are saved."""
        self._decide()
        at_or_before = [number for number in self._numbers if number <= self._pointer]
        later = [number for number in self._numbers if number > self._pointer]
        gone = later[:1] if redo else at_or_before[-1:]
        self._numbers = [number for number in self._numbers if number not in gone]
        if not redo:
            self._pointer = at_or_before[-2] if len(at_or_before) > 1 else 0
        pointer = self._pointer

        def write(connection: sqlite3.Connection) -> None:
            rows.unstack(connection, gone)
            connection.execute("update state set value = ? where key = 'pointer'", (pointer,))

        self._do(write)

    def _step(self, n: int, sign: int, pointer: int, also: Work | None = None) -> None:
        """Write one step and the new pointer; a step that takes back the one before it just removes that,
        unless a save is under way that includes it."""
        self._pointer = pointer
        last = self._steps[-1] if self._steps else (0, 0, 0)
        cancels = last[1:] == (n, -sign) and last[0] > (self._mark or 0)
        if cancels:
            self._steps.pop()
        else:
            self._last_k += 1
            self._steps.append((self._last_k, n, sign))
        step = last if cancels else self._steps[-1]

        def write(connection: sqlite3.Connection) -> None:
            if also is not None:
                also(connection)
            if cancels:
                connection.execute("delete from step where k = ?", step[:1])
            else:
                connection.execute("insert into step values (?, ?, ?)", step)
            connection.execute("update state set value = ? where key = 'pointer'", (pointer,))

        self._do(write)

    def saving(self) -> None:
        """What was told so far is on its way to the database."""
        self._mark = self._last_k

    def saved(self, revision: int) -> None:
        """What was told until ``saving`` (without it, all so far) is in the database: its steps go, its undo
        stays."""
        self._found = None
        mark = self._last_k if self._mark is None else self._mark
        self._mark = None
        self._steps = [step for step in self._steps if step[0] > mark]

        def write(connection: sqlite3.Connection) -> None:
            connection.execute("delete from step where k <= ?", (mark,))
            connection.execute("delete from edit where stacked = 0 and n not in (select n from step)")
            rows.trim(connection)

        self._do(write)
        with self._guard, contextlib.suppress(sqlite3.OperationalError):
            # A log that cannot be folded in now is folded in later; nothing depends on it.
            self._connection.execute("pragma wal_checkpoint(truncate)")
        self._numbers = self._stacked()

    def _stacked(self) -> list[int]:
        with self._guard:
            found = self._connection.execute("select n from edit where stacked order by n").fetchall()
        return [n for (n,) in found]

    def sketch(self, state: dict[str, Any] | None) -> None:
        """The half-drawn sketch as it stands (after each vertex), or ``None`` when there is none."""
        if state is None and not self._has_sketch:
            return
        self._decide()
        self._has_sketch = state is not None
        self._do(lambda c: rows.put_sketch(c, state))

    def _do(self, work: Work) -> None:
        """One transaction on disk; what the disk refuses waits for the next command."""
        with self._guard:
            self._waiting.append(work)
            try:
                while self._waiting:
                    self._connection.execute("begin immediate")
                    try:
                        self._waiting[0](self._connection)
                        self._connection.execute("commit")
                    except BaseException:
                        if self._connection.in_transaction:
                            self._connection.execute("rollback")
                        raise
                    self._waiting.pop(0)
                self._told = False
            except sqlite3.Error as error:
                failed = FaultGISError("journal.not_written", file=str(self.path), reason=str(error))
            else:
                return
        if not self._told and self.trouble is not None:
            self._told = True
            self.trouble(failed)
