	$(PY) -m app train
