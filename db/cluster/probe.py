"""Asks a server's socket whether it takes connections, in a millisecond and without a client library."""

import socket
import struct
from enum import Enum
from pathlib import Path

SOCKET_NAME = ".s.PGSQL.5432"
LONGEST_SOCKET = 107
_PROTOCOL = 3 << 16
_STARTING = b"57P03"


class Answer(Enum):
    """What the socket says."""

    READY = "ready"
    BUSY = "busy"
    ABSENT = "absent"


def ask(folder: Path, user: str, timeout: float = 2.0) -> Answer:
    """Say hello to the server whose socket lies in the folder.

    ``BUSY`` means that it is starting, recovering or stopping; ``ABSENT`` that nobody listens.
    """
    path = str(folder / SOCKET_NAME)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(timeout)
        try:
            line.connect(path)
            line.sendall(_hello(user))
            return _understood(line.recv(4096))
        except TimeoutError:
            return Answer.BUSY
        except OSError:
            return Answer.ABSENT


def _hello(user: str) -> bytes:
    body = struct.pack("!i", _PROTOCOL) + b"user\0" + user.encode() + b"\0database\0postgres\0\0"
    return struct.pack("!i", len(body) + 4) + body


def _understood(reply: bytes) -> Answer:
    if not reply:
        return Answer.BUSY
    # A refusal of this user or database still comes from a server that works; "57P03" does not.
    if reply[:1] == b"E" and b"C" + _STARTING in reply.split(b"\0"):
        return Answer.BUSY
    return Answer.READY
