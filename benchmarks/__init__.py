"""What is measured: speed, growth, stages, memory and start-up. `make bench` writes the figures to RESULTS.md."""
