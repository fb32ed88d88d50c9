"""Posters, maps, charts; what people send, made safe to show."""
