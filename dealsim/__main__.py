"""`python -m dealsim`: the program."""

from dealsim.cli.main import main

if __name__ == "__main__":
    main(prog_name="dealsim")
