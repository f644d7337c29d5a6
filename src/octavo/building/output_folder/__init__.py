"""What build/ contains besides the products: manifest, build records, checksums and attestations."""
