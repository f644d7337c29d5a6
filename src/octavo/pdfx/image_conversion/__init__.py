"""Images to ink."""
