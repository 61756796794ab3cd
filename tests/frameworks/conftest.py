collect_ignore = ["measure_profiles.py"]  # a program; it imports torch
