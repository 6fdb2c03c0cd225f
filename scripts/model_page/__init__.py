"""How the model's page is made: what the code says of itself, put into the template `docs/model.md.in`."""
