"""Areas: the tree from the district down to the grid, dated outlines, and which area lies at a point."""
