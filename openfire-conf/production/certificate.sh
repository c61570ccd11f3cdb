#!/usr/bin/env bash
# Beside the server: copies the certificate that Caddy got, and each that it gets in its place, to where the server alone
# reads it; the plugins show it to XMPP clients. Needs the variables of docker-compose.yml.
set -euo pipefail

caddy=${HEARTH_CADDY:-/opt/hearth/caddy}

# The newest there is: Caddy keeps a folder for each authority that it asks.
newest() {
    ls -t "$caddy"/caddy/certificates/*/"$HEARTH_DOMAIN/$HEARTH_DOMAIN.crt" 2>/dev/null | head -n 1
}

# Whole or not at all; and only what has changed.
copy() {
    cmp -s "$1" "$2" && return
    mkdir -p "$(dirname "$2")"
    install -m 600 -o "$OPENFIRE_USER" "$1" "$2.part"
    mv "$2.part" "$2"
}

while true; do
    certificate=$(newest || true)
    key=${certificate%.crt}.key
    if [ -n "$certificate" ] && [ -e "$key" ]; then
        copy "$key" "$HEARTH_TLS_KEY"
        copy "$certificate" "$HEARTH_TLS_CERTIFICATE"
    fi
    sleep "${HEARTH_CADDY_PERIOD:-20}"
done
