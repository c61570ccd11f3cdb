#!/usr/bin/env bash
# What the Openfire container starts with: configures a new server, installs Hearth's plugins, and hands over to the
# image's own entry point. Needs the variables of docker-compose.yml.
set -euo pipefail

die() {
    echo "hearth: $1" >&2
    exit 1
}

for name in OPENFIRE_DIR OPENFIRE_DATA_DIR HEARTH_DOMAIN HEARTH_DB_HOST HEARTH_DB_PASSWORD HEARTH_ADMIN_PASSWORD \
    HEARTH_MASTER_KEY; do
    [ -n "${!name:-}" ] || die "$name is not set."
done

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
template=${HEARTH_TEMPLATE:-$here/openfire.xml.template}
plugins=${HEARTH_PLUGINS:-/opt/hearth/plugins}
next=${HEARTH_NEXT_ENTRYPOINT:-/sbin/entrypoint.sh}

# The value of a variable as the text of an XML element.
xml() {
    printf '%s' "${!1}" | sed -e 's/&/\&amp;/g' -e 's/</\&lt;/g' -e 's/>/\&gt;/g'
}

# The template with the value of each @NAME@ in its place.
render() {
    local text name
    text=$(cat "$template")
    for name in $(grep -o '@HEARTH_[A-Z_]*@' "$template" | tr -d '@' | sort -u); do
        [ -n "${!name:-}" ] || die "$name is not set, and $template wants it."
        text=${text//"@$name@"/"$(xml "$name")"}
    done
    printf '%s\n' "$text"
}

# A volume that no server has used yet: what the image would lay there, with our configuration.
configure() {
    local data=$OPENFIRE_DATA_DIR
    mkdir -p "$data"
    rm -rf "$data/conf.part"
    cp -a "$OPENFIRE_DIR/conf_org" "$data/conf.part"
    cp -a "$OPENFIRE_DIR/resources/security_org" "$data/conf.part/security"
    # It holds passwords until the server has read it: anew, for its owner alone.
    rm -f "$data/conf.part/openfire.xml"
    (umask 077 && render >"$data/conf.part/openfire.xml")
    [ -d "$data/plugins" ] || cp -a "$OPENFIRE_DIR/plugins_org" "$data/plugins"
    # Last: a start that was cut short begins anew.
    mv "$data/conf.part" "$data/conf"
}

# Each jar in place of another version of it; what the server had unpacked from that goes.
install_plugins() {
    local jar name
    [ -e "$plugins/hearth-core.jar" ] || die "there are no plugins in $plugins: run ./hearth package first."
    mkdir -p "$OPENFIRE_DATA_DIR/plugins"
    for jar in "$plugins"/*.jar; do
        name=$(basename "$jar" .jar)
        if ! cmp -s "$jar" "$OPENFIRE_DATA_DIR/plugins/$name.jar"; then
            rm -rf "${OPENFIRE_DATA_DIR:?}/plugins/$name"
            cp "$jar" "$OPENFIRE_DATA_DIR/plugins/$name.part"
            mv "$OPENFIRE_DATA_DIR/plugins/$name.part" "$OPENFIRE_DATA_DIR/plugins/$name.jar"
        fi
    done
}

[ -d "$OPENFIRE_DATA_DIR/conf" ] || configure
install_plugins
if [ -n "${HEARTH_TLS_CERTIFICATE:-}" ]; then
    "$here/certificate.sh" </dev/null &
fi
exec "$next" "$@"
