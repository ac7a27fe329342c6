"""Help pages and usage errors in the language chosen.

Help is written ``中文 / English`` beside each option and verb: one place to read, nothing to keep in step."""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from ui import words
from ui.cli import output
from ui.words import tr

_WIDEST = 40
_CHINESE = re.compile(r"[\u3400-\u9fff]")

# How typer says what is wrong with a command line, and the sentence that we have for it.
_SAID = (
    (r"Missing command\.", "usage.no_command"),
    (r"No such command '(?P<name>[^']*)'.*", "usage.unknown_command"),
    (r"No such option: (?P<name>\S+).*", "usage.unknown_option"),
    (r"Missing argument '(?P<name>[^']*)'.*", "usage.missing_argument"),
    (r"Missing option '(?P<name>[^']*)'.*", "usage.missing_option"),
    (r"Option '(?P<name>[^']*)' requires an argument.*", "usage.no_value"),
    (r"Option '(?P<name>[^']*)' does not take a value.*", "usage.takes_no_value"),
    (r"Got unexpected extra argument.*? \((?P<name>[^()]*)\)", "usage.too_many"),
    (r"Invalid value for '?(?P<name>[^':]*)'?: .*less than or equal to (?P<limit>\S+)", "usage.too_large"),
    (r"Invalid value for '?(?P<name>[^':]*)'?: .*greater than or equal to (?P<limit>\S+)", "usage.too_small"),
    (r"Invalid value for '?(?P<name>[^':]*)'?: .*valid (integer|number).*", "usage.not_a_number"),
    (r"Invalid value for '?(?P<name>[^':]*)'?: (?P<known>.*)", "usage.bad_value"),
)


def speak(command: Any) -> None:
    """Let a command and those under it print their help through ``page``."""
    command.get_help = partial(page, command)
    for each in getattr(command, "commands", {}).values():
        speak(each)


def chosen(text: str | None) -> str:
    """The half of ``中文 / English`` in the language in use; a text without halves as it is."""
    halves = (text or "").strip().split(" / ")
    if len(halves) != 2 or bool(_CHINESE.search(halves[0])) == bool(_CHINESE.search(halves[1])):
        return (text or "").strip()
    zh, en = halves if _CHINESE.search(halves[0]) else reversed(halves)
    return zh.strip() if words.language() == "zh" else en.strip()


def page(command: Any, ctx: Any) -> str:
    """How to call a command, what it does, its arguments, options and verbs."""
    parameters = [p for p in command.get_params(ctx) if not getattr(p, "hidden", False)]
    arguments = [(_name(p), _about(p)) for p in parameters if not p.opts[0].startswith("-")]
    options = [(_flag(p), _about(p)) for p in parameters if p.opts[0].startswith("-")]
    verbs = [(name, _summary(each)) for name, each in getattr(command, "commands", {}).items()]
    blocks = [usage(command, ctx), f"  {_summary(command)}"]
    for title, rows in ((tr("Arguments"), arguments), (tr("Options"), options), (tr("Verbs"), verbs)):
        if rows:
            blocks.append("\n".join([f"{title}{tr(':')}", *_lines(rows)]))
    return "\n\n".join(blocks)


def usage(command: Any, ctx: Any) -> str:
    """The line that shows how to call a command."""
    names = [_name(p) for p in command.get_params(ctx) if not p.opts[0].startswith("-")]
    rest = [tr("VERB ...")] if getattr(command, "commands", None) else names
    options = f"[{tr('options')}]"
    return f"{tr('Usage')}{tr(': ')}{' '.join([ctx.command_path, options, *rest])}"


def _summary(command: Any) -> str:
    return chosen((command.help or "").replace("\n", " ")).rstrip(".。")


def _name(parameter: Any) -> str:
    name = str(parameter.metavar or (parameter.name or "").upper())
    if parameter.nargs != 1 and "|" not in name and not name.endswith("..."):
        name += "..."
    return name if parameter.required else f"[{name}]"


def _flag(parameter: Any) -> str:
    flag = next((opt for opt in parameter.opts if opt.startswith("--")), parameter.opts[0])
    if getattr(parameter, "is_flag", False) or flag == "--help":
        return str(flag)
    return f"{flag} {parameter.metavar or flag.lstrip('-').upper()}"


def _about(parameter: Any) -> str:
    if "--help" in parameter.opts:
        return tr("this page")
    notes = [tr("required")] if parameter.required and parameter.opts[0].startswith("-") else []
    default = parameter.default
    if isinstance(default, int | str) and not isinstance(default, bool) and default != "":
        notes.append(tr("default {value}", value=default))
    if parameter.envvar:
        notes.append(tr("or {name} in the environment", name=parameter.envvar))
    said = chosen(getattr(parameter, "help", None))
    return f"{said}{' ' if said else ''}[{'; '.join(notes)}]" if notes else said


def _lines(rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    """A table; a flag with a long list of choices has a line of its own, so that the others stay narrow."""
    narrow = [("" if len(flag) > _WIDEST else flag, said) for flag, said in rows]
    lines = output.table(narrow[1:], narrow[0]).splitlines()
    for (flag, _), line in zip(rows, lines, strict=True):
        if len(flag) > _WIDEST:
            yield f"  {flag}"
        yield f"  {line}"


def lacks_verb(error: Any) -> bool:
    """Whether nothing is wrong but that the command line ends before it says what to do."""
    return type(error).__name__ == "NoArgsIsHelpError" or error.format_message() == "Missing command."


def usage_error(error: Any) -> tuple[str, str]:
    """What is wrong with a command line, and how to find out how it is called."""
    said = "Missing command." if lacks_verb(error) else str(error.format_message())
    ctx = getattr(error, "ctx", None)
    way_out = tr("See {command} --help", command=ctx.command_path if ctx is not None else "faultgis")
    for pattern, code in _SAID:
        if found := re.fullmatch(pattern, said, re.DOTALL):
            return words.sentence(code, found.groupdict()), way_out
    return said, way_out
