"""Pictures made anew from their pixels, so that no place, time, device or face tag of the old file goes along."""

import io
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

LONGEST_SIDE: Final = 1600
PIXELS_MAX: Final = 60_000_000
JPEG_QUALITY: Final = 82


@dataclass(frozen=True)
class Redrawn:
    """A picture made anew from pixels: nothing but what the eye sees."""

    content: bytes
    extension: str
    width: int
    height: int


def redraw(upload: bytes) -> Redrawn:
    """Open a picture and draw it again upright, at most LONGEST_SIDE pixels long, with nothing that came along.

    Raises ValidationError for what is not a JPEG, PNG or WebP picture, or is too large to open.
    """
    try:
        with Image.open(io.BytesIO(upload), formats=["JPEG", "PNG", "WEBP"]) as opened:
            if opened.width * opened.height > PIXELS_MAX:
                raise ValidationError(_("This picture has too many pixels. Make it smaller first."))
            upright = ImageOps.exif_transpose(opened)
            see_through = "A" in upright.getbands() or "transparency" in upright.info
            pixels = upright.convert("RGBA" if see_through else "RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise ValidationError(_("This is not a JPEG, PNG or WebP picture, or it is damaged.")) from error
    pixels.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    # pasted on a new canvas, so that no field of the old file can come along
    canvas = Image.new(pixels.mode, pixels.size)
    canvas.paste(pixels)
    written = io.BytesIO()
    if see_through:
        canvas.save(written, "PNG", optimize=True)
    else:
        canvas.save(written, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True)
    return Redrawn(written.getvalue(), "png" if see_through else "jpg", *canvas.size)
