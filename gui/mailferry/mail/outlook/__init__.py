"""The formats of Outlook, whose messages have no octets of their own: .msg, .pst and .ost, and .olm of Outlook for Mac.

Each reader gives `Item` values (`item`); `compose` makes the octets of a mail of one, always the same of the same item.
"""
