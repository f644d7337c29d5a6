"""Hand jobs to a Dask cluster: inputs travel with them, results come back whole, and no disk is shared."""
