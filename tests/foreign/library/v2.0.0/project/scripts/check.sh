#!/bin/sh
# Run everything that a change must pass.
set -eu
python -m pytest -q
