#!/bin/sh
# Write constraints.txt: the newest versions of all that `pip install dealsim[test]` brings.
set -eu

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
scripts/venv.sh "$scratch/venv"
"$scratch/venv/bin/python" -m pip install --quiet --disable-pip-version-check '.[test]'
"$scratch/venv/bin/python" -m pip freeze --exclude dealsim >"$scratch/pins"
mv "$scratch/pins" constraints.txt
