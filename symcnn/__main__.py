"""`python -m symcnn`."""

from symcnn.cli.main import run

run()
