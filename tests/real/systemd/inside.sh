#!/usr/bin/env bash
# Runs as root inside a booted systemd: what reviewd.service and the commands beside it promise.
# The last line of its output is "all held" where they do.
set -euo pipefail

reviewd=/opt/proof/reviewd
config=/etc/reviewd/reviewd.toml
state=/var/lib/reviewd

broken() {
  printf 'BROKEN: %s\n' "$*"
  systemctl status --no-pager --full reviewd || true
  journalctl --no-pager -o short-precise -u reviewd | tail -n 40
  exit 1
}

# until_true SECONDS WHAT COMMAND…
until_true() {
  local limit=$((SECONDS + $1)) what=$2
  shift 2
  until "$@"; do
    [ $SECONDS -lt $limit ] || broken "$what"
    sleep 0.1
  done
}

property() { systemctl show --value -p "$1" reviewd; }
expect() {
  local found
  found=$(property "$1")
  [ "$found" = "$2" ] || broken "$1 is '$found', not '$2'"
}

# Everything in the state directory belongs to the service's user, and to it alone.
owned_by() {
  local uid=$1 others
  [ "$(stat -Lc '%u %a' $state)" = "$uid 700" ] || broken "$(stat -Lc 'the state directory: %u %a' $state)"
  [ "$(stat -Lc '%u %a' $state/reviewd.db)" = "$uid 600" ] || broken "the store: $(ls -ln $state/)"
  others=$(find $state/ ! -uid "$uid" -o -type f ! -perm 600)
  [ -z "$others" ] || broken "not the service's own: $(ls -ln $state/)"
}

install() {
  mkdir -p /etc/reviewd
  cp /opt/proof/etc/reviewd.toml /opt/proof/etc/ca.pem /etc/reviewd/
  (umask 077 && cp /opt/proof/etc/smtp-password /etc/reviewd/)
  cp /opt/proof/reviewd.service /etc/systemd/system/
  # /usr is the host's own here, so the program stands elsewhere.
  mkdir -p /run/systemd/system/reviewd.service.d
  printf '[Service]\nExecStart=\nExecStart=%s run --config %s\n' $reviewd $config \
    >/run/systemd/system/reviewd.service.d/program.conf
  systemctl daemon-reload
}

becomes_active() {
  systemctl start reviewd || broken "it does not start"
  expect ActiveState active
  expect Type notify
  until_true 10 "STATUS= says what it does" status_says "watching 1 source"
  expect WatchdogUSec 1min
  [ "$(property WatchdogTimestampMonotonic)" -gt 0 ] || broken "the watchdog was never fed"
}

status_says() { [[ $(property StatusText) == *"$1"* ]]; }
journal_says() { journalctl --no-pager -u reviewd | grep -q "$1"; }
main_uid() { stat -c %u "/proc/$(property MainPID)"; }

# The credential, the certificate and the network were all needed for this one.
mails_a_complaint() {
  until_true 120 "the alert is sent" journal_says "mail sent"
  journalctl -u reviewd -o json | grep -q '"F_MAIL"' || broken "the journal has no fields"
}

has_a_user_of_its_own() {
  uid=$(main_uid)
  [ "$uid" -ge 61184 ] && [ "$uid" -le 65519 ] || broken "it runs as $uid, no dynamic user"
  owned_by "$uid"
}

answers_root_beside_it() {
  $reviewd status --config $config || broken "reviewd status"
  local case
  case=$($reviewd cases --json --config $config | grep -oE '"id":"[A-Z0-9]+"' | head -n 1 | cut -d '"' -f 4)
  $reviewd case "$case" answered --config $config || broken "reviewd case $case answered"
  owned_by "$uid"
}

# By hand there is no credential; what is printed instead must work as it stands (sudo aside).
tests_mail_by_hand() {
  local command
  if $reviewd test-mail --config $config >/tmp/by-hand; then broken "test-mail had a credential"; fi
  command=$(grep -oE 'sudo systemd-run .*' /tmp/by-hand) || broken "no command: $(cat /tmp/by-hand)"
  echo "running: $command"
  bash -c "${command#sudo }" || broken "the printed command failed"
}

ends_on_sigterm() {
  local began=$SECONDS
  systemctl stop reviewd
  [ $((SECONDS - began)) -le 20 ] || broken "it took $((SECONDS - began)) s to stop"
  expect ActiveState inactive
  expect Result success
  expect ExecMainStatus 0
  journal_says "stopped" || broken "it did not say that it stopped"
  $reviewd status --config $config >/dev/null || broken "reviewd status while it is stopped"
  owned_by "$uid"
}

is_restarted_when_it_hangs() {
  printf '[Service]\nWatchdogSec=4\nTimeoutStopSec=2\n' >/run/systemd/system/reviewd.service.d/watchdog.conf
  systemctl daemon-reload
  systemctl start reviewd
  until_true 12 "the watchdog is fed twice" fed_since "$(property WatchdogTimestampMonotonic)"
  kill -STOP "$(property MainPID)"
  until_true 40 "the watchdog has it restarted" restarted
  until_true 30 "it is active again" is_active
  systemctl stop reviewd
  rm /run/systemd/system/reviewd.service.d/watchdog.conf
  systemctl daemon-reload
}

fed_since() { [ "$(property WatchdogTimestampMonotonic)" -gt "$1" ]; }
restarted() { [ "$(property NRestarts)" -ge 1 ]; }
is_active() { [ "$(property ActiveState)" = active ]; }

# Exit code 78, said in the journal, and no second try.
gives_up_on_a_wrong_configuration() {
  systemctl reset-failed reviewd 2>/dev/null || true
  echo 'nonsense = 1' | cat - /opt/proof/etc/reviewd.toml >$config
  if systemctl start reviewd; then broken "it started with a wrong configuration"; fi
  expect ExecMainStatus 78
  # Not "activating", which would be the pause before another try.
  expect ActiveState failed
  expect NRestarts 0
  until_true 10 "the journal names the mistake" journal_says nonsense
  cp /opt/proof/etc/reviewd.toml $config
  systemctl start reviewd || broken "it does not start once mended"
  systemctl stop reviewd
}

for promise in install becomes_active mails_a_complaint has_a_user_of_its_own answers_root_beside_it \
  tests_mail_by_hand ends_on_sigterm is_restarted_when_it_hangs gives_up_on_a_wrong_configuration; do
  echo "== ${promise//_/ }"
  $promise
done
echo "all held"
