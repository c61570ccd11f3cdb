#!/usr/bin/env bash
# ./hearth backup and ./hearth restore: the database, the files and the keys of a production server, in one archive.
set -euo pipefail

usage() {
    cat <<'TEXT'
./hearth backup FILE [--database URL --home DIR]    write a backup; the server may run
./hearth restore FILE [--database URL --home DIR]   put one back, in place of what is there; the server is stopped
    Without options they are about the containers of docker-compose.yml in this checkout.
    --database URL   a PostgreSQL of another kind: postgresql://user:password@host:port/name
    --home DIR       the folder of its Openfire, with hearth/ and conf/ in it
The file holds messages, phone numbers and keys: keep it as secret as the server itself.
TEXT
}

die() {
    echo "$1" >&2
    exit "${2:-1}"
}

# What of the server's folder is kept: files that people sent, and the configuration with the server's keys.
parts=(hearth conf resources/security)

compose() {
    docker compose "$@"
}

# Both ways to the database write to, and read from, the standard streams.
dump() {
    local options=(--format=custom --no-owner --no-privileges)
    if [ -n "$database" ]; then
        pg_dump "${options[@]}" --dbname="$database"
    else
        compose exec -T postgres pg_dump "${options[@]}" -U hearth hearth
    fi
}

# In one transaction, all or nothing: the SQL is complete before the database sees the first line of it.
load() {
    local options=(-X -q -v ON_ERROR_STOP=1 --single-transaction --output=/dev/null)
    replacement "$1" >"$folder/sql" || return 1
    if [ -n "$database" ]; then
        psql "${options[@]}" --dbname="$database" <"$folder/sql"
    else
        compose exec -T postgres psql "${options[@]}" -U hearth -d hearth <"$folder/sql"
    fi
}

# The SQL that empties a database and fills it from a dump. Every table goes: those that were made after the backup, too.
replacement() {
    cat <<'SQL'
SET client_min_messages = warning;
DO $$
DECLARE name text;
BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('DROP TABLE public.%I CASCADE', name);
    END LOOP;
END $$;
SQL
    if [ -n "$database" ]; then
        pg_restore --no-owner --no-privileges --file=- "$1"
    else
        compose exec -T postgres pg_restore --no-owner --no-privileges --file=- <"$1"
    fi
}

present() {
    local part
    for part in "${parts[@]}"; do
        [ ! -e "$1/$part" ] || echo "$part"
    done
}

pack_files() {
    local found
    if [ -n "$home" ]; then
        mapfile -t found < <(present "$home")
        tar -C "$home" -cf - "${found[@]}"
    else
        compose exec -T openfire bash -c 'cd /var/lib/openfire && tar -cf - $(ls -d hearth conf 2>/dev/null)'
    fi
}

unpack_files() {
    if [ -n "$home" ]; then
        local part
        for part in "${parts[@]}"; do rm -rf "${home:?}/$part"; done
        tar -C "$home" -xf "$1"
    else
        compose run --rm -T --no-deps --entrypoint bash openfire -c \
            'cd /var/lib/openfire && rm -rf hearth conf && tar -xf -' <"$1"
    fi
}

backup() {
    local file=$1
    [ ! -e "$file" ] || die "$file is there already: give another name."
    : >"$file" 2>/dev/null || die "$file cannot be written."
    rm "$file"
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    umask 077
    echo hearth-backup-1 >"$folder/format"
    # The database first: a file that comes while this runs is one too many, and none is missing.
    dump >"$folder/database" || die "The database could not be read; no backup was written."
    pack_files >"$folder/files.tar" || die "The server's folder could not be read; no backup was written."
    tar -C "$folder" -cf "$file.part" format database files.tar
    mv "$file.part" "$file"
    echo "$file holds the database, the files and the server's keys. HEARTH_MASTER_KEY is not in it: keep .env elsewhere."
}

restore() {
    local file=$1
    [ -r "$file" ] || die "There is no backup $file."
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    tar -C "$folder" -xf "$file" 2>/dev/null && [ "$(cat "$folder/format" 2>/dev/null)" = hearth-backup-1 ] ||
        die "$file is no backup of Hearth."
    if [ -z "$database" ]; then compose stop openfire && compose up -d --wait postgres; fi
    load "$folder/database" || die "The database could not be put back; correct what is said above, and restore again."
    unpack_files "$folder/files.tar" || die "The files could not be put back; restore again."
    if [ -z "$database" ]; then compose up -d; fi
    echo "$file is put back."
}

command=${1:-}
shift || true
file= database= home= folder=
while [ $# -gt 0 ]; do
    case $1 in
        --database) database=${2:?--database needs a value}; shift ;;
        --home) home=${2:?--home needs a value}; shift ;;
        --help | -h) usage; exit ;;
        -*) die "There is no option $1." 2 ;;
        *) [ -z "$file" ] || die "One file, please." 2; file=$1 ;;
    esac
    shift
done
[ -n "$file" ] || { usage >&2; exit 2; }
if [ -n "$database" ] || [ -n "$home" ]; then
    [ -n "$database" ] && [ -d "$home" ] || die "--database and --home go together; --home is the folder of the Openfire." 2
    for tool in pg_dump pg_restore psql; do
        command -v "$tool" >/dev/null || die "$tool is missing: install PostgreSQL's client (Debian: apt install postgresql-client)."
    done
else
    docker compose version >/dev/null 2>&1 ||
        die "docker compose is missing; for a server without it give --database and --home."
fi

case $command in
    backup) backup "$file" ;;
    restore) restore "$file" ;;
    *) usage >&2; exit 2 ;;
esac
