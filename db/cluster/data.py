"""The private server's data folder: made whole or not at all, and of a version that the binaries can open."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from db.cluster import roles
from db.cluster.account import Account
from db.cluster.binaries import Binaries
from faultgis.errors import DatabaseError

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "40",
    "shared_buffers": "128MB",
    "max_wal_size": "1GB",
    "jit": "off",
    "timezone": "UTC",
    "log_destination": "stderr",
    "logging_collector": "off",
    "log_line_prefix": "%m [%p] ",
}


def major_of(data: Path) -> int | None:
    """The PostgreSQL version that made the data, or ``None`` where there is none yet."""
    try:
        return int((data / "PG_VERSION").read_text(encoding="ascii").strip())
    except FileNotFoundError:
        return None


def create(data: Path, binaries: Binaries, account: Account, settings: Mapping[str, str]) -> None:
    """Make the data folder. A killed attempt leaves only ``data.new``, which the next one clears away.

    Chinese text sorts by pinyin (ICU, zh-Hans); pages carry checksums.
    """
    fresh = data.with_name("data.new")
    if fresh.exists():
        shutil.rmtree(fresh)
    done = account.run(
        *(binaries.tool("initdb"), "-D", str(fresh), "-U", roles.ADMIN, "-E", "UTF8", "--data-checksums"),
        *("--locale=C.UTF-8", "--auth-local=peer", "--auth-host=reject"),
        *("--locale-provider=icu", "--icu-locale=zh-Hans") if binaries.major >= 15 else (),
        *("--no-sync",) if settings.get("fsync") == "off" else (),
    )
    if done.returncode:
        raise DatabaseError("cluster.initdb_failed", folder=str(data.parent), reason=_last_lines(done.stderr))
    rows = (f"{key} = '{value}'\n" for key, value in {**SETTINGS, **settings}.items())
    account.write(fresh / "postgresql.auto.conf", "".join(rows))
    account.write(fresh / "pg_hba.conf", roles.host_rules())
    account.write(fresh / "pg_ident.conf", roles.account_map(account.name, "root"))
    fresh.rename(data)
    _sync_folder(data.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _last_lines(text: str) -> str:
    return text.strip()[-600:]
