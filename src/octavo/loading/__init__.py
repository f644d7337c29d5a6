"""From workshop.yaml to the model and back."""
