"""The edit journal on disk: what was edited, undone or half drawn survives a crash of the program.

One SQLite file per survey and database. It holds a timeline of edits with a pointer (what lies before it can
be undone, what lies behind it redone), the steps that the database has not got yet, and the sketch in hand.
The program that has it open holds it exclusively; a second program on the same survey gets a file of its own.
A file that cannot be read is moved aside, never thrown away.
"""

from db.journal.journal import EditJournal
from db.journal.slots import open_journal

__all__ = ["EditJournal", "open_journal"]
