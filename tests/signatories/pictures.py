"""Pictures as a camera takes them in: rows of grey pixels, from a page of a PDF or from an SVG."""

import re

import pypdfium2
import typst


def pixels_of_pdf(document: bytes, page: int = 0, scale: float = 3) -> memoryview:
    """A page, drawn as a printer draws it."""
    drawn = pypdfium2.PdfDocument(document)[page].render(scale=scale, grayscale=True)
    whole = bytes(drawn.buffer)
    rows = b"".join(whole[line * drawn.stride : line * drawn.stride + drawn.width] for line in range(drawn.height))
    return memoryview(rows).cast("B", shape=[drawn.height, drawn.width])


def pixels_of_svg(svg: str) -> memoryview:
    """A picture on a page of its own."""
    assert re.match(r"<svg [^>]*xmlns=", svg), svg[:80]
    source = '#set page(width: 80mm, height: 80mm)\n#image(bytes(sys.inputs.svg), format: "svg", width: 50mm)'
    return pixels_of_pdf(typst.compile(source.encode(), sys_inputs={"svg": svg}))
