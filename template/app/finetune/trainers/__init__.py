"""One file per trainer; each exports `make_trainer`."""
