"""Where something is, for forms: choosing an area from lists or on the map."""
