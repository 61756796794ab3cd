"""Pictures of tables of numbers: one file a kind. They see columns with names, never a network."""
