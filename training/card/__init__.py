"""The model card: made by the training run from its own figures, nothing typed."""
