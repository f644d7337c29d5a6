"""The contents of the specimen workshops: nothing in, plain data and pictures out."""
