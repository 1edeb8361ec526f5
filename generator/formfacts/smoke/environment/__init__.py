"""Where a generated repo's commands run: one environment for all, or one each."""
