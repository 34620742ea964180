"""How fast this project is, beside what one would take instead: ``make bench``."""
