"""Text to tree and back: the only package that imports lark."""
