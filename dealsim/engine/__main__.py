"""`python -m dealsim.engine` compiles all rules now, before anyone waits for them: importing the engine does it."""
