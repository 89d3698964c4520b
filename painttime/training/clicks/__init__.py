"""Training the click scorer: simulated users click on labelled objects, and it learns what they meant."""
