"""How it is put together: config, composition root, schedule, command line, the demo story."""
