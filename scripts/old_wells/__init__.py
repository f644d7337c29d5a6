"""The pictures of the sample workshop on old wells: drawn by programs, since nobody was there with a camera."""
