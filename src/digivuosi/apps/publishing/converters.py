"""Names of editions in addresses: `2026-1`, `Syksy.2026`."""


class EditionName:
    regex = r"[0-9A-Za-zÅÄÖåäö][0-9A-Za-zÅÄÖåäö._-]{0,39}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
