"""``faultgis template``: the national templates, and an office's own taken from its geodatabase."""

from pathlib import Path
from typing import Annotated, Any

import typer

from faultgis.errors import InputError
from faultgis.national import template as templates
from faultgis.national.template import Template, TemplateClass, TemplateField
from ui.cli import output
from ui.cli.options import Json
from ui.words import tr


def register(app: typer.Typer) -> None:
    """Add the verbs."""
    group = typer.Typer(no_args_is_help=True, help="国家模板 / national templates")
    group.command("list")(list_all)
    group.command("show")(show)
    group.command("import")(take)
    app.add_typer(group, name="template")


def list_all(as_json: Json = False) -> None:
    """列出模板 / all templates: those that come with the program and the office's own."""
    values = [_listed(name) for name in sorted(templates.files())]
    heads = (tr("Template"), tr("Version"), tr("Name"), tr("Classes"), tr("Fields"), tr("Code lists"))
    keys = ("id", "version", "title", "classes", "fields", "domains")
    rows = [[value.get(key, "") for key in keys] for value in values]
    output.emit({"templates": values}, as_json, lambda: output.table(rows, heads))


def _listed(name: str) -> dict[str, Any]:
    path = str(templates.files()[name])
    try:
        return _summary(templates.load(name)) | {"path": path}
    except InputError as error:
        return {"id": name, "path": path, **output.error_value(error)}


def _summary(found: Template) -> dict[str, Any]:
    return {
        "id": found.id,
        "version": found.version,
        "title": found.zh,
        "classes": len(found.classes),
        "fields": sum(len(each.fields) for each in found.classes),
        "domains": len(found.domains),
        "source": found.source,
        "confidence": found.confidence,
    }


def show(
    name: Annotated[str, typer.Argument(metavar="TEMPLATE", help="模板 / template")] = templates.DEFAULT,
    class_name: Annotated[
        str | None, typer.Argument(metavar="CLASS", help="数据集 / one of its classes")
    ] = None,
    as_json: Json = False,
) -> None:
    """模板的数据集与字段 / a template's classes, or the fields of one."""
    found = templates.load(name)
    if class_name is None:
        classes = [_class(each) for each in found.classes]
        heads = (tr("Class"), tr("Name"), tr("Geometry"), tr("Theme"), tr("Fields"))
        value = {**_summary(found), "list": classes}
        return output.emit(value, as_json, lambda: output.table([list(c.values()) for c in classes], heads))
    described = found.find(class_name)
    if described is None:
        raise InputError("template.no_class", name=class_name, template=found.id)
    fields = _fields(described)
    titles = ("Field", "Name", "Type", "Length", "Key", "Required", "Code list", "Refers to")
    told = {"template": found.id, "class": described.name, "title": described.zh, "fields": fields}
    return output.emit(
        told, as_json, lambda: output.table([list(f.values()) for f in fields], [tr(t) for t in titles])
    )


def _class(of: TemplateClass) -> dict[str, Any]:
    return {
        "class": of.name,
        "title": of.zh,
        "geometry": of.geometry,
        "theme": of.theme,
        "fields": len(of.fields),
    }


def _refers(field: TemplateField) -> str:
    return ", ".join(field.refers or (field.refers_by.classes.values() if field.refers_by else ()))


def _fields(described: TemplateClass) -> list[dict[str, Any]]:
    return [
        {
            "field": field.name,
            "title": field.zh,
            "type": field.type,
            "length": field.length or None,
            "key": field.key,
            "required": field.required,
            "domain": field.domain,
            "refers": _refers(field),
        }
        for field in described.fields
    ]


def take(
    file: Annotated[Path, typer.Argument(metavar="GDB", help="地理数据库 / geodatabase or GeoPackage")],
    name: Annotated[str, typer.Option("--id", metavar="NAME", help="模板名 / what to call it")],
    like: Annotated[
        str, typer.Option(metavar="TEMPLATE", help="键与引用取自 / takes keys and references from")
    ] = templates.DEFAULT,
    replace: Annotated[
        bool, typer.Option("--replace", help="替换同名模板 / replace one of this name")
    ] = False,
    as_json: Json = False,
) -> None:
    """由数据库及其值域建立模板 / a template from a database with its domains."""
    from importers.national_template import save, template_of

    told = template_of(file, name, templates.load(like))
    path = save(told, replace)
    value = _summary(templates.load(name)) | {"path": str(path)}
    said = "Template {id}: {classes} classes, {fields} fields, {domains} code lists; kept in {path}."
    output.emit(value, as_json, lambda: tr(said, **value))
