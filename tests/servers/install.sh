#!/bin/sh
# Installs the IMAP servers and the X tools that the tests use, on Debian 12, as root. The second run changes nothing
# and takes no time. Nothing is started: while packages are installed, policy-rc.d forbids it.
#
# Debian lets only one package with an IMAP server be installed. Dovecot is it; of Cyrus and Courier the parts that do
# not conflict are installed, and the packages with their imapd are only unpacked, to where tests/servers/cyrus.py and
# courier.py look.
set -eu

PACKAGES="dovecot-imapd cyrus-common cyrus-admin sasl2-bin libsasl2-modules
courier-base courier-authdaemon courier-authlib-userdb
xvfb openbox xdotool pcmanfm dbus x11-utils imagemagick fonts-dejavu-core gnome-keyring openssl procps iproute2
pst-utils at-spi2-core gir1.2-atspi-2.0 python3-gi desktop-file-utils"
CYRUS=${MAILFERRY_CYRUS_IMAPD:-/usr/lib/mailferry-test/cyrus}
COURIER=${MAILFERRY_COURIER_IMAPD:-/usr/lib/mailferry-test/courier}
POLICY=/usr/sbin/policy-rc.d

version_of() {
    dpkg-query -W -f '${db:Status-Abbrev}${Version}' "$1" 2>/dev/null | sed -n 's/^ii *//p'
}

all_installed() {
    for package in $PACKAGES; do
        [ -n "$(version_of "$package")" ] || return 1
    done
}

# An imapd needs the libraries of exactly its own version, that of the package (second argument) they come from.
fits() {
    [ -e "$1/version" ] && [ "$(cat "$1/version")" = "$(version_of "$2")" ]
}

# Unpack into a directory the package with an imapd, in the version of the package its libraries come from (Courier puts
# one of its own before it).
unpack() {
    version=$(version_of "$3")
    (cd "$work" && apt download "$2=*$version")
    dpkg-deb -x "$work/$2"_*.deb "$work/$2"
    mkdir -p "$1"
    cp -rT --remove-destination "$work/$2" "$1"
    chmod -R go+rX "$1"
    echo "$version" >"$1/version"
}

if all_installed && fits "$CYRUS" cyrus-common && fits "$COURIER" courier-base; then
    echo "the test servers are installed"
    exit 0
fi
if [ "$(id -u)" -ne 0 ]; then
    echo "tests/servers/install.sh must run as root: it installs Debian packages" >&2
    exit 1
fi

work=$(mktemp -d)
made_policy=
trap 'rm -rf "$work"; [ -z "$made_policy" ] || rm -f "$POLICY"' EXIT
trap 'exit 1' HUP INT TERM

apt() {
    DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 -o APT::Sandbox::User=root "$@"
}

if [ ! -e "$POLICY" ]; then
    made_policy=yes
    printf '#!/bin/sh\nexit 101\n' >"$POLICY"
    chmod 755 "$POLICY"
fi
apt update
# shellcheck disable=SC2086 # one word for each package
apt install -y --no-install-recommends $PACKAGES

fits "$CYRUS" cyrus-common || unpack "$CYRUS" cyrus-imapd cyrus-common
fits "$COURIER" courier-base || unpack "$COURIER" courier-imap courier-base
echo "the test servers are installed"
