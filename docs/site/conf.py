"""How Sphinx builds the site from `build/docs-src`: see `scripts/build_site.py`, which gathers the pages there."""

from typing import Any

from sphinx.application import Sphinx

import dealsim

project = "dealsim"
author = "The dealsim authors"
project_copyright = author
release = version = dealsim.__version__

extensions = ["myst_parser"]
myst_heading_anchors = 5
myst_enable_extensions = ["attrs_inline"]  # for `[]{#name}`, an anchor that a page names
# Pages are read on code hosts too, where these have no meaning: a line that begins with % or +++, `(name)=`, {role}`x`.
myst_disable_syntax = ["myst_line_comment", "myst_block_break", "myst_target", "myst_role"]

smartquotes = False  # signs as they are written, and as a code host shows them

html_theme = "furo"
pygments_dark_style = "github-dark"
html_title = "dealsim"
html_favicon = "../../dashboards/assets/favicon.svg"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_copy_source = False
html_use_index = False  # nothing is entered in one
html_show_sphinx = False
html_theme_options = {
    "top_of_page_buttons": [],
    "light_css_variables": {"color-brand-primary": "#0b5cad", "color-brand-content": "#0b5cad"},
    "dark_css_variables": {"color-brand-primary": "#79b8ff", "color-brand-content": "#79b8ff"},
}


def setup(app: Sphinx) -> None:
    """Have every page's list of pages cut short before the theme asks for it."""
    app.connect("html-page-context", fold, priority=400)


def fold(_app: Sphinx, _page: str, _template: str, context: dict[str, Any], _doctree: object) -> None:
    """Open only the part of the list that a page is in: whole, the list takes half of the time of a build."""
    if whole := context.get("toctree"):
        context["toctree"] = lambda **asked: whole(**{**asked, "collapse": True})
