"""Read and change the objects of any PDF safely."""
