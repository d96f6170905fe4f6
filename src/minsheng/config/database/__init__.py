"""Where the database is, how the embedded one is run, and what each of the two roles may do."""
