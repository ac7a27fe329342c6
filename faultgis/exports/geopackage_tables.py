"""The tables of a GeoPackage (OGC 12-128r18, version 1.3), as SQL."""

from datetime import datetime

# "GPKG" as a number, and the version 1.3.0.
APPLICATION = 0x47504B47
VERSION = 10300
NOW = "strftime('%Y-%m-%dT%H:%M:%fZ','now')"
GEOMETRY = {"point": "POINT", "line": "MULTILINESTRING", "polygon": "MULTIPOLYGON"}


def stamp_of(when: datetime) -> str:
    """A time as GeoPackages state it, in milliseconds."""
    return when.strftime("%Y-%m-%dT%H:%M:%S.") + f"{when.microsecond // 1000:03d}Z"


UNKNOWN_SYSTEMS = (
    (
        "Undefined Cartesian SRS",
        -1,
        "NONE",
        -1,
        "undefined",
        "undefined Cartesian coordinate reference system",
    ),
    (
        "Undefined geographic SRS",
        0,
        "NONE",
        0,
        "undefined",
        "undefined geographic coordinate reference system",
    ),
)

CORE = (
    """create table gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY,
        organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL,
        description TEXT)""",
    f"""create table gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL,
        identifier TEXT UNIQUE, description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT ({NOW}),
        min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
        CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id))""",
    """create table gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
        geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
        CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
        CONSTRAINT uk_gc_table_name UNIQUE (table_name),
        CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
        CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id))""",
    """create table gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL,
        definition TEXT NOT NULL, scope TEXT NOT NULL,
        CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name))""",
    """create table gpkg_data_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT,
        title TEXT, description TEXT, mime_type TEXT, constraint_name TEXT,
        CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
        CONSTRAINT gdc_tn UNIQUE (table_name, name))""",
    """create table gpkg_data_column_constraints (constraint_name TEXT NOT NULL,
        constraint_type TEXT NOT NULL, value TEXT, min NUMERIC, min_is_inclusive BOOLEAN, max NUMERIC,
        max_is_inclusive BOOLEAN, description TEXT,
        CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value))""",
)

SCHEMA_EXTENSION = "http://www.geopackage.org/spec120/#extension_schema"
RTREE_EXTENSION = "http://www.geopackage.org/spec120/#extension_rtree"

# The index follows what others change later; while we write, it is filled at once.
TRIGGERS = (
    """create trigger "rtree_{t}_{c}_insert" after insert on "{t}"
        when (new."{c}" not null and not ST_IsEmpty(new."{c}"))
        begin insert or replace into "rtree_{t}_{c}" values (new."{i}", ST_MinX(new."{c}"),
        ST_MaxX(new."{c}"), ST_MinY(new."{c}"), ST_MaxY(new."{c}")); end""",
    """create trigger "rtree_{t}_{c}_update1" after update of "{c}" on "{t}"
        when old."{i}" = new."{i}" and (new."{c}" notnull and not ST_IsEmpty(new."{c}"))
        begin insert or replace into "rtree_{t}_{c}" values (new."{i}", ST_MinX(new."{c}"),
        ST_MaxX(new."{c}"), ST_MinY(new."{c}"), ST_MaxY(new."{c}")); end""",
    """create trigger "rtree_{t}_{c}_update2" after update of "{c}" on "{t}"
        when old."{i}" = new."{i}" and (new."{c}" isnull or ST_IsEmpty(new."{c}"))
        begin delete from "rtree_{t}_{c}" where id = old."{i}"; end""",
    """create trigger "rtree_{t}_{c}_update3" after update on "{t}"
        when old."{i}" != new."{i}" and (new."{c}" notnull and not ST_IsEmpty(new."{c}"))
        begin delete from "rtree_{t}_{c}" where id = old."{i}";
        insert or replace into "rtree_{t}_{c}" values (new."{i}", ST_MinX(new."{c}"),
        ST_MaxX(new."{c}"), ST_MinY(new."{c}"), ST_MaxY(new."{c}")); end""",
    """create trigger "rtree_{t}_{c}_update4" after update on "{t}"
        when old."{i}" != new."{i}" and (new."{c}" isnull or ST_IsEmpty(new."{c}"))
        begin delete from "rtree_{t}_{c}" where id in (old."{i}", new."{i}"); end""",
    """create trigger "rtree_{t}_{c}_delete" after delete on "{t}" when old."{c}" not null
        begin delete from "rtree_{t}_{c}" where id = old."{i}"; end""",
)
