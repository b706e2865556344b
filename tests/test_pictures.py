"""Pictures as they are published: pixels, upright, small, the same every time, and nothing else."""

import io
from pathlib import Path

import pytest
from PIL import Image, ImageCms, ImageSequence

from conftest import run_build
from golden import ROOT
from pairing.pictures import WIDEST, Picture, finished, picture, picture_bytes
from pairing.problems import DataError
from pairing.scan import scan_file
from pairing.scan.pictures import extras
from pairing.scan.policy import Policy
from pairing.svg import active, broken
from planted import EMAIL, ID, MOBILE, jpeg, png, webp

CARRIERS = [
    ("a.jpg", jpeg(place=True, serial="0001", words=MOBILE, comment=ID.encode())),
    ("a.jpeg", jpeg(place=True) + MOBILE.encode()),
    ("a.png", png(Comment=MOBILE, packed=ID)),
    ("a.webp", webp(EMAIL)),
]


@pytest.mark.parametrize(("path", "content"), CARRIERS)
def test_nothing_but_pixels_is_left(path: str, content: bytes) -> None:
    assert extras(content)
    assert scan_file(path, content, Policy()).findings
    _, made = finished(path, content)
    assert not extras(made)
    assert not scan_file(path, made, Policy()).findings
    assert finished(path, content)[1] == made


def coded(image: Image.Image, form: str, **more: object) -> bytes:
    """A picture as bytes."""
    made = io.BytesIO()
    image.save(made, form, **more)
    return made.getvalue()


# Every kind of file with the modes that it can hold.
KINDS = [("JPEG", "jpg", mode) for mode in ("RGB", "L", "CMYK", "1")] + [
    (form, form.lower(), mode) for form in ("PNG", "WEBP", "GIF") for mode in ("RGB", "L", "P", "RGBA", "1", "LA")
]


@pytest.mark.parametrize(("form", "suffix", "mode"), KINDS)
def test_every_kind_is_scaled_and_small_ones_are_not(form: str, suffix: str, mode: str) -> None:
    for width, height in ((2000, 100), (300, 200)):
        told, made = finished(f"a.{suffix}", coded(Image.new("RGB", (width, height), "blue").convert(mode), form))
        assert told == Picture(min(width, WIDEST), height * min(width, WIDEST) // width, len(made))
        with Image.open(io.BytesIO(made)) as opened:
            assert (opened.width, opened.height, opened.format) == (told.width, told.height, form)
            if mode in ("RGB", "P", "RGBA"):
                pixel = opened.convert("RGB").getpixel((5, 5))
                assert isinstance(pixel, tuple)
                assert all(abs(a - b) < 12 for a, b in zip(pixel, (0, 0, 255), strict=True))


def test_a_photo_held_upright_stands_upright() -> None:
    image = Image.new("RGB", (40, 20), "white")
    image.paste("red", (0, 0, 20, 20))
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90 degrees to the right
    told, made = finished("a.jpg", coded(image, "JPEG", exif=exif))
    assert (told.width, told.height) == (20, 40)
    with Image.open(io.BytesIO(made)) as opened:
        top, foot = opened.getpixel((10, 5)), opened.getpixel((10, 35))
    assert isinstance(top, tuple)
    assert isinstance(foot, tuple)
    assert top[1] < 60 < 200 < foot[1]


def test_moving_pictures_keep_moving() -> None:
    frames = [Image.new("RGB", (20, 10), name).convert("P") for name in ("red", "lime", "blue")]
    told, made = finished(
        "a.gif", coded(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=70, loop=0)
    )
    with Image.open(io.BytesIO(made)) as opened:
        assert [*ImageSequence.Iterator(opened)][2:]
        assert opened.info["duration"] == 70
    assert (told.width, told.height) == (20, 10)


def test_transparency_stays_and_profiles_go() -> None:
    clear = Image.new("RGBA", (2000, 10), (0, 0, 0, 0))
    with Image.open(io.BytesIO(finished("a.png", coded(clear, "PNG"))[1])) as opened:
        assert opened.convert("RGBA").getpixel((3, 3)) == (0, 0, 0, 0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    made = finished("a.jpg", coded(Image.new("RGB", (9, 9), "teal"), "JPEG", icc_profile=profile))[1]
    assert b"ICC_PROFILE" not in made


@pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff", jpeg()[:-60], png()[:40], b"GIF89a"])
def test_damaged_pictures_are_told(content: bytes) -> None:
    with pytest.raises(DataError, match=r"content/a\.jpg:1:1: 图片打不开"):
        finished("content/a.jpg", content)


def test_a_picture_with_too_many_pixels_is_told() -> None:
    with pytest.raises(DataError, match="图片太大：9000×9000"):
        finished("a.png", coded(Image.new("1", (9000, 9000)), "PNG"))


def test_what_is_kept_is_used_and_follows_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIEDUI_CACHE", "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    file = tmp_path / "content" / "a.jpg"
    file.parent.mkdir()
    file.write_bytes(jpeg(place=True))
    made = picture_bytes(tmp_path, "content/a.jpg")
    assert picture(tmp_path, "content/a.jpg").size == len(made)
    monkeypatch.setattr("pairing.pictures.finished", lambda *_: pytest.fail("made again"))
    assert picture_bytes(tmp_path, "content/a.jpg") == made
    monkeypatch.undo()
    monkeypatch.setenv("JIEDUI_CACHE", "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    file.write_bytes(coded(Image.new("RGB", (30, 7)), "JPEG"))
    assert picture(tmp_path, "content/a.jpg").width == 30
    assert picture_bytes(tmp_path, "content/a.jpg") != made


def test_the_site_has_no_original(small: Path, tmp_path: Path) -> None:
    source = small / "content/entries/jia-yi/2020/zuotan.png"
    source.write_bytes(png(Comment=MOBILE))
    target = tmp_path / "site"
    done = run_build(small / "mkdocs.yml", target)
    assert done.returncode == 0, done.stdout
    found = list(target.rglob("zuotan.png"))
    assert len(found) > 1
    for file in found:
        assert not extras(file.read_bytes())
        assert file.read_bytes() != source.read_bytes()


BAD = (
    "<svg><script>1</script></svg>",
    '<svg onload="a()"/>',
    "<svg><foreignObject/></svg>",
    '<svg><image href="https://a.invalid/b.png"/></svg>',
    '<svg><use xlink:href="b.svg#c"/></svg>',
    '<svg><a href="javascript:a()"/></svg>',
    '<svg><a href="java&#115;cript:a()"/></svg>',
    "<svg><style>@import 'a.css';</style></svg>",
    '<svg><rect fill="url(https://a.invalid/)"/></svg>',
    '<!DOCTYPE svg [<!ENTITY a "b">]><svg/>',
    '<svg><set attributeName="href"/></svg>',
    '<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:script/></s:svg>',
    *(f'<svg xmlns:{a}="http://www.w3.org/2000/svg"><{a}:script/></svg>' for a in ("s-v", "s.v", "甲", "_", "s·v")),
    '<svg><h-1:meta xmlns:h-1="http://www.w3.org/1999/xhtml" http-equiv="refresh" content="0;url=a"/></svg>',
    '<?xml-stylesheet href="a.css"?><svg/>',
    '<svg><image href="data:image/svg+xml,a"/></svg>',
)


@pytest.mark.parametrize("svg", BAD)
def test_svg_that_does_more_than_show(svg: str) -> None:
    assert active(f"<!-- -->\n{svg}") == [2]


def test_svg_that_only_shows() -> None:
    for file in [*ROOT.rglob("hooks/theme/assets/*.svg"), *ROOT.glob("tests/sites/*/data/schools/*.svg")]:
        assert active(file.read_text(encoding="utf-8")) == []
    fine = '<svg xmlns="http://www.w3.org/2000/svg"><g id="a"/><use href="#a"/><rect fill="url(#b)"/></svg>'
    assert active(fine) == []


SVG = '<svg xmlns="http://www.w3.org/2000/svg">{}</svg>'


@pytest.mark.parametrize(
    ("svg", "line"),
    [
        (SVG.format("").encode(), 0),
        (f'<?xml version="1.0" encoding="UTF-8"?>{SVG.format("<title>甲校</title>")}'.encode(), 0),
        (b"<svg/>", 1),
        (SVG.format("\n<g>\n").encode(), 3),
        (b"", 1),
        (SVG.format("\n<title>甲校</title>").encode("gb18030"), 2),
        (f'<?xml version="1.0" encoding="gb2312"?>{SVG.format("")}'.encode(), 1),
        (f'<?xml version="1.0" encoding="none"?>{SVG.format("")}'.encode(), 1),
        (SVG.format("<script/>").encode("utf-16"), 1),
        (SVG.format("<script/>").encode("utf-16-le"), 1),
    ],
)
def test_an_svg_is_whole_and_in_utf_8(svg: bytes, line: int) -> None:
    assert broken(svg) == line
