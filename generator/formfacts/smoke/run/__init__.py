"""Run the combinations: processes, scheduling, what a run leaves behind."""
