"""How people ask in Telegram: one module per conversation."""
