"""Whom to tell, what, and how it leaves the house: audience, letters, dispatch, one module per channel."""
