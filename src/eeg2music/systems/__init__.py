"""One file a row of the tables: the systems, their controls, the oracles."""
