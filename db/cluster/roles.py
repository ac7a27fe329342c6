"""The roles of the private server, and the addresses under which each of them is reached."""

from pathlib import Path
from urllib.parse import quote

PORT = 5432
DATABASE = "faultgis"
ADMIN = "faultgis_admin"
OWNER = "faultgis_owner"
WORKER = "faultgis"


def url(socket_folder: Path, role: str, database: str = DATABASE) -> str:
    """A SQLAlchemy URL; it holds no password, the server knows us by our account.

    The port is part of the socket's name and is stated, lest PGPORT of the environment takes its place.
    """
    return f"postgresql+psycopg://{role}@:{PORT}/{quote(database)}?host={quote(str(socket_folder))}"


def host_rules() -> str:
    """pg_hba.conf: accounts of this machine through the socket, by the map below, and nothing else."""
    return "local all all peer map=faultgis\n"


def account_map(*accounts: str) -> str:
    """pg_ident.conf: these accounts may be any of the three roles."""
    roles = (ADMIN, OWNER, WORKER)
    return "".join(f'faultgis "{name}" {role}\n' for name in dict.fromkeys(accounts) for role in roles)


def prepare(socket_folder: Path) -> None:
    """Create the roles, the database and PostGIS where they are missing; safe to repeat after a crash."""
    import psycopg
    from psycopg.conninfo import make_conninfo

    # The name tells our own connections, which may take a moment to end, from those of strangers.
    place = make_conninfo(host=str(socket_folder), port=PORT, user=ADMIN, application_name="faultgis")
    with psycopg.connect(place, dbname="postgres", autocommit=True) as admin:
        known = {row[0] for row in admin.execute("select rolname from pg_roles")}
        for role in {OWNER, WORKER} - known:
            # The owner makes the groups that the survey's rights are given to.
            right = "createrole" if role == OWNER else ""
            admin.execute(f'create role "{role}" login {right}'.encode())
        if admin.execute("select 1 from pg_database where datname = %s", (DATABASE,)).fetchone() is None:
            admin.execute(f'create database "{DATABASE}" owner "{OWNER}"'.encode())
        admin.execute(f'revoke all on database "{DATABASE}" from public'.encode())
        admin.execute(f'grant connect, temporary on database "{DATABASE}" to "{WORKER}"'.encode())
    with psycopg.connect(place, dbname=DATABASE, autocommit=True) as admin:
        admin.execute("create extension if not exists postgis")


def strangers(socket_folder: Path) -> list[str]:
    """Clients connected to the server that do not call themselves FaultGIS."""
    import psycopg
    from psycopg.conninfo import make_conninfo

    question = (
        "select distinct coalesce(nullif(application_name, ''), 'psql') from pg_stat_activity"
        " where backend_type = 'client backend' and pid <> pg_backend_pid()"
        " and application_name not like 'faultgis%' order by 1"
    )
    place = make_conninfo(host=str(socket_folder), port=PORT, user=ADMIN, application_name="faultgis")
    with psycopg.connect(place, dbname="postgres") as admin:
        return [row[0] for row in admin.execute(question)]
