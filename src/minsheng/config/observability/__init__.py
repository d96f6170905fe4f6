"""What the running system tells about itself: logs, health, metrics. Never a word about a person."""
