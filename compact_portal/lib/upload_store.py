"""Where uploads are kept, from one setting: a folder of the portal's own, or a store that speaks S3."""

from typing import Any
from urllib.parse import parse_qs, urlsplit


def store_of(address: str) -> dict[str, Any]:
    """Django's words for a store. "" is the folder of uploads; else s3://BUCKET/FOLDER?endpoint=https://…&region=….

    The keys to it come from where boto3 looks: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the machine's role.
    ValueError with what is wrong in the address.
    """
    if not address:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    parts = urlsplit(address)
    if parts.scheme != "s3" or not parts.hostname:
        raise ValueError("PORTAL_UPLOADS is no store: write s3://BUCKET/FOLDER?endpoint=https://HOST&region=REGION")
    asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    if unknown := asked.keys() - {"endpoint", "region"}:
        raise ValueError(f"PORTAL_UPLOADS takes endpoint and region, not {', '.join(sorted(unknown))}.")
    options: dict[str, Any] = {
        "bucket_name": parts.hostname,
        "location": parts.path.strip("/"),
        # Names are our own and given once; nothing is read past the portal.
        "file_overwrite": False,
        "default_acl": "private",
        "querystring_auth": True,
    }
    if "endpoint" in asked:
        options["endpoint_url"] = asked["endpoint"]
    if "region" in asked:
        options["region_name"] = asked["region"]
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
