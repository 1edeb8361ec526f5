"""The checks that formfacts itself brings; others are commands in smoke.yml."""
