
check-data: setup  ## every fault in the training rows, with file and line
	$(PY) -m app check-data

train: setup  ## train the adapter, base against tuned on held-out rows
	$(PY) -m app train
