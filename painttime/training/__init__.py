"""Training the models; nothing here is needed to run the program."""
