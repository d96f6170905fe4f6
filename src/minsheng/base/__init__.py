"""What everything stands on: errors, ids, time, money, codes, coordinates, text, crypto. No Django, no models."""
