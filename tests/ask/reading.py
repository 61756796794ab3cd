"""What a sweep should have: each of its points read as a network of its own."""

import symcnn


def rows_read(sweep, text):
    """The rows of a sweep, each read as a network with numbers, and how many points have no network."""
    rows, missing = [], 0
    for point in sweep.grid.points():
        values = point | {name: formula.subs(point) for name, formula in sweep.grid.coupled.items()}
        try:
            net = symcnn.parse(text, **values)
        except symcnn.SymcnnError:
            missing += 1
            continue
        rows.append({**values, **{name: getattr(net, name) for name in sweep.asked.wanted}})
    return rows, missing
