"""Tables of a sweep as files that are whole or not there: one file a format."""
