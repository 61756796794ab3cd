"""What was published, against what is derived: each difference explained by a rule that reproduces it."""
