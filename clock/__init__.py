"""When: zones, cron, quiet hours, sun and prayer times, working days; pure."""
