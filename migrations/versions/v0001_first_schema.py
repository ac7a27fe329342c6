"""The first schema: records, data versions, history, roles and rights. Its SQL stands in ``sql/v0001``."""

from pathlib import Path

from alembic import op

revision = "v0001"
down_revision: str | None = None
branch_labels: str | None = None
depends_on: str | None = None

_SQL = Path(__file__).parent.parent / "sql" / "v0001"


_VIEWS_SINCE = 15


def upgrade() -> None:
    """Create everything; the schema itself is there, since alembic's own table stands in it.

    Before PostgreSQL 15 a view reads with the rights of its owner, past row-level security: there the views
    are left out.
    """
    has_views = _server_version() >= _VIEWS_SINCE
    for part in sorted(_SQL.glob("[0-9]*.sql")):
        if has_views or "views" not in part.name:
            _run(part.read_text(encoding="utf-8"))
    _add_styles(["trace", "traces"] if has_views else ["trace"])


def _server_version() -> int:
    version = op.get_bind().dialect.server_version_info
    return int(version[0]) if version else 0


def _run(script: str) -> None:
    op.get_bind().exec_driver_sql(script.replace("%", "%%"))


def _add_styles(layers: list[str]) -> None:
    there = op.get_bind().exec_driver_sql("select to_regclass('public.layer_styles')").scalar_one()
    for layer in layers if there else []:
        op.get_bind().exec_driver_sql(
            """
            insert into public.layer_styles (f_table_catalog, f_table_schema, f_table_name,
                f_geometry_column, stylename, styleqml, useasdefault, description, owner, type)
            select current_database(), 'faultgis', wanted.layer, 'geometry', 'FaultGIS',
                xmlparse(document wanted.qml), true, '活动断层迹线 | Active fault traces', current_user,
                'Line'
            from (select %(layer)s::text as layer, %(qml)s::text as qml) as wanted
            where not exists (select from public.layer_styles where f_table_catalog = current_database()
                and f_table_schema = 'faultgis' and f_table_name = wanted.layer)
            """,
            {"layer": layer, "qml": (_SQL / "traces.qml").read_text(encoding="utf-8")},
        )


def downgrade() -> None:
    """Drop everything but the schema and alembic's table. The group roles stay: other databases use them."""
    _run((_SQL / "downgrade.sql").read_text(encoding="utf-8"))
