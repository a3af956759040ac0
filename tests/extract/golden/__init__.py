"""Golden pages: ten invented sites of five pages, and one page for each known hazard."""
