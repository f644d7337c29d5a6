from collections.abc import Mapping
from urllib.request import OpenerDirector

class URLFetcherResponse:
    def __init__(self, url: str, body: bytes | str | None = None) -> None: ...

class URLFetcher(OpenerDirector):
    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse: ...
