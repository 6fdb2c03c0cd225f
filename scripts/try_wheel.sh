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

"$python" -m build --wheel --outdir "$scratch/dist" . >"$scratch/build.log" || { cat "$scratch/build.log" >&2; exit 1; }
"$python" -m venv "$scratch/venv"
"$scratch/venv/bin/python" -m pip install --quiet --disable-pip-version-check -c "$checkout/constraints.txt" "$scratch"/dist/*.whl

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
[ -z "$(ls -A .)" ] || { echo "dealsim left files behind in the folder it was run from: $(ls -A .)" >&2; exit 1; }
echo "The wheel works from an empty folder: $(basename "$scratch"/dist/*.whl)"
