"""What an IMAP server is told and answers. Knows nothing of files or the journal. No Qt."""
