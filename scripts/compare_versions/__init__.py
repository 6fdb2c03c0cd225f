"""Play two versions of the program alike and say whether any number differs: `make same-results BEFORE=FOLDER`."""
