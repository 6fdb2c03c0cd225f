"""How `docs/model.md` is made: what the code says of itself, put into the template `docs/model.md.in`."""
