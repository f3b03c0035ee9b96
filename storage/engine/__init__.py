"""The database itself: SQLite and PostgreSQL behind one door, their migrations, copies and dumps."""
