"""Studies as pages that open from the disk, and as archives for a paper's supplement."""
