"""Forms: shapes and words only. Whether something is allowed is for the services to say."""
