"""One file per way to record training runs; each exports `make_tracker`."""
