"""Write docs/tutorial.md: its template with each command's real output (`make pages`).

`{{dealsim run baseline --games 500 | 1-10, -5}}` becomes the command and of its output lines 1 to 10 and the last 5.
"""

import os
import re
import shlex
import sys
import tempfile
from contextlib import chdir
from pathlib import Path

from click.testing import CliRunner

from dealsim.cli.main import main

DOCS = Path(__file__).parents[1] / "docs"
TEMPLATE, PAGE = DOCS / "tutorial.md.in", DOCS / "tutorial.md"
COMMAND = re.compile(r"^\{\{(dealsim .*?) \| (.*?)\}\}$", re.MULTILINE)
A_FILE = re.compile(r"^```yaml\n# ([\w-]+\.yaml)\n.*?^```", re.MULTILINE | re.DOTALL)
LEFT_OUT = "..."


def page_of(template: str) -> str:
    """Return the page: each command of the template with what it prints."""
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        for block in A_FILE.finditer(template):
            Path(block[1]).write_text(block[0].removeprefix("```yaml\n").removesuffix("```"), encoding="utf-8")
        return COMMAND.sub(lambda found: shown(found[1], found[2]), template)


def shown(command: str, lines: str) -> str:
    """Return a command and the lines of its output that are asked for, as Markdown."""
    return f"```sh\n{command}\n```\n\n```text\n{chr(10).join(chosen(printed(command), lines))}\n```"


def printed(command: str) -> list[str]:
    """Return the lines that a command prints, its errors included, 80 columns wide."""
    result = CliRunner().invoke(main, shlex.split(command)[1:], env={"COLUMNS": "80", **os.environ})
    if result.exit_code not in (0, 2):
        raise RuntimeError(f"{command}: {result.output}")
    return result.output.splitlines()


def chosen(output: list[str], ranges: str) -> list[str]:
    """Return the lines of some ranges, such as `1-10, 15-20, -5`, with dots where lines are left out."""
    lines: list[str] = []
    at = 0
    for each in ranges.split(", "):
        first, last = bounds(each, len(output))
        lines += [LEFT_OUT] * (first > at) + output[first:last]
        at = last
    return lines + [LEFT_OUT] * (at < len(output))


def bounds(words: str, length: int) -> tuple[int, int]:
    """Return the first line, from 0, and the one after the last of a range."""
    if words.startswith("-"):
        return max(length - int(words[1:]), 0), length
    first, last = words.split("-")
    return int(first) - 1, min(int(last), length)


if __name__ == "__main__":
    PAGE.write_text(page_of(TEMPLATE.read_text(encoding="utf-8")), encoding="utf-8")
    sys.stdout.write(f"Wrote docs/{PAGE.name}.\n")
