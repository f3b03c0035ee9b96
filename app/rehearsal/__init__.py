"""`stempel rehearse`: from files and shops to a rehearsal, and its result in words."""
