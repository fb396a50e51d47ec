#!/bin/sh
# Brings fonts for Chinese, Japanese, Korean and colour emoji (SIL Open Font License), with their licence, into
# resources/fonts: for a release, or for the computer of a developer. They come from the system's packages (Debian, Ubuntu).
set -eu
cd "$(dirname "$0")/../resources/fonts"

command -v apt-get >/dev/null 2>&1 && command -v dpkg >/dev/null 2>&1 || {
    echo "This needs apt-get and dpkg (Debian, Ubuntu). Elsewhere put the files here by hand: resources/fonts/README.md." >&2
    exit 1
}
rooms=$(mktemp -d)
trap 'rm -rf "$rooms"' EXIT
chmod 755 "$rooms" # apt fetches as a user of its own

bring() { # PACKAGE FILE…
    package=$1; shift
    (cd "$rooms" && apt-get download -q "$package" >said 2>&1) || {
        cat "$rooms/said" >&2
        echo "The package $package could not be fetched; nothing here was changed for it." >&2
        exit 1
    }
    dpkg -x "$rooms/$package"_*.deb "$rooms/$package"
    mkdir -p "$package"
    for name in "$@"; do
        cp "$(find "$rooms/$package" -name "$name" | head -n 1)" "$package/"
    done
    cp "$rooms/$package/usr/share/doc/$package/copyright" "$package/LICENSE.txt"
    echo "$package: $(dpkg-deb -f "$rooms/$package"_*.deb Version)"
}

bring fonts-noto-cjk NotoSansCJK-Regular.ttc NotoSansCJK-Bold.ttc
bring fonts-noto-color-emoji NotoColorEmoji.ttf
