"""The agreement: its row, its numbers and signatures, its papers, and how it is performed."""
