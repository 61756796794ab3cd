"""A whole page: the fragment's parts, the text of the network, a switch between light and dark, a script that sorts."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html import escape

from symcnn.errors import Source
from symcnn.report import Report
from symcnn.views.contract import plain
from symcnn.views.html.cells import code, shape
from symcnn.views.html.fragment import resource
from symcnn.views.html.summary import summary
from symcnn.views.html.table import Layers

SHORT = 12  # lines of a text that is shown at once

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main class="symcnn">
<header>
<h1>{shapes}</h1>
<button type="button" id="theme" aria-label="light or dark" title="light or dark">◐</button>
</header>
{source}
{summary}
<section>
<h2>Layers</h2>
<p class="tools">
<button type="button" data-open="1">open all</button>
<button type="button" data-open="0">fold all</button>
</p>
<div class="scroll">{table}</div>
</section>
</main>
<script>{script}</script>
</body>
</html>"""


def page(report: Report, columns: tuple[str, ...], *, written: bool, depth: int | None) -> str:
    """Write the page. Nothing in it runs or is loaded but its own style and script, by their hashes."""
    layers = Layers(report, columns, written=written, depth=depth)
    style = "\n" + resource("style.css") + resource("page.css") + layers.rules()
    script = "\n" + resource("script.js")
    return PAGE.format(
        policy=policy(style, script),
        title=escape(title(report)),
        style=style,
        shapes=f"{shape(report, report.input_shape)} → {shape(report, report.output_shape)}",
        source=_source(report),
        summary=summary(report),
        table=layers.table(sortable=True),
        script=script,
    )


def policy(style: str, script: str) -> str:
    """The policy that forbids the network, and every style and script but these.

    >>> policy("", "")[:60]
    "default-src 'none'; style-src 'sha256-47DEQpj8HBSa+/TImW+5JC"
    """
    own = f"style-src '{_hash(style)}'; script-src '{_hash(script)}'"
    return f"default-src 'none'; {own}; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def title(report: Report) -> str:
    """The name of the network's text, or what goes in and out."""
    source = _of(report)
    shapes = f"{report.input_shape} to {report.output_shape}"
    return shapes if source.name.startswith("<") else f"{source.name}: {shapes}"


def _of(report: Report) -> Source:
    """The text that the network stands in: that of the outermost block around its last layer."""
    last = report.read[report.last]
    return (last.parts[0].call if last.parts else last.place.call).source


def _source(report: Report) -> str:
    """The text in colours; a long one folded."""
    source = _of(report)
    words = f'<pre class="source"><code>{code(source.text.strip())}</code></pre>'
    if len(source.text.splitlines()) <= SHORT:
        return words
    return f"<details><summary>{escape(plain(source.name))}</summary>{words}</details>"
