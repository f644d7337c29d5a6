"""Convert colours to ink."""
