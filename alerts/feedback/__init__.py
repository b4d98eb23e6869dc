"""What comes back about our mail: delivery reports, complaints, canaries."""
