"""The repo's own cases, scored on two axes: facts and form."""
