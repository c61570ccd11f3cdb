#!/usr/bin/env bash
# ./hearth doctor: looks at the configuration of a production server, and says what is wrong and what to do.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
env_file=$root/.env
database=

usage() {
    cat <<'TEXT'
./hearth doctor [options]   check what docker-compose.yml will be started with; exit code 1 if something is wrong
    --env FILE       the settings (default .env); variables of the environment win, as with docker compose
    --database URL   also look at a database: postgresql://user:password@host:port/name
It prints no secret.
TEXT
}

wrongs=0
ok() { printf 'ok     %s\n' "$1"; }
skip() { printf 'skip   %s\n' "$1"; }
wrong() {
    printf 'WRONG  %s\n' "$1"
    wrongs=$((wrongs + 1))
}

# The value of a setting: of the environment, else of the file.
value() {
    local name=$1 line
    if [ -n "${!name:-}" ]; then
        printf '%s' "${!name}"
    elif [ -r "$env_file" ]; then
        line=$(grep -E "^(export )?$name=" "$env_file" | tail -n 1 | cut -d = -f 2- | sed 's/[[:space:]]*$//')
        case $line in
            \"*\" | \'*\') line=${line:1:-1} ;;
        esac
        printf '%s' "$line"
    fi
}

check_tools() {
    local version
    if ! command -v java >/dev/null; then
        wrong "Java is missing: install a JDK 17 or newer, which ./hearth package needs."
    else
        version=$(java -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p')
        if [ "${version:-0}" -ge 17 ]; then ok "Java $version"; else wrong "Java $version is too old: install a JDK 17 or newer."; fi
    fi
    if docker compose version >/dev/null 2>&1; then ok "docker compose"; else wrong "docker compose is missing: install Docker with its compose plugin."; fi
    if [ -e "$root/target/dist/hearth-core.jar" ]; then ok "the plugins are built"; else wrong "The plugins are not built: run ./hearth package."; fi
}

check_file() {
    local mode
    if [ ! -r "$env_file" ]; then
        wrong "There is no $env_file: copy .env.example and fill it in."
        return
    fi
    mode=$(stat -c %a "$env_file")
    case $mode in
        *00) ok "$env_file is its owner's alone" ;;
        *) wrong "Others on this machine can read $env_file: chmod 600 $env_file." ;;
    esac
}

check_secrets() {
    local name text seen=
    for name in HEARTH_DB_PASSWORD HEARTH_ADMIN_PASSWORD HEARTH_TURN_SECRET; do
        text=$(value $name)
        if [ -z "$text" ]; then
            wrong "$name is not set: make one with openssl rand -hex 24."
        elif [ ${#text} -lt 12 ]; then
            wrong "$name is shorter than 12 characters: make a longer one with openssl rand -hex 24."
        elif [[ $seen == *"<$text>"* ]]; then
            wrong "$name is the same as another secret: make one of its own with openssl rand -hex 24."
        else
            ok "$name"
        fi
        seen+="<$text>"
    done
    text=$(value HEARTH_MASTER_KEY)
    if [ -z "$text" ]; then
        wrong "HEARTH_MASTER_KEY is not set: make one with openssl rand -base64 32, and keep a copy elsewhere."
    elif [ "$(printf '%s' "$text" | base64 -d 2>/dev/null | wc -c)" -ne 32 ]; then
        wrong "HEARTH_MASTER_KEY is not 32 bytes in Base64: make one with openssl rand -base64 32."
    else
        ok "HEARTH_MASTER_KEY"
    fi
}

# matches NAME PATTERN WHAT
matches() {
    if [[ $(value "$1") =~ ^$2$ ]]; then ok "$1"; else wrong "$1 is not $3: see the Twilio console."; fi
}

check_sms() {
    local sender
    sender=$(value HEARTH_SMS_SENDER)
    case $sender in
        twilio-verify | twilio-messaging) ok "HEARTH_SMS_SENDER is $sender" ;;
        console)
            wrong "HEARTH_SMS_SENDER is console, which writes codes into the log: set twilio-verify or twilio-messaging."
            return
            ;;
        *)
            wrong "HEARTH_SMS_SENDER is not set, so nobody gets a code: set twilio-verify or twilio-messaging."
            return
            ;;
    esac
    matches HEARTH_TWILIO_ACCOUNT_SID 'AC[0-9a-f]{32}' "an account SID (AC and 32 hexadecimal digits)"
    if [ -n "$(value HEARTH_TWILIO_API_KEY_SID)" ]; then
        matches HEARTH_TWILIO_API_KEY_SID 'SK[0-9a-f]{32}' "an API key's SID (SK and 32 hexadecimal digits)"
        matches HEARTH_TWILIO_API_KEY_SECRET '.{16,}' "the secret of that API key"
    else
        matches HEARTH_TWILIO_AUTH_TOKEN '[0-9a-f]{32}' "an auth token (32 hexadecimal digits), and there is no API key"
    fi
    if [ "$sender" = twilio-verify ]; then
        matches HEARTH_TWILIO_VERIFY_SERVICE 'VA[0-9a-f]{32}' "a Verify service (VA and 32 hexadecimal digits)"
    elif [ -n "$(value HEARTH_TWILIO_MESSAGING_SERVICE)" ]; then
        matches HEARTH_TWILIO_MESSAGING_SERVICE 'MG[0-9a-f]{32}' "a Messaging service (MG and 32 hexadecimal digits)"
    else
        matches HEARTH_TWILIO_FROM '(\+[1-9][0-9]{6,14}|[A-Za-z0-9 ]{1,11})' "a number to send from (+49...), or a name of 11 letters"
    fi
    if [[ $(value HEARTH_PHONE_AUTH_COUNTRIES) =~ ^[A-Z]{2}([,\ ]+[A-Z]{2})*$ ]]; then
        ok "HEARTH_PHONE_AUTH_COUNTRIES"
    else
        wrong "HEARTH_PHONE_AUTH_COUNTRIES is not a list such as DE,AT,CH: without it codes go to any country, at your cost."
    fi
}

check_domain() {
    local domain answer
    domain=$(value HEARTH_DOMAIN)
    if ! [[ $domain =~ ^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$ ]]; then
        wrong "HEARTH_DOMAIN is not a domain in lower case such as chat.example.org."
        return
    fi
    if ! getent hosts "$domain" >/dev/null; then
        wrong "The name $domain has no address: add a DNS record that points to this machine."
        return
    fi
    ok "HEARTH_DOMAIN has an address"
    if ! command -v curl >/dev/null; then
        skip "https://$domain was not asked: curl is missing"
    elif answer=$(curl -s -o /dev/null -m 10 -w '%{http_code}' "https://$domain/api/health/"); then
        if [ "$answer" = 200 ]; then ok "https://$domain/api/health/ answers"; else
            wrong "https://$domain/api/health/ answers $answer: see docker compose ps and docker compose logs openfire."
        fi
    else
        skip "https://$domain does not answer with a trusted certificate; it will once the server runs"
    fi
}

check_ports() {
    local port taken=
    for port in 80 443 3478 5222 5223 9090; do
        if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then taken+=" $port"; fi
    done
    if [ -z "$taken" ]; then
        ok "the ports are free"
    elif [ -n "$(cd "$root" && docker compose ps -q 2>/dev/null)" ]; then
        skip "something listens on$taken: Hearth runs"
    else
        wrong "Something listens on$taken already: stop it before docker compose up."
    fi
}

check_machine() {
    local free
    free=$(df -Pk "$root" | awk 'NR == 2 {print int($4 / 1048576)}')
    if [ "$free" -ge 5 ]; then ok "$free GiB of disk are free"; else wrong "Only $free GiB of disk are free: have 5 or more."; fi
    case $(timedatectl show -p NTPSynchronized --value 2>/dev/null) in
        yes) ok "the clock is kept right" ;;
        no) wrong "The clock is not kept right, and tokens and codes have a time: timedatectl set-ntp true." ;;
        *) skip "the clock was not looked at: timedatectl does not say" ;;
    esac
}

check_database() {
    local version
    [ -n "$database" ] || return 0
    if ! command -v psql >/dev/null; then
        wrong "psql is missing: install PostgreSQL's client (Debian: apt install postgresql-client)."
    elif version=$(PGCONNECT_TIMEOUT=5 psql -X -At --dbname="$database" -c 'SHOW server_version_num' 2>/dev/null); then
        if [ "$version" -ge 150000 ]; then ok "the database answers; PostgreSQL $((version / 10000))"; else
            wrong "The database is PostgreSQL $((version / 10000)): Hearth is tested on 15 and 17, update it."
        fi
    else
        wrong "The database does not let us in: is it up, and are address, user and password right?"
    fi
}

while [ $# -gt 0 ]; do
    case $1 in
        --env) env_file=${2:?--env needs a value}; shift ;;
        --database) database=${2:?--database needs a value}; shift ;;
        --help | -h) usage; exit ;;
        *) usage >&2; exit 2 ;;
    esac
    shift
done

check_tools
check_file
check_secrets
check_sms
check_domain
check_ports
check_machine
check_database
if [ "$wrongs" -gt 0 ]; then
    echo "$wrongs wrong."
    exit 1
fi
echo "All is well."
