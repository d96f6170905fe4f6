"""Pages for residents: the way in, following a matter, and one's own reports."""
