"""How the documentation is built: `sphinx-build -W docs build/docs`. Nothing in it needs a network to be read."""

import re
import sys
from pathlib import Path

from docutils import nodes
from latex2mathml.converter import convert
from pygments.lexers.python import PythonLexer
from pygments.lexers.special import TextLexer

sys.path.insert(0, str(Path(__file__).parents[1]))
from symcnn import __version__

project, author, copyright = "symcnn", "the symcnn authors", "the symcnn authors"
release = version = __version__
extensions = ["myst_parser"]
myst_enable_extensions = ["dollarmath", "colon_fence"]
myst_fence_as_directive = ["math"]
myst_heading_anchors = 4
root_doc = "index"
exclude_patterns = ["conf.py"]
html_theme = "furo"
html_title = f"symcnn {version}"
html_static_path = ["_static"]
html_css_files = ["page.css"]
html_copy_source = False
html_show_sphinx = False
pygments_style, pygments_dark_style = "friendly", "monokai"


def lexer():
    """The lexer of the language, where the package has one."""
    try:
        from symcnn.highlight import SymcnnLexer
    except ImportError:
        return TextLexer
    return SymcnnLexer


def mathml(latex, display):
    """A formula as MathML, which browsers show by themselves; its LaTeX is kept as an annotation."""
    from html import escape

    made = convert(latex.strip(), display=display)
    note = f'<annotation encoding="application/x-tex">{escape(latex.strip(), quote=False)}</annotation>'
    body = re.fullmatch(r"(<math[^>]*>)(.*)(</math>)", made, re.DOTALL)
    return f"{body[1]}<semantics>{body[2]}{note}</semantics>{body[3]}"


def inline(self, node):
    """Write a formula within a line."""
    self.body.append(mathml(node.astext(), "inline"))
    raise nodes.SkipNode


def block(self, node):
    """Write a formula on a line of its own."""
    self.body.append(f'<div class="math">{mathml(node.astext(), "block")}</div>')
    raise nodes.SkipNode


def show_formulas(app, name, source):
    """Show the LaTeX of derived formulas as formulas, too."""
    if name == "papers":
        source[0] = re.sub(
            r"^```latex\n(.*?)^```$", r"```math\n\1```\n\n\g<0>", source[0], flags=re.MULTILINE | re.DOTALL
        )


def lead_to_pages(app, name, source):
    """Files outside this folder that are pages here."""
    source[0] = source[0].replace("](../grammar/README.md", "](grammar.md")


def keep_places(app, name, source):
    """The lists of pages name some that not every copy has."""

    def there(block):
        return "\n".join(line for line in block[0].split("\n") if not re.fullmatch(r"\w[\w/-]+", line) or line in found)

    if name == root_doc:
        found = {path.relative_to(app.srcdir).with_suffix("").as_posix() for path in Path(app.srcdir).rglob("*.md")}
        source[0] = re.sub(r"^:::\{toctree\}.*?^:::$", there, source[0], flags=re.MULTILINE | re.DOTALL)


def setup(app):
    """Register what this file defines."""
    app.add_html_math_renderer("mathml", inline_renderers=(inline, None), block_renderers=(block, None))
    app.add_lexer("cnn", lexer())
    app.add_lexer("ipython", PythonLexer)  # IPython's own, where IPython is not installed
    app.connect("source-read", show_formulas)
    app.connect("source-read", lead_to_pages)
    app.connect("source-read", keep_places)


html_math_renderer = "mathml"
