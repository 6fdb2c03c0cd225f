"""Reading what a user writes: YAML with line numbers, files that name other files, settings, and errors."""
