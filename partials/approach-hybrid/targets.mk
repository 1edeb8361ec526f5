
rows: setup ingest  ## build the training rows from data/grounded/questions.yaml
	$(PY) -m app rows
