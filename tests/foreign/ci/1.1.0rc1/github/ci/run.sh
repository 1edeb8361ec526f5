#!/bin/sh
# The tests of {{ package_name }}, as continuous integration runs them.
set -eu
python -m pip install --quiet --editable .
python -m pytest
