"""The commands of ``minsheng`` that are not Django's: running the installation, and keeping its data safe."""
