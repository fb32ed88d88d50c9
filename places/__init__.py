"""Where: areas, parsing what people send as a place, distance, rings."""
