collect_ignore_glob = ["*.py"]  # programs with imports of each other, not tests
