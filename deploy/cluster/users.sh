# Makes the user that the APIs are in the event store. It is in no group: it may read and write, and it is no administrator,
# so it may neither delete a ledger's streams nor change how long they are kept.
set -eu

ask() {
  curl --silent --show-error --output /dev/null --write-out '%{http_code}' --cacert /certificates/ca/ca.crt \
    --user "admin:$EVENT_STORE_ADMIN_PASSWORD" "$@"
}

status=$(ask https://node-1:2113/users/bali)
if [ "$status" = 200 ]; then
  echo 'The user bali is there already.'
  exit 0
fi
if [ "$status" != 404 ]; then
  echo "The event store answered with $status: is the administrator's password right?" >&2
  exit 1
fi

# The body goes by standard input: others see a command line.
status=$(printf '{"loginName":"bali","fullName":"BALI","groups":[],"password":"%s"}' "$EVENT_STORE_BALI_PASSWORD" |
  ask --header 'Content-Type: application/json' --data-binary @- https://node-1:2113/users/)
if [ "$status" != 201 ]; then
  echo "The user bali could not be made: $status" >&2
  exit 1
fi
echo 'The user bali was made.'
