"""How the documentation's site is put together: committed pages, the model's page, and the sources they link to."""
