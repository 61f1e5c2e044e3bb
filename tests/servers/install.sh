#!/bin/sh
# Installs the IMAP servers and the X tools that the tests use, on Debian 12, as root. The second run changes nothing
# and takes no time. Nothing is started: while packages are installed, policy-rc.d forbids it.
#
# Debian lets only one package with an IMAP server be installed. Dovecot is it; of Cyrus the parts that do not
# conflict are installed, and the package with its imapd is only unpacked, to where tests/servers/cyrus.py looks.
set -eu

PACKAGES="dovecot-imapd cyrus-common cyrus-admin sasl2-bin libsasl2-modules
xvfb openbox xdotool pcmanfm dbus x11-utils imagemagick fonts-dejavu-core gnome-keyring openssl procps iproute2"
CYRUS=${MAILFERRY_CYRUS_IMAPD:-/usr/lib/mailferry-test/cyrus}
POLICY=/usr/sbin/policy-rc.d

version_of() {
    dpkg-query -W -f '${db:Status-Abbrev}${Version}' "$1" 2>/dev/null | sed -n 's/^ii *//p'
}

all_installed() {
    for package in $PACKAGES; do
        [ -n "$(version_of "$package")" ] || return 1
    done
}

# imapd needs the libraries of exactly its own version.
imapd_fits() {
    [ -x "$CYRUS/usr/lib/cyrus/bin/imapd" ] && [ "$(cat "$CYRUS/version")" = "$(version_of cyrus-common)" ]
}

if all_installed && imapd_fits; then
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

if ! imapd_fits; then
    version=$(version_of cyrus-common)
    (cd "$work" && apt download "cyrus-imapd=$version")
    dpkg-deb -x "$work"/cyrus-imapd_*.deb "$work/unpacked"
    echo "$version" >"$work/unpacked/version"
    mkdir -p "$CYRUS"
    cp -rT --remove-destination "$work/unpacked" "$CYRUS"
    chmod -R go+rX "$CYRUS"
fi
echo "the test servers are installed"
