"""Training the stroke predictor, without labels: strokes are good where they bring a canvas nearer."""
