"""Fengqiao-style titles (枫桥式单位): indicators, assessment, public notice."""
