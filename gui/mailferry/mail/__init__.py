"""What mail is and where it lies: messages, their octets, flags and dates. No IMAP, no Qt."""
