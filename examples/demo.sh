#!/bin/sh
# The whole story in one run: advice, a repo made from it, that repo set up, trained and asked.
# usage: demo.sh FORMFACTS   (the formfacts command to use)
set -eu
formfacts=$1
here=$(dirname "$0")
project=$(mktemp -d)/support-assistant

say() { printf '\n=== %s\n\n' "$*"; }

say "1. formfacts advise: which approach fits a support assistant?"
"$formfacts" advise --situation "$here/support-assistant/situation.yml"

say "2. formfacts new: the repo for it"
"$formfacts" new "$project" --example support-assistant --defaults

say "3. make demo, in the new repo: set up, index, train, ask (some minutes the first time)"
make -C "$project" --no-print-directory demo

say "The repo is in $project"
cat <<END
cd $project
make ask Q="What happens if I do not collect my parcel in time?"
make evaluate      # its own cases: facts and form
make doctor        # what is configured, and what would be sent where
END
