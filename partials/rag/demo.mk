	$(PY) -m app ingest || test $$? -eq 1  # 1: a file was left out and named
