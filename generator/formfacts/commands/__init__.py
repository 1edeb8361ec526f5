"""One module per command: options and help. The work is in the packages beside this one."""
