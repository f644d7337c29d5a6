"""Convert images to ink."""
