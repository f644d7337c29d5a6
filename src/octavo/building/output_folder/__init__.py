"""What lies in build/ beside the products: manifest, record, checksums and attestations."""
