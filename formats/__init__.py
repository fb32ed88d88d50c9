"""The standards, in and out."""
