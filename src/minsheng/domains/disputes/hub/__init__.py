"""The start page of the platform: what is open, what is late, and the ways into its rooms."""
