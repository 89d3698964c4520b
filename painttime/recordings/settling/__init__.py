"""The picture as it is once the hand has gone: medians over time, and what is kept from later frames."""
