collect_ignore = ["measure_profiles.py", "print_summaries.py"]  # programs; they import frameworks
