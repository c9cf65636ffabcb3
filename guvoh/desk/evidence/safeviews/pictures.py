"""Pictures drawn anew from their pixels: upright, of bounded size, with nothing that came along."""

import io
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

from guvoh.desk.evidence.safeviews.parts import Part, Refused

PIXELS_MAX: Final = 60_000_000
LONGEST_SIDE: Final = 2000
THUMB_SIDE: Final = 360
QUALITY: Final = 85
_FORMATS: Final = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "gif": "GIF", "heic": "HEIF"}


def opened(path: Path, kind: str) -> Image.Image:
    """The picture's pixels, upright. Raises Refused for what is damaged, or has too many pixels to be decoded."""
    if kind == "heic":
        register_heif_opener()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path, formats=[_FORMATS[kind]]) as picture:
                if picture.width * picture.height > PIXELS_MAX:
                    raise Refused("too_many_pixels")
                return flattened(ImageOps.exif_transpose(picture))
    except Image.DecompressionBombError as error:
        raise Refused("too_many_pixels") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, IndexError) as error:
        raise Refused("damaged") from error


def flattened(picture: Image.Image) -> Image.Image:
    """RGB pixels on a new canvas, on white where it is see-through: no field of the old file comes along."""
    canvas = Image.new("RGB", picture.size, "white")
    if "A" in picture.getbands() or "transparency" in picture.info:
        see_through = picture.convert("RGBA")
        canvas.paste(see_through, mask=see_through.getchannel("A"))
    else:
        canvas.paste(picture.convert("RGB"))
    return canvas


def as_jpeg(picture: Image.Image, longest: int = LONGEST_SIDE) -> tuple[bytes, int, int]:
    """The picture as a JPEG of at most this side, and its size."""
    smaller = picture.copy()
    smaller.thumbnail((longest, longest))
    written = io.BytesIO()
    smaller.save(written, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return written.getvalue(), *smaller.size


def drawn(picture: Image.Image, kind: str, number: int = 0, longest: int = LONGEST_SIDE) -> Part:
    content, width, height = as_jpeg(picture, longest)
    return Part(kind, "image/jpeg", content, number, width, height)


def views(path: Path, kind: str) -> Iterator[Part]:
    picture = opened(path, kind)
    yield drawn(picture, "thumb", longest=THUMB_SIDE)
    yield drawn(picture, "picture")
