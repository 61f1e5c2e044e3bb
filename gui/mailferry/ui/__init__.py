"""The window. It uses transfer/, and only reads values of mail/ and imap/."""
