"""Pictures: images, charts, bar codes and SVG."""
