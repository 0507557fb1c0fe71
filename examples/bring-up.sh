#!/bin/sh
# Brings a MASQ Node from nothing to started, and waits until it has found a route. See examples/README.md.
set -eu

usage='usage: bring-up.sh [-s SETUP_FILE] [-p PASSWORD_FILE] [-w SECONDS]

  -s  JSON object from parameter to value, for instance {"chain": "base-mainnet", "gas-price": 5}; null clears
  -p  file with the database password in its first line; - reads standard input
  -w  how long to wait for a route, and at most 30 s of it for a Daemon (default 120)

Environment: MASQ_GATEWAY_URL (default http://127.0.0.1:5334), MASQ_GATEWAY_TOKEN_FILE (file with a token, where the gateway wants one)'

say() { printf '%s\n' "bring-up: $*" >&2; }
die() {
  code=$1
  shift
  say "$@"
  exit "$code"
}

setup_file='' password_file='' wait_seconds=120
while getopts 's:p:w:h' option; do
  case $option in
    s) setup_file=$OPTARG ;;
    p) password_file=$OPTARG ;;
    w) wait_seconds=$OPTARG ;;
    h) printf '%s\n' "$usage" && exit 0 ;;
    *) printf '%s\n' "$usage" >&2 && exit 64 ;;
  esac
done
shift $((OPTIND - 1))
case $wait_seconds in
  '' | *[!0-9]*) wrong=yes ;;
  *) wrong='' ;;
esac
if [ -n "$wrong" ] || [ $# -gt 0 ]; then
  printf '%s\n' "$usage" >&2
  exit 64
fi
[ -z "$setup_file" ] || [ -r "$setup_file" ] || die 66 "cannot read $setup_file"
[ -z "$password_file" ] || [ "$password_file" = - ] || [ -r "$password_file" ] ||
  die 66 "cannot read $password_file"

gateway=${MASQ_GATEWAY_URL:-http://127.0.0.1:5334}
umask 077
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM

# Secrets go from file to file: what stands on a command line, everybody on the machine can read.
: >"$scratch/headers"
if [ -n "${MASQ_GATEWAY_TOKEN_FILE:-}" ]; then
  [ -r "$MASQ_GATEWAY_TOKEN_FILE" ] || die 66 "cannot read $MASQ_GATEWAY_TOKEN_FILE"
  IFS= read -r token <"$MASQ_GATEWAY_TOKEN_FILE" || [ -n "$token" ]
  printf 'Authorization: Bearer %s\n' "$token" >"$scratch/headers"
fi

# call METHOD PATH [CURL_OPTION...]: sets $status, and writes the answer into $scratch/body.
call() {
  method=$1 path=$2
  shift 2
  status=$(curl -sS -g --noproxy '*' -X "$method" -H "@$scratch/headers" \
    -o "$scratch/body" -w '%{http_code}' "$@" "$gateway$path") ||
    die 69 "no gateway answers at $gateway"
}

# must METHOD PATH [CURL_OPTION...]: the same, and a refusal is the end. A problem document never holds a secret.
must() {
  call "$@"
  [ "$status" = 200 ] || die 1 "$method $path: status $status: $(cat "$scratch/body")"
}

# member NAME: its value in the flat JSON object of the last answer, without quotes.
member() { sed -n 's/.*"'"$1"'":"\{0,1\}\([^",}]*\).*/\1/p' "$scratch/body"; }

call GET "/readyz?require=daemon&wait=$((wait_seconds < 30 ? wait_seconds : 30))"
if [ "$status" != 200 ]; then
  [ "$(member nodeState)" = running ] || die 69 "the gateway finds no Daemon: $(cat "$scratch/body")"
fi

must GET /v1/status
if [ "$(member nodeRunning)" = true ]; then
  say 'the Node runs already; its setup is left as it is'
else
  if [ -n "$setup_file" ]; then
    must PATCH /v1/setup -H 'Content-Type: application/merge-patch+json' --data-binary "@$setup_file"
    say "setup taken from $setup_file"
  fi
  if [ -n "$password_file" ]; then
    password=''
    if [ "$password_file" = - ]; then
      IFS= read -r password || [ -n "$password" ] || die 66 'no password on standard input'
    else
      IFS= read -r password <"$password_file" || [ -n "$password" ] || die 66 "$password_file is empty"
    fi
    printf '%s' "$password" | sed 's/[\\"]/\\&/g; s/.*/{"value": "&"}/' >"$scratch/password.json"
    must PUT /v1/setup/db-password -H 'Content-Type: application/json' \
      --data-binary "@$scratch/password.json"
    say 'database password set'
  fi
  must POST '/v1/node/start?ensure=true'
  say "Node started, process $(member newProcessId)"
fi

end=$(($(date +%s) + wait_seconds))
while :; do
  left=$((end - $(date +%s)))
  [ "$left" -gt 0 ] || left=0
  call GET "/readyz?require=route&wait=$((left < 3 ? left : 3))"
  if [ "$status" = 200 ]; then
    say 'route found'
    exit 0
  fi
  case $(member nodeState) in
    running | starting) ;;
    *) die 1 "the Node is gone: $(cat "$scratch/body")" ;;
  esac
  [ "$left" -gt 0 ] || die 75 "no route within $wait_seconds s; the Node goes on looking"
  sleep 1
done
