"""The simulated year: who reports what, where and when, and what offices and residents then do."""
