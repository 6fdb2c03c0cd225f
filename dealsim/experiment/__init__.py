"""Batch experiments: from an experiment's file to a folder of results, interrupted or not."""
