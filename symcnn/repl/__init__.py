"""The prompt: lines in, answers out. `session` knows no terminal; `terminal` and `script` know nothing else."""
