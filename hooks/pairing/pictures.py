"""Pictures as they are published: upright, no wider than a page needs, coded anew, with nothing but pixels.

Where a photo was taken, with which camera and by whom stays in the original, which is not published.
The same picture gives the same bytes (Pillow is pinned). What was made is kept between builds.
"""

import io
from functools import lru_cache
from pathlib import Path
from posixpath import splitext
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pairing.keep import Keep, keep_for
from pairing.problems import DataError, Problem, Where
from pairing.source import File

if TYPE_CHECKING:
    from PIL.Image import Image

# Twice the width of a text column, for screens with two pixels a point.
WIDEST: Final = 1600
# A picture with more pixels than this is no photo of an event: 24 megapixels are a camera's best.
_MOST: Final = 60_000_000
_REMEMBERED: Final = 20_000
_FORMATS: Final = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP", ".gif": "GIF"}
_SETTINGS: Final[dict[str, dict[str, Any]]] = {
    "JPEG": {"quality": 85, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 85, "method": 4},
    "GIF": {"optimize": True},
}
# What of a picture's own notes its pixels need.
_NEEDED: Final = ("transparency", "duration", "loop", "disposal", "background")


class Picture(NamedTuple):
    """A finished picture: width and height in pixels, size in bytes."""

    width: int
    height: int
    size: int


def picture(root: Path, path: str) -> Picture:
    """What a picture of the repository becomes; DataError where it cannot be opened."""
    stat = (root / path).stat()
    return _measured(root, path, stat.st_size, stat.st_mtime_ns)


@lru_cache(_REMEMBERED)
def _measured(root: Path, path: str, _size: int, _changed: int) -> Picture:
    made, _ = _kept(root, path)
    return made


def picture_bytes(root: Path, path: str) -> bytes:
    """The bytes that are published; DataError where the picture cannot be opened."""
    return _kept(root, path)[1]


def _kept(root: Path, path: str) -> tuple[Picture, bytes]:
    # A keep of its own: the bytes of thousands of pictures need not stay in memory.
    keep = Keep(keep_for(root).folder)

    def make(file: File, content: bytes | None) -> tuple[Picture, bytes]:
        return finished(path, Path(file).read_bytes() if content is None else content)

    found: tuple[Picture, bytes] = keep.values(f"pictures/{path}", {path: root / path}, make)[path].value
    return found


def finished(path: str, content: bytes) -> tuple[Picture, bytes]:
    """A picture made fit to be published, by the suffix of its path; DataError where it cannot be opened."""
    from PIL import Image  # a tenth of a second that a build without pictures saves

    Image.MAX_IMAGE_PIXELS = None  # looked at here, with words for editors
    form = _FORMATS[splitext(path)[1].lower()]
    try:
        with Image.open(io.BytesIO(content), formats=[form]) as opened:
            if opened.width * opened.height > _MOST:
                raise DataError([Problem(Where(path), f"图片太大：{opened.width}×{opened.height}，请先缩小再放")])
            frames = [_frame(opened, number) for number in range(getattr(opened, "n_frames", 1))]
    except DataError:
        raise
    except Exception as error:  # each decoder has faults of its own
        message = "图片打不开，可能已损坏，请用看图软件打开后另存，再放进来"
        raise DataError([Problem(Where(path), message)]) from error
    more: dict[str, Any] = {}
    if len(frames) > 1:
        more = {"save_all": True, "append_images": frames[1:]}
        more |= {
            "duration": [frame.info.get("duration", 100) for frame in frames],
            "loop": frames[0].info.get("loop", 0),
        }
    made = io.BytesIO()
    frames[0].save(made, form, **_SETTINGS[form], **more)
    return Picture(frames[0].width, frames[0].height, made.tell()), made.getvalue()


def _frame(opened: "Image", number: int) -> "Image":
    """One frame, upright, in the colours that every screen understands, no wider than needed."""
    from PIL import ImageOps

    opened.seek(number)
    image = ImageOps.exif_transpose(opened)
    profile = image.info.get("icc_profile")
    image.info = {name: value for name, value in image.info.items() if name in _NEEDED}
    image = _plain_colours(image, profile)
    if image.format in ("JPEG", None) and opened.format == "JPEG" and image.mode not in ("L", "RGB"):
        image = image.convert("RGB")
    if image.width > WIDEST:
        if image.mode == "P":
            image = image.convert("RGBA" if "transparency" in image.info else "RGB")
        notes = image.info
        image = image.resize((WIDEST, max(1, round(image.height * WIDEST / image.width))), reducing_gap=3.0)
        image.info = {name: value for name, value in notes.items() if name != "transparency"}
    return image.copy()


def _plain_colours(image: "Image", profile: bytes | None) -> "Image":
    """The same colours in sRGB: phones write wider ones, and a profile names its maker."""
    if not profile or image.mode not in ("RGB", "RGBA", "CMYK"):
        return image
    from PIL import ImageCms

    try:
        wide = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = "RGBA" if image.mode == "RGBA" else "RGB"
        turned = ImageCms.profileToProfile(image, wide, ImageCms.createProfile("sRGB"), outputMode=mode)
    except ImageCms.PyCMSError:  # a damaged profile says nothing
        return image
    if turned is None:
        return image
    turned.info = {name: value for name, value in turned.info.items() if name in _NEEDED}
    return turned
