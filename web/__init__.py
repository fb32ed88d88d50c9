"""How people and machines ask over HTTP."""
