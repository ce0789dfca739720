"""The card's plots: drawn from the card alone, equal cards giving equal bytes."""
