"""What a user can ask for, as jobs. No Qt; torch and scikit-image are imported only when a job needs them."""
