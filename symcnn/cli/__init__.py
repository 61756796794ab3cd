"""The command line: `symcnn TEXT`, `symcnn check FILE`, `symcnn fmt FILE`."""
