"""Early warning: signs that a dispute may get worse, told to those who must act. On cases, never on persons."""
