#!/bin/sh
# Build the wheel, install it into a fresh environment, and use it from an empty folder: what a user gets
# who has no checkout. Usage: scripts/try_wheel.sh PYTHON   (a Python that has `build`)
set -eu

python=$1
checkout=$(pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM

# Nothing of the checkout may help.
unset PYTHONPATH PYTHONHOME VIRTUAL_ENV
unset PYTHONDONTWRITEBYTECODE

"$python" -m build --wheel --outdir "$scratch/dist" . >"$scratch/build.log" || { cat "$scratch/build.log" >&2; exit 1; }
"$python" -m venv "$scratch/venv"
"$scratch/venv/bin/python" -m pip install --quiet --no-compile --disable-pip-version-check -c "$checkout/constraints.txt" "$scratch"/dist/*.whl

mkdir "$scratch/empty"
cd "$scratch/empty"
PATH=$scratch/venv/bin:$PATH

python -c 'import dealsim, sys; assert dealsim.__file__.startswith(sys.prefix), dealsim.__file__'
dealsim --help >"$scratch/help.txt"
dealsim check baseline credibility
python -c 'import dealsim.report, pathlib; assert (pathlib.Path(dealsim.report.__file__).parent / "page.html.jinja").exists()'
dealsim claims --shipped 1 >"$scratch/claim.txt"
dealsim replicate stastny-window >"$scratch/published.txt"
grep -q agrees "$scratch/published.txt"
dealsim cite baseline >"$scratch/sources.bib"
grep -q "^@software{dealsim," "$scratch/sources.bib"
dealsim run baseline --games 64 --json >"$scratch/run.json" 2>"$scratch/run.log" || { cat "$scratch/run.log" >&2; exit 1; }
python - "$scratch/run.json" <<'PY'
import json
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    result = json.load(file)  # the whole of standard output is one document, or this fails
assert result["games"] == 64, result["games"]
assert result["outcomes"], "no outcomes"
PY
if dealsim dashboard --no-browser --port 0 2>"$scratch/lacking.txt"; then exit 1; fi
grep -q "pip install 'dealsim\[dashboard\]'" "$scratch/lacking.txt"

# With the extra, the pages and all that they load are on this disk.
python -m pip install --quiet --no-compile --disable-pip-version-check -c "$checkout/constraints.txt" "$(ls "$scratch"/dist/*.whl)[dashboard]"
dealsim dashboard --no-browser --port 0 2>"$scratch/dashboard.log" &
dashboard=$!
trap 'kill "$dashboard" 2>/dev/null || true; rm -rf "$scratch"' EXIT
python - "$scratch/dashboard.log" <<'PY'
import re
import sys
import time
from urllib.parse import urljoin
from urllib.request import urlopen

for _ in range(600):
    log = open(sys.argv[1], encoding="utf-8").read()
    if found := re.search(r"at (http://\S+/) ", log):
        break
    time.sleep(0.1)
assert found, log
page = urlopen(found[1], timeout=60).read().decode()
loaded = re.findall(r'(?:src|href)="([^"]+\.(?:js|css)[^"]*)"', page)
assert len(loaded) > 4, page
for file in loaded:
    answer = urlopen(urljoin(found[1], file), timeout=60)
    assert answer.status == 200 and answer.read(), file
PY
kill "$dashboard"
[ -z "$(ls -A .)" ] || { echo "dealsim left files behind in the folder it was run from: $(ls -A .)" >&2; exit 1; }
echo "The wheel works from an empty folder: $(basename "$scratch"/dist/*.whl)"
