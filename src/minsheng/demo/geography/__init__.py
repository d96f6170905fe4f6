"""The simulated geography of the demonstration district: real names, invented polygons."""
