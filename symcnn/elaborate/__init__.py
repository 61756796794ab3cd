"""From the tree to layers: names, values, arguments; one step at a time, since `.c` depends on the last."""
