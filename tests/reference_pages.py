"""The pages of `docs/reference`, made from the layers' records, the commands' options and `symcnn.reference`.

    python tests/reference_pages.py --write    rewrite them

Formulas are derived by symcnn as the pages are made; `tests/test_docs.py` runs what they show.
"""

import inspect
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import symcnn
from symcnn.cli.completion import option_values
from symcnn.cli.parsers import commands
from symcnn.elaborate.functions import FUNCTIONS
from symcnn.layers import LAYERS
from symcnn.layers.contract import signature
from symcnn.quantities import QUANTITIES
from symcnn.quantities.profiles import PROFILES
from symcnn.reference import functions, layers, quantities, words
from symcnn.reference.example import Example
from symcnn.reference.families import about, families, prose
from tests.outputs import printed

FOLDER = Path(__file__).parents[1] / "docs" / "reference"
MADE = "<!-- made by: python tests/reference_pages.py --write -->"
KINDS = {
    "statements": "Statements",
    "flow": "Repeats, choices, labels",
    "joins": "Where paths meet",
    "padding": "Paddings",
}


def pages():
    """Every page of the folder by its name."""
    made = {f"layers/{family}.md": layer_page(family, names) for family, names in families().items()}
    made |= {"language.md": language(), "quantities.md": quantity_page()}
    made |= {"commands.md": command_page(), "python.md": python_page()}
    return {"README.md": index(), **made}


def page(*parts):
    head, *rest = parts
    return "\n\n".join([head, MADE, *rest]) + "\n"


def index():
    rows = [
        f"| [{family}](layers/{family}.md) | {', '.join(links(names, family))} |"
        for family, names in families().items()
    ]
    return page(
        "# Reference",
        "Each page is made by a program, and each formula on it is what symcnn derives from the example beside it. "
        "`symcnn help NAME` prints the same for one name.",
        "\n".join(["| layers | |", "|---|---|", *rows]),
        "- [The language](language.md): statements, repeats, joins, paddings, functions.\n"
        "- [Quantities](quantities.md): what is counted, and by which convention.\n"
        "- [Commands](commands.md): every option of the command line.\n"
        "- [Python](python.md): what `import symcnn` offers.",
    )


def links(names, family):
    return [f"[{name}](layers/{family}.md#{name})" for name in names]


# ---------------------------------------------------------------------- layers


def layer_page(family, names):
    return page(f"# {family.capitalize()}", plain(about(family)), *map(layer_section, names))


def layer_section(name):
    tables = [facts(one) for one in layers.examples(name)]
    run = f"{layers.example(name).bound} --only {'params' if costs(name) else 'shape'}"
    parts = [f"## {name}", code("text", signature(name)), plain(prose(LAYERS[name].__doc__))]
    return "\n\n".join([*parts, *tables, console(run)])


def costs(name):
    return layers.example(name).network().params != 0


def facts(example):
    """What is derived from an example, as a table with formulas in LaTeX's mathematics."""
    rows = [f"| {fact.title} | {fact.latex.replace('|', chr(92) + '|')} |" for fact in example.facts()]
    return "\n".join([f"| | `{example.text}` |", "|---|---|", *rows])


# -------------------------------------------------------------------- language


def language():
    sections = []
    for kind, names in words.sections().items():
        sections += [f"## {KINDS[kind]}", *map(word_section, names)]
    return page(
        "# The language",
        "Its grammar, a rule and an example at a time, is on [a page of its own](../grammar.md).",
        *sections,
        "## Functions",
        function_table(),
        *map(form_section, functions.FORMS),
    )


def word_section(name):
    word = words.WORDS[name]
    example = code("cnn", word.example)
    return "\n\n".join([f"### {name}", code("text", word.form), plain(word.about), example, derived(word.example)])


def derived(text):
    """What comes out, as a table without a head."""
    rows = [f"| {fact.title} | {fact.latex.replace('|', chr(92) + '|')} |" for fact in Example(text).facts()]
    return "\n".join(["| | |", "|---|---|", *rows])


def function_table():
    rows = []
    for name, (text, tried) in functions.ABOUT.items():
        rows.append(f"| `{FUNCTIONS[name].signature}` | {plain(text)} | `{tried}` = {functions.value(tried)} |")
    return "\n".join(["| function | | example |", "|---|---|---|", *rows])


def form_section(name):
    form, text, example = functions.FORMS[name]
    return "\n\n".join([f"### {name}", code("text", form), f"{plain(text)}.", code("cnn", example), derived(example)])


# ------------------------------------------------------- quantities, commands


def quantity_page():
    rows = [f"| `{profile}` | {plain(one.convention)} |" for profile, one in sorted(PROFILES.items())]
    return page(
        "# Quantities",
        "The [conventions](../conventions.md) say more of what is counted and what is not.",
        *map(quantity_section, QUANTITIES),
        "## Profiles",
        "`--profile NAME` counts operations as another tool does.",
        "\n".join(["| profile | counts |", "|---|---|", *rows]),
    )


def quantity_section(name):
    run = f"symcnn '{quantities.NETWORK}' --only {name}"
    said = quantities.heading(name).partition(": ")[2]
    return "\n\n".join(
        [f"## {name}", plain(f"{said[0].upper()}{said[1:]}."), plain(quantities.about(name)), console(run)]
    )


def command_page():
    sections = [command_section(command) for command in commands()]
    return page("# Commands", "Every command takes `--help`, which has examples.", *sections)


def command_section(command):
    rows = [f"| `{word.takes}` | {plain(word.about)} |" for word in command.words]
    rows += [option_row(option) for option in command.options if "--help" not in option.flags]
    table = "\n".join(["| | |", "|---|---|", *rows])
    text = f"{command.about[0].upper()}{command.about[1:]}."
    return "\n\n".join([f"## symcnn {command.name}", code("text", command.usage), plain(text), table])


def option_row(option):
    known = [values for flag in option.flags if (values := option_values().get(flag))]
    flags = ", ".join(f"`{flag}{' ' + option.takes if option.takes else ''}`" for flag in option.flags)
    listed = f": {', '.join(f'`{value}`' for value in known[0])}" if known else ""
    text = option.about.partition(":")[0] if known else option.about
    return f"| {flags} | {plain(text)}{listed} |"


# ---------------------------------------------------------------------- Python


def python_page():
    functions_ = [name for name in symcnn.__all__ if inspect.isroutine(getattr(symcnn, name))]
    kinds = [kind for kind in symcnn.Network.__mro__ if kind is not object]
    methods = {name: one for kind in kinds for name, one in vars(kind).items() if not name.startswith("_")}
    return page(
        "# Python",
        code("python", f">>> import symcnn\n>>> from symcnn import {', '.join(sorted(functions_))}"),
        *(python_section(getattr(symcnn, name), name, "##") for name in sorted(functions_)),
        "## Network",
        *documented(symcnn.Network),
        *(python_section(one, name, "###") for name, one in methods.items()),
    )


def python_section(one, name, mark):
    of = one.fget if isinstance(one, property) else one
    written = f"net.{name}" if isinstance(one, property) else f"{name}{parameters(of)}"
    shown = f"net.{written}" if mark == "###" and not isinstance(one, property) else written
    return "\n\n".join([f"{mark} {name}", code("text", shown), *documented(of)])


def parameters(function):
    """The signature as it is called, without types."""
    found = list(inspect.signature(function).parameters.values())
    if found and found[0].name == "self":
        found = found[1:]
    return str(inspect.Signature([one.replace(annotation=inspect.Parameter.empty) for one in found]))


def documented(one):
    """The prose of a docstring, and its examples."""
    text = inspect.cleandoc(one.__doc__)
    parts = re.split(r"\n\n", text)
    return [code("python", part) if part.startswith(">>>") else plain(part) for part in parts]


# ------------------------------------------------------------------------ text


def code(kind, text):
    return f"```{kind}\n{text}\n```"


def console(command):
    return code("console", f"$ {command}\n{printed(command).rstrip()}")


def plain(text):
    """Prose in which Markdown finds no marks but code."""
    parts = re.split(r"(`[^`]*`)", text)
    return "".join(part if part.startswith("`") else re.sub(r"([*_|<\[\]$])", r"\\\1", part) for part in parts)


def main(words_):
    for name, text in pages().items():
        if words_ == ["--write"]:
            (FOLDER / name).parent.mkdir(parents=True, exist_ok=True)
            (FOLDER / name).write_bytes(text.encode("utf-8"))
        else:
            sys.stdout.buffer.write(text.encode("utf-8"))


if __name__ == "__main__":
    main(sys.argv[1:])
