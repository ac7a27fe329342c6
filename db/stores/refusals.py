"""What the database refuses, as errors that say which record, which field and what to do."""

import re

from psycopg import Error, errors

from faultgis.errors import FaultGISError, InputError, NotAllowedError


def understand(error: Error) -> FaultGISError | None:
    """Our error for a refusal of the database, or ``None`` where it is not about the data."""
    if isinstance(error, errors.UniqueViolation):
        field, value = _key(error)
        return InputError("record.duplicate", kind=_table(error), field=field, value=value)
    if isinstance(error, errors.ForeignKeyViolation):
        return _reference(error)
    if isinstance(error, errors.CheckViolation):
        return _check(error)
    if isinstance(error, errors.NotNullViolation):
        return InputError("record.missing", kind=_table(error), field=error.diag.column_name)
    if isinstance(error, errors.InsufficientPrivilege):
        return _not_allowed(error)
    if isinstance(error, errors.DataError):
        return InputError("record.refused", kind=_table(error), rule=error.diag.message_primary)
    return None


def _not_allowed(error: Error) -> NotAllowedError:
    said = error.diag.message_primary or ""
    # Every save begins by drawing a revision, which those who only read may not.
    if "draw_revision" in said:
        return NotAllowedError("database.may_only_read")
    # A row that a policy refuses is told with its table; a whole table is not among the role's rights.
    if kind := _table(error):
        return NotAllowedError("record.not_allowed", kind=kind, detail=said)
    return NotAllowedError("database.not_allowed", reason=said)


def _table(error: Error) -> str:
    named = error.diag.table_name
    if named:
        return named
    found = re.search(r'(?:table|relation) "([^"]+)"', error.diag.message_primary or "")
    return found.group(1) if found else ""


def _key(error: Error) -> tuple[str, str]:
    """Column and value; where row-level security hides the value, the column by the constraint's name."""
    found = re.search(r"\((?P<columns>.*?)\)=\((?P<values>.*)\)", error.diag.message_detail or "", re.DOTALL)
    if found is None:
        return _named_column(error), ""
    columns, values = found["columns"].split(", "), found["values"].split(", ", found["columns"].count(", "))
    shown = [(c, v) for c, v in zip(columns, values, strict=True) if c != "survey_id"] or [("", "")]
    return ", ".join(c for c, _ in shown), ", ".join(v for _, v in shown)


def _named_column(error: Error) -> str:
    if (error.diag.constraint_name or "").startswith("pk_"):
        return "id"
    name = re.sub(r"^[a-z]+_", "", error.diag.constraint_name or "").removeprefix(f"{_table(error)}_")
    return name.removeprefix("survey_id_").removeprefix("fault_id_") or name


def _reference(error: errors.ForeignKeyViolation) -> FaultGISError:
    columns, values = _key(error)
    detail = error.diag.message_detail or ""
    target = re.search(r'table "([^"]+)"', detail)
    other = target.group(1) if target else ""
    if "still referenced" in detail:
        # The constraint stands in the table that refers; its name holds that table and column.
        owner = re.search(r'on table "([^"]+)" violates', error.diag.message_primary or "")
        return InputError("record.in_use", kind=owner.group(1) if owner else "", id=values, by=other)
    return InputError("record.parent_missing", kind=_table(error), field=columns, parent=other, id=values)


def _check(error: errors.CheckViolation) -> FaultGISError:
    rule = error.diag.constraint_name or ""
    kind = _table(error)
    if rule == "code_known":
        return InputError(
            "record.unknown_code", kind=kind, field=error.diag.column_name, value=error.diag.message_detail
        )
    rule = rule.removeprefix(f"ck_{kind}_")
    code = "record.not_on_earth" if rule.endswith("_on_earth") else "record.refused"
    return InputError(code, kind=kind, rule=rule)
