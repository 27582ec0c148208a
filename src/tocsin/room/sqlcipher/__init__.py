"""SQLite encrypted by SQLCipher as a database of Django. The room's own tables are kept so."""
