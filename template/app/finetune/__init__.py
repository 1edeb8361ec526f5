"""Fine-tuning: rows of chat, a base model, a LoRA adapter that teaches it the form."""
