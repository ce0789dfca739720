"""A bundle is served only if every file is the one its manifest names."""

from pathlib import Path

import pytest

from service.engine.bundle import Bundle, open_bundle
from tests.unit.altered import WHAT_TO_DO, AlteredBundle


class TestAccepted:
    """The committed bundle, and harmless differences from it."""

    def test_the_committed_bundle_opens(self, bundle_folder: Path) -> None:
        opened = open_bundle(bundle_folder)

        assert opened.manifest.name == "incident-diabetes"
        assert opened.manifest.inputs[:2] == ("age", "sex")
        assert opened.manifest.horizons_years == (3, 5)
        assert opened.card

    def test_a_copy_opens(self, altered: AlteredBundle, bundle: Bundle) -> None:
        assert open_bundle(altered.folder).manifest == bundle.manifest

    def test_files_that_the_manifest_does_not_name_are_no_matter(
        self, altered: AlteredBundle
    ) -> None:
        (altered.folder / ".DS_Store").write_bytes(b"\0")

        open_bundle(altered.folder)


class TestFiles:
    """Every file is the one that the manifest names."""

    @pytest.mark.parametrize(
        "name", ["model.onnx", "golden.json", "reference.json", "card.json", "card.md"]
    )
    def test_a_missing_file_is_refused(self, altered: AlteredBundle, name: str) -> None:
        (altered.folder / name).unlink()

        message = altered.refusal()

        assert f"{name}: No such file or directory" in message
        assert WHAT_TO_DO.search(message)

    @pytest.mark.parametrize(
        "name", ["model.onnx", "golden.json", "reference.json", "card.json", "card.md"]
    )
    def test_one_changed_byte_is_refused(
        self, altered: AlteredBundle, name: str
    ) -> None:
        content = bytearray((altered.folder / name).read_bytes())
        content[len(content) // 2] ^= 1
        (altered.folder / name).write_bytes(content)

        message = altered.refusal()

        assert f"{name}: SHA-256 is " in message
        assert "the file was changed or damaged, copy the bundle again" in message

    @pytest.mark.parametrize("name", ["../secret", "/etc/hostname", "a/b"])
    def test_a_file_outside_the_bundle_is_refused(
        self, altered: AlteredBundle, name: str
    ) -> None:
        altered.describe(files=altered.manifest["files"] | {name: "0"})

        assert f"'{name}' is not a file of the bundle" in altered.refusal()

    @pytest.mark.parametrize("name", ["model.onnx", "golden.json", "card.md"])
    def test_a_manifest_that_does_not_name_a_needed_file_is_refused(
        self, altered: AlteredBundle, name: str
    ) -> None:
        files = altered.manifest["files"]
        del files[name]
        altered.describe(files=files)

        message = altered.refusal()

        assert f"the manifest does not name {name}" in message
        assert WHAT_TO_DO.search(message)

    @pytest.mark.parametrize(
        "content",
        [
            pytest.param(b"not a model", id="text"),
            pytest.param(b"", id="empty"),
            pytest.param(b"\xff" * 100, id="bytes"),
        ],
    )
    def test_a_model_that_is_none_is_refused(
        self, altered: AlteredBundle, content: bytes
    ) -> None:
        altered.write("model.onnx", content)

        message = altered.refusal()

        assert "model.onnx cannot be loaded" in message
        assert WHAT_TO_DO.search(message)

    @pytest.mark.parametrize(
        "content",
        [
            pytest.param(b"{", id="broken"),
            pytest.param(b"\xff\xfe", id="bytes"),
            pytest.param(b"[]", id="array"),
            pytest.param(b"{}", id="empty"),
            pytest.param(b'{"tolerance": 1e-5, "rows": []}', id="no rows"),
        ],
    )
    def test_golden_rows_that_are_none_are_refused_by_name(
        self, altered: AlteredBundle, content: bytes
    ) -> None:
        altered.write("golden.json", content)

        assert "golden.json" in altered.refusal()

    def test_a_card_that_is_no_text_is_refused_by_name(
        self, altered: AlteredBundle
    ) -> None:
        altered.write("card.md", b"\xff\xfe\x00")

        assert "card.md" in altered.refusal()
