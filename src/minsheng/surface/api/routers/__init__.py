"""One thin router for each subject: a request in, a service or query called, words out."""
