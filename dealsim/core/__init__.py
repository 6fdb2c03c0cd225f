"""What decides a number, and nothing else: compiled rules, the records they read and write, codes and luck."""
