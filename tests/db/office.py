"""An office's PostGIS: on TCP, with passwords, prepared by the commands of ``docs/office-database.md``."""

import os
import re
import shlex
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from keyring.backend import KeyringBackend

from db.cluster import binaries, data, roles
from db.cluster.account import Account, place

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "office-database.md"
HOST = "db.office.example"
_BLOCK = re.compile(r"^```(?P<kind>sql|sh) (?P<marks>[^\n]*)\n(?P<text>.*?)^```", re.MULTILINE | re.DOTALL)
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "127.0.0.1",
}


@dataclass(frozen=True)
class Block:
    """A block of commands of the page: SQL or shell, and as whom it is run."""

    kind: str
    login: str
    database: str
    keyring: bool
    text: str

    @property
    def lines(self) -> list[list[str]]:
        """The shell's commands, each as its words, without the name of the program."""
        return [shlex.split(line)[1:] for line in self.text.splitlines()]


def blocks() -> list[Block]:
    """All commands of the page, in order."""
    found = []
    for block in _BLOCK.finditer(PAGE.read_text(encoding="utf-8")):
        marks = dict(re.findall(r"(\w+)=(\w+)", block["marks"]))
        keyring = "keyring" in block["marks"]
        found.append(Block(block["kind"], marks["as"], marks.get("database", ""), keyring, block["text"]))
    return found


@dataclass(frozen=True)
class Office:
    """A server on 127.0.0.1 that asks everybody for a password, except its administrator on the socket."""

    folder: Path
    port: int

    def url(self, login: str, database: str = "faults", secret: str | None = None) -> str:
        """The address of a login made by the page, whose passwords are ``<login>-secret``."""
        known = secret if secret is not None else password(login)
        return f"postgresql://{login}:{known}@127.0.0.1:{self.port}/{database}"

    def admin(self, database: str) -> psycopg.Connection:
        """The server's administrator, known by the account."""
        where = psycopg.conninfo.make_conninfo("", host=str(self.folder), port=self.port)
        return psycopg.connect(where, dbname=database, user=roles.ADMIN, autocommit=True)

    def run_sql(self, block: Block) -> None:
        """Run a block of SQL as the page says."""
        if block.login == "admin":
            connection = self.admin(block.database)
        else:
            connection = psycopg.connect(self.url(block.login, block.database), autocommit=True)
        with connection:
            for statement in block.text.split(";\n"):
                if statement.strip():
                    connection.execute(statement.encode())

    def here(self, words: list[str]) -> list[str]:
        """The words of a shell command with this server in place of the page's."""
        server = f"127.0.0.1:{self.port}"
        return [word.replace("postgres@", f"{roles.ADMIN}@").replace(HOST, server) for word in words]


class OwnKeyring(KeyringBackend):
    """A keyring in memory."""

    priority = 1.0

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.held: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password


def password(login: str) -> str:
    """The password that the page gives to a login."""
    return {"faults_owner": "owner-secret"}.get(login, f"{login}-secret")


@contextmanager
def running() -> Iterator[Office]:
    """A fresh server; nothing is left of it afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="fgoffice-", dir=os.environ["FAULTGIS_TEST_SERVERS"]))
    folder.chmod(0o755)
    _, account = place(folder)
    account.make_folder(folder)
    port, found = _free_port(), binaries.find()
    cluster = folder / "data"
    data.create(cluster, found, account, {**FAST, "port": str(port)})
    rules = "local all all peer map=faultgis\nhost all all 127.0.0.1/32 scram-sha-256\n"
    account.write(cluster / "pg_hba.conf", rules)
    try:
        _control(account, found, "start", cluster, "-l", str(folder / "log"), "-o", f"-k {folder}")
        server = Office(folder, port)
        with server.admin("postgres") as admin:
            admin.execute(f"alter role {roles.ADMIN} password '{password('admin')}'".encode())
        yield server
    finally:
        _control(account, found, "stop", cluster, "-m", "immediate")
        shutil.rmtree(folder, ignore_errors=True)


def _control(account: Account, found: binaries.Binaries, verb: str, cluster: Path, *more: str) -> None:
    done = account.run(found.tool("pg_ctl"), verb, "-w", "-s", "-D", str(cluster), *more)
    assert done.returncode == 0, done.stderr


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
