"""The demo: an invented town, its people, and the story the sandbox plays."""
