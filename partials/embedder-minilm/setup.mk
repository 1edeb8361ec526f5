	$(PY) -m app.rag.embedders.minilm_export
