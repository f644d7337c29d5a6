from typing import Any

from pydyf import Object, Stream

class _Image:
    def get_intrinsic_size(
        self, image_resolution: float, font_size: float
    ) -> tuple[float | None, float | None, float | None]: ...

class LazyImage(Object):
    """A Pillow image, which is written when it is asked for."""

class RasterImage:
    _dpi: float | None
    format: str
    width: int
    height: int
    image_data: LazyImage
    def draw(self, stream: Any, concrete_width: float, concrete_height: float, style: Any) -> None: ...
    def get_x_object(self, interpolate: bool, dpi_ratio: float) -> Stream: ...
    def cache_image_data(self, data: bytes, filename: str | None = None, slot: str = "source") -> LazyImage: ...
