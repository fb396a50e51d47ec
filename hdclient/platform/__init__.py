"""The reference platform: a WSGI app over SQLite or Postgres. Nothing is imported here: clients start without it."""
