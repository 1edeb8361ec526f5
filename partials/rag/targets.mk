
ingest: setup  ## index data/docs; only files that changed are read again
	$(PY) -m app ingest
