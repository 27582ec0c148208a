"""What the screens show, read from the case, one thing a module: queries and nothing else."""
