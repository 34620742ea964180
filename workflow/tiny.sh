#!/bin/sh
# Runs the whole pipeline at its smallest size in a copy of the repository:
#   tiny.sh FOLDER CORES    with 0 cores, all is put there and nothing run
# The rules are the same; workflow/tiny.yaml changes sizes, and nothing else.
set -eu
folder=$1 cores=$2

git init --quiet "$folder"  # DVC works in a repository
git ls-files -z --cached --others --exclude-standard | tar --null -T - -cf - | tar -xf - -C "$folder"
python -m eeg2music.pipeline.overlay "$folder/params.yaml" workflow/tiny.yaml
cd "$folder"
export PYTHONPATH=$PWD/src${PYTHONPATH:+:$PYTHONPATH}
eeg2music dvc-yaml  # its plots name the systems
[ "$cores" -eq 0 ] || snakemake --cores "$cores"
