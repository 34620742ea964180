"""Results for other programs: what tables hold, in words and in plain rows."""
