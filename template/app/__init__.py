"""The assistant: question, passages, prompt, model, answer with citations."""
