"""From other people's words to a draft."""
