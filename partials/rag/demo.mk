	$(PY) -m app ingest
