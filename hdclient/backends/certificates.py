"""A certificate that is refused, in words: nobody vouches for it, it has run out, or it is another server's.

There is no way past it: what is refused here has got no byte of ours.
"""

from __future__ import annotations

import ssl

from hdclient.errors import NotOurPlatform
from hdclient.words import tr

# What OpenSSL calls X509_V_ERR_…; systems with a judgement of their own give none of these numbers.
_TOO_EARLY, _RUN_OUT = frozenset({9, 13}), frozenset({10, 14})
_ANOTHER_NAME = frozenset({62, 63, 64})


def refused_certificate(failure: BaseException | None, safe: str) -> NotOurPlatform | None:
    """The sentences, if a verification of certificates is at the bottom of `failure`; else None."""
    while failure is not None:
        if isinstance(failure, ssl.SSLCertVerificationError) or "CERTIFICATE_VERIFY_FAILED" in str(failure):
            return _in_words(getattr(failure, "verify_code", 0), str(failure), safe)
        failure = failure.__cause__ or failure.__context__
    return None


def _in_words(code: int, text: str, safe: str) -> NotOurPlatform:
    meaning = tr("Nothing was sent. {safe}", safe=safe)
    if code in _RUN_OUT or "expired" in text:
        return NotOurPlatform(
            tr("The connection is not secure: the platform's certificate has run out."),
            meaning,
            tr("Check the date of this computer; if it is right, tell your programme manager."),
        )
    if code in _TOO_EARLY or "not yet valid" in text:
        return NotOurPlatform(
            tr("The connection is not secure: the platform's certificate is not valid yet."),
            meaning,
            tr("Check the date of this computer; if it is right, tell your programme manager."),
        )
    if code in _ANOTHER_NAME or "doesn't match" in text or "mismatch" in text:
        return NotOurPlatform(
            tr("The connection is not secure: the certificate belongs to another server."),
            meaning,
            tr(
                "If this network asks for a sign-in in the browser, do that first. Else check the platform's address."
            ),
        )
    return NotOurPlatform(
        tr(
            "The connection is not secure: the certificate cannot be verified, because nobody this "
            "computer trusts vouches for it."
        ),
        meaning,
        tr(
            "If this network asks for a sign-in in the browser, do that first. If your organisation "
            "inspects connections, ask it to install its certificate on this computer."
        ),
    )
