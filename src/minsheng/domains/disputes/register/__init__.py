"""The register of mediations and its statistics, in the form in which judicial offices report them."""
