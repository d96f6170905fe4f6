"""Official papers of a mediation, made from records each time that somebody asks for one."""
