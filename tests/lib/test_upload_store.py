"""One setting says where uploads are kept."""

import pytest

from compact_portal.lib.upload_store import store_of


def test_a_folder_by_default():
    assert store_of("") == {"BACKEND": "django.core.files.storage.FileSystemStorage"}


def test_a_store_that_speaks_s3():
    found = store_of("s3://bucket/portal/uploads?endpoint=https://store.example&region=uk")
    assert found["BACKEND"] == "storages.backends.s3.S3Storage"
    options = found["OPTIONS"]
    assert (options["bucket_name"], options["location"]) == ("bucket", "portal/uploads")
    assert (options["endpoint_url"], options["region_name"]) == ("https://store.example", "uk")
    assert options["default_acl"] == "private"
    assert options["file_overwrite"] is False


@pytest.mark.parametrize("address", ["/a/folder", "ftp://x/", "s3://", "s3://bucket?secret=x"])
def test_what_is_no_store_is_told(address):
    with pytest.raises(ValueError, match="PORTAL_UPLOADS"):
        store_of(address)


def test_the_store_is_made_with_these_words():
    """The library takes every option that it is given, or refuses to start."""
    from storages.backends.s3 import S3Storage

    made = S3Storage(**store_of("s3://bucket/folder?endpoint=https://store.example&region=uk")["OPTIONS"])
    assert made.bucket_name == "bucket"
