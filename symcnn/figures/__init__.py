"""Networks as figures: what is drawn, where it goes, and how each format writes it."""
