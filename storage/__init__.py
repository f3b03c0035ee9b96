"""What Stempel remembers: tables, queries, migrations and the database itself."""
