"""Questions put to a report: how two networks compare, how one scales."""
