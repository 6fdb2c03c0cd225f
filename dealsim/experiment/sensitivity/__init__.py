"""What matters in an experiment: Sobol indices, Morris screening, PRIM's boxes and one-split rules."""
