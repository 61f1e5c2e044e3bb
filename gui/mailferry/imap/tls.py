"""What a protected connection must fulfil: RFC 8314, and RFC 9325 for the versions of TLS."""

from __future__ import annotations

import ssl

from mailferry.imap import errors


def tls_context(ca_file: str | None) -> ssl.SSLContext:
    """A context that verifies certificate and host name, TLS 1.2 at least. `ca_file`: trusted instead of the system's.

    Raises NotSafe for an unusable CA file.
    """
    try:
        context = ssl.create_default_context(cafile=ca_file)
    except ssl.SSLError as error:
        raise errors.NotSafe(f"The file {ca_file} holds no certificates in PEM form.", detail=str(error)) from error
    except OSError as error:
        raise errors.NotSafe(f"The certificate file {ca_file} cannot be read: {error.strerror}.",
                             detail=str(error)) from error
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
