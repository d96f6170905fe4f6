"""What the API shows of things: plain dicts for JSON, made once, in the reader's language and for the reader's eyes."""
