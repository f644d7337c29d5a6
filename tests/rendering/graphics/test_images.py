"""Opening images: only what is in the workshop's folder, only pictures, and nothing but the picture."""

import struct
import warnings
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from octavo.findings.finding import Place
from octavo.rendering.graphics.images import ImageAsset, ImageAssets, open_images

PRINT_PROFILES = sorted(Path("/usr/share/color/icc").rglob("default_cmyk.icc"))
PLACE = Place(Path("workshop.yaml"), 3, 9)


def opened(root: Path, *paths: str) -> ImageAssets:
    return open_images(root, [(path, PLACE) for path in paths])


def the_asset(root: Path, path: str) -> ImageAsset:
    assets = opened(root, path)
    assert assets.findings == ()
    return assets.images[path]


def the_code(root: Path, path: str) -> str:
    assets = opened(root, path)
    assert assets.images == {}
    (finding,) = assets.findings
    assert finding.place == PLACE
    assert finding.hint
    return finding.code


def picture(mode: str = "RGB", size: tuple[int, int] = (40, 20)) -> Image.Image:
    """Draw an image whose top left corner is dark and whose rest is light."""
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 4, size[1] // 4), "black")
    return image.convert(mode)


def pixels(asset: ImageAsset) -> Image.Image:
    return Image.open(BytesIO(asset.data))


@pytest.fixture(autouse=True)
def _warnings_are_seen() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


# Paths


def test_a_path_leads_through_folders(tmp_path: Path) -> None:
    (tmp_path / "figures").mkdir()
    picture().save(tmp_path / "figures" / "a b.png")
    assets = opened(tmp_path, "figures/a b.png", "./figures/a b.png")
    assert list(assets.images) == ["figures/a b.png", "./figures/a b.png"]
    assert assets.files == (tmp_path / "figures" / "a b.png",)


@pytest.mark.parametrize(
    "path",
    [
        "../a.png",
        "b/../../a.png",
        "/etc/passwd",
        "~/a.png",
        "C:/a.png",
        "file:///etc/passwd",
        "https://example.org/a.png",
    ],
)
def test_no_path_leads_out_of_the_folder(tmp_path: Path, path: str) -> None:
    (tmp_path / "b").mkdir()
    picture().save(tmp_path / "a.png")
    assert the_code(tmp_path / "b", path) == "path-outside"


def test_a_link_is_not_followed_as_file_or_as_folder(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    picture().save(tmp_path / "a.png")
    (root / "a.png").symlink_to(tmp_path / "a.png")
    (root / "folder").symlink_to(tmp_path)
    assert the_code(root, "a.png") == "image-link"
    assert the_code(root, "folder/a.png") == "image-link"


def test_the_folder_itself_may_be_reached_by_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    picture().save(tmp_path / "real" / "a.png")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert the_asset(tmp_path / "link", "a.png").width == 40


@pytest.mark.parametrize("path", ["A.png", "a.PNG"])
def test_case_counts_on_every_system(tmp_path: Path, path: str) -> None:
    picture().save(tmp_path / "a.png")
    assert the_code(tmp_path, path) == "image-case"


@pytest.mark.parametrize("path", ["b.png", "folder", "a.png/b.png", "."])
def test_what_is_no_file_is_missing(tmp_path: Path, path: str) -> None:
    picture().save(tmp_path / "a.png")
    (tmp_path / "folder").mkdir()
    assert the_code(tmp_path, path) == "no-image"


def test_each_place_that_names_a_bad_image_gets_its_finding(tmp_path: Path) -> None:
    places = [Place(Path("workshop.yaml"), line) for line in (3, 7)]
    assets = open_images(tmp_path, [("a.png", place) for place in places])
    assert [finding.place for finding in assets.findings] == places


# Contents


@pytest.mark.parametrize(("kind", "suffix"), [("PNG", ".png"), ("JPEG", ".jpg"), ("WEBP", ".png")])
def test_content_decides_not_the_suffix(tmp_path: Path, kind: str, suffix: str) -> None:
    picture().save(tmp_path / "a.dat", kind)
    asset = the_asset(tmp_path, "a.dat")
    assert asset.id.endswith(suffix)
    assert asset.media_type == ("image/jpeg" if kind == "JPEG" else "image/png")
    assert (asset.width, asset.height) == (40, 20)


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "PPM"])
def test_other_formats_are_refused(tmp_path: Path, kind: str) -> None:
    picture().save(tmp_path / "a.png", kind)
    assert the_code(tmp_path, "a.png") == "not-an-image"


def test_a_vector_drawing_is_no_image_here(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    assert the_code(tmp_path, "a.svg") == "not-an-image"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_cut_off_image_is_refused(tmp_path: Path, kind: str, share: float, monkeypatch: pytest.MonkeyPatch) -> None:
    # As WeasyPrint leaves it in the processes in which chapters are made.
    monkeypatch.setattr("PIL.ImageFile.LOAD_TRUNCATED_IMAGES", True)
    noise = Image.effect_noise((80, 60), 80).convert("RGB")
    noise.save(tmp_path / "a", kind)
    data = (tmp_path / "a").read_bytes()
    (tmp_path / "a").write_bytes(data[: int(len(data) * share)])
    assert the_code(tmp_path, "a") == "broken-image"


@pytest.mark.parametrize("size", [(8_000, 5_001), (40_000, 30_000), (2**31 - 1, 1)])
def test_forty_million_pixels_are_the_limit_before_any_is_decoded(tmp_path: Path, size: tuple[int, int]) -> None:
    picture().save(tmp_path / "a.png")
    data = (tmp_path / "a.png").read_bytes()
    header = b"IHDR" + struct.pack(">II", *size) + data[24:29]
    (tmp_path / "a.png").write_bytes(data[:12] + header + struct.pack(">I", zlib.crc32(header)) + data[33:])
    assert the_code(tmp_path, "a.png") == "image-too-large"


def test_twenty_megabytes_are_the_limit(tmp_path: Path) -> None:
    picture().save(tmp_path / "a.png")
    with (tmp_path / "a.png").open("ab") as stream:
        stream.truncate(20_000_001)
    assert the_code(tmp_path, "a.png") == "image-too-large"


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_an_animation_is_refused(tmp_path: Path, kind: str) -> None:
    picture().save(tmp_path / "a", kind, save_all=True, append_images=[picture().rotate(90)])
    assert the_code(tmp_path, "a") == "image-moves"


def test_a_photograph_with_a_second_picture_behind_it_passes(tmp_path: Path) -> None:
    picture().save(tmp_path / "a.jpg", "MPO", save_all=True, append_images=[picture().rotate(180)])
    asset = the_asset(tmp_path, "a.jpg")
    assert asset.media_type == "image/jpeg"
    assert pixels(asset).convert("L").getpixel((1, 1)) < 60


# What is written


def test_an_image_is_turned_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held on its side
    picture().save(tmp_path / "a.jpg", exif=exif)
    asset = the_asset(tmp_path, "a.jpg")
    assert (asset.width, asset.height) == (20, 40)
    assert pixels(asset).convert("L").getpixel((18, 1)) < 60
    assert pixels(asset).getexif() == {}


def test_nothing_but_the_picture_is_kept(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010E] = "secret description"
    exif.get_ifd(0x8825)[2] = (60.0, 23.0, 0.0)
    picture().save(tmp_path / "a.jpg", exif=exif, comment=b"secret comment", dpi=(72, 72))
    with (tmp_path / "a.jpg").open("ab") as stream:
        stream.write(b"secret stowaway")
    data = the_asset(tmp_path, "a.jpg").data
    assert b"secret" not in data
    assert b"Exif" not in data


def test_writing_twice_gives_the_same_bytes_and_the_same_name(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for path in ("a.png", "b/c.png"):
        picture().save(tmp_path / path)
    assets = opened(tmp_path, "a.png", "b/c.png")
    assert assets.images["a.png"] == assets.images["b/c.png"]


@pytest.mark.parametrize(("mode", "written"), [("RGBA", "RGB"), ("LA", "L"), ("P", "RGB"), ("1", "L"), ("L", "L")])
def test_what_print_cannot_show_is_laid_on_white(tmp_path: Path, mode: str, written: str) -> None:
    image = picture(mode)
    if mode in ("RGBA", "LA"):
        image.putalpha(Image.new("L", image.size, 0))
    image.save(tmp_path / "a.png")
    shown = pixels(the_asset(tmp_path, "a.png"))
    assert shown.mode == written
    assert shown.convert("L").getpixel((1, 1)) == (255 if mode in ("RGBA", "LA") else 0)


def test_sixteen_bits_of_gray_keep_their_tones(tmp_path: Path) -> None:
    Image.new("I;16", (4, 4), 32_768).save(tmp_path / "a.png")
    assert pixels(the_asset(tmp_path, "a.png")).getpixel((0, 0)) in (127, 128)


@pytest.mark.parametrize("profile", [b"", b"no profile at all"])
def test_colours_of_print_become_those_of_a_screen_and_it_is_told_where_that_is_a_guess(
    tmp_path: Path, profile: bytes
) -> None:
    Image.new("CMYK", (8, 8), (255, 0, 0, 0)).save(tmp_path / "a.jpg", quality=95, icc_profile=profile or None)
    assets = opened(tmp_path, "a.jpg")
    shown = pixels(assets.images["a.jpg"])
    red, green, blue = shown.convert("RGB").getpixel((4, 4))  # type: ignore[misc] # an RGB image has three of them
    assert shown.mode == "RGB" and red < 5 < 250 < min(green, blue)
    (found,) = assets.findings
    assert (found.code, found.place, found.severity) == ("colours-guessed", PLACE, "advice")


@pytest.mark.skipif(not PRINT_PROFILES, reason="no profile of print is installed")
def test_colours_of_print_with_a_profile_look_as_it_says(tmp_path: Path) -> None:
    profile = PRINT_PROFILES[0].read_bytes()
    Image.new("CMYK", (8, 8), (255, 0, 0, 0)).save(tmp_path / "a.jpg", quality=95, icc_profile=profile)
    red, green, blue = pixels(the_asset(tmp_path, "a.jpg")).getpixel((4, 4))  # type: ignore[misc] # RGB
    assert red < 80 and 120 < green < 200 and 180 < blue < 245  # cyan ink on paper is no cyan light
