"""``faultgis db``: the database, private or of the team."""

import contextlib
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from db import schema
from db.cluster import backup as backups
from db.cluster.server import PrivateServer
from db.engine import conninfo, driver_errors, parse_url, remember_password, shown
from faultgis.errors import DatabaseError, InputError
from faultgis.progress import Progress
from ui.cli import output
from ui.cli.options import Json
from ui.words import tr

app = typer.Typer(no_args_is_help=True, help="数据库 / the database")


def register(to: typer.Typer) -> None:
    """Add the verbs ``db init`` … ``db restore``."""
    to.add_typer(app, name="db")


@app.command()
def init(ctx: typer.Context, as_json: Json = False) -> None:
    """建立数据库 / create the private server, or the schema in a team's database."""
    progress = ctx.obj.progress()
    with _reached(ctx, progress) as (_, owner, server):
        schema.upgrade(owner, progress)
        _tell_place(server)
        _emit_status(_status(owner, server), as_json)


@app.command()
def status(ctx: typer.Context, as_json: Json = False) -> None:
    """数据库状态 / versions, size and clients of the database."""
    server = None if ctx.obj.database is not None else PrivateServer(ctx.obj.home)
    if server is not None and not server.status().created:
        raise DatabaseError("cluster.not_created", folder=str(server.folder))
    with _reached(ctx, Progress()) as (worker, _, started):
        _emit_status(_status(worker, started), as_json)


@app.command()
def upgrade(ctx: typer.Context, as_json: Json = False) -> None:
    """升级数据库结构 / bring the schema to this program's version."""
    progress = ctx.obj.progress()
    with _reached(ctx, progress) as (_, owner, _server):
        before = schema.status(owner).schema
        now = schema.upgrade(owner, progress)
    said = tr("The schema is at version {version}.", version=now)
    output.emit({"before": before, "schema": now}, as_json, said)


@app.command()
def start(ctx: typer.Context, as_json: Json = False) -> None:
    """启动本机数据库并保持运行 / start the private server and keep it running."""
    server = _private(ctx)
    started = server.start(ctx.obj.progress())
    server.keep()
    _tell_place(server)
    said = tr("The server runs: {url}", url=shown(server.url))
    output.emit({"started": started, "url": shown(server.url), "folder": server.folder}, as_json, said)


@app.command()
def stop(
    ctx: typer.Context,
    force: Annotated[bool, typer.Option(help="断开所有程序 / even while programs use it")] = False,
    as_json: Json = False,
) -> None:
    """停止本机数据库 / stop the private server."""
    stopped = _private(ctx).stop(force=force)
    said = tr("The server was stopped.") if stopped else tr("The server was not running.")
    output.emit({"stopped": stopped}, as_json, said)


@app.command()
def backup(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    overwrite: Annotated[bool, typer.Option(help="覆盖已有文件 / replace the file")] = False,
    as_json: Json = False,
) -> None:
    """备份到文件 / write the whole database into a file and read it back."""
    progress = ctx.obj.progress()
    with _reached(ctx, progress) as (worker, owner, server), driver_errors(worker):
        source = server.admin_url if server else owner
        made = backups.dump(conninfo(source), file, progress, overwrite=overwrite)
    said = tr("Backup written: {file} ({size} MB)", file=file, size=_megabytes(made.size_bytes))
    output.emit(asdict(made), as_json, said)


@app.command()
def restore(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    force: Annotated[bool, typer.Option(help="断开其他用户 / disconnect other clients")] = False,
    as_json: Json = False,
) -> None:
    """从备份恢复 / replace the database by a backup; the old one is kept under another name."""
    progress = ctx.obj.progress()
    if not file.is_file():
        raise InputError("backup.no_file", file=str(file))
    with _reached(ctx, progress) as (worker, owner, server), driver_errors(worker):
        admin = server.admin_url if server else owner

        def finish(name: str) -> None:
            schema.upgrade(_sibling(owner, name), progress)

        known = schema.revisions()
        kept = backups.restore(conninfo(admin), file, known, finish, progress, force=force)
    value = {"file": file, "schema": schema.head(), "kept": kept}
    output.emit(value, as_json, tr("Restored. The database as it was before is kept as {name}.", name=kept))


@app.command()
def password(ctx: typer.Context) -> None:
    """把密码存入系统钥匙串 / put the password of --database into the system's keyring."""
    if ctx.obj.database is None:
        raise InputError("database.no_password_needed")
    url = parse_url(ctx.obj.database)
    typed = typer.prompt(tr("Password of {user}", user=url.username or ""), hide_input=True, err=True)
    if not remember_password(url.set(password=typed)):
        raise InputError("database.no_keyring")
    output.note(tr("The password is in the keyring."))


@contextlib.contextmanager
def _reached(ctx: typer.Context, progress: Progress) -> Iterator[tuple[str, str, PrivateServer | None]]:
    """The URLs of the working role and of the owner, and the private server if it is that one."""
    if ctx.obj.database is not None:
        yield ctx.obj.database, ctx.obj.database, None
        return
    server = PrivateServer(ctx.obj.home)
    server.start(progress)
    try:
        yield server.url, server.owner_url, server
    finally:
        server.release()


def _private(ctx: typer.Context) -> PrivateServer:
    if ctx.obj.database is not None:
        raise InputError("cluster.only_private")
    return PrivateServer(ctx.obj.home)


def _sibling(url: str, name: str) -> str:
    return parse_url(url).set(database=name).render_as_string(hide_password=False)


def _status(url: str, server: PrivateServer | None) -> dict[str, Any]:
    found = schema.status(url)
    value = {**asdict(found), "current": found.current}
    if server is not None:
        programs = [{"pid": p.pid, "command": p.command} for p in server.programs()]
        value |= {"url": shown(server.url), "folder": server.folder, "programs": programs}
    return value


def _emit_status(value: dict[str, Any], as_json: bool) -> None:
    rows = [
        ("PostgreSQL", value["postgres"]),
        ("PostGIS", value["postgis"] or "—"),
        (tr("Schema version"), value["schema"] or "—"),
        (tr("Program's schema version"), value["head"]),
        (tr("Size (MB)"), _megabytes(value["size_bytes"])),
        (tr("Other clients"), value["clients"]),
        *([(tr("Data folder"), value["folder"])] if "folder" in value else []),
        *((tr("Program"), f"{p['pid']} {p['command']}") for p in value.get("programs", [])),
    ]
    output.emit(value, as_json, lambda: output.table(rows, (tr("Database"), value["url"])))


def _tell_place(server: PrivateServer | None) -> None:
    if server is not None and server.moved:
        place = {"home": server.home, "folder": server.folder, "account": server.account.name}
        output.note(tr("{home} cannot be entered by {account}; the data are in {folder}.", **place))


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f}"
