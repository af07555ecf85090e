"""What is claimed, checked against drawn truth and published recordings."""
