#!/bin/sh
# Makes the users, groups and folders of the three zones. Run as root; running it again changes nothing.
#
# Two groups join what must meet, and nothing else does:
#   guvoh-intake    desk and front door, over the intake spool
#   guvoh-release   desk and press, over the press spool
set -eu

for group in guvoh-desk guvoh-frontdoor guvoh-press guvoh-intake guvoh-release; do
    getent group "$group" >/dev/null || groupadd --system "$group"
done
for zone in desk frontdoor press; do
    getent passwd "guvoh-$zone" >/dev/null ||
        useradd --system --gid "guvoh-$zone" --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin "guvoh-$zone"
done
usermod --append --groups guvoh-intake,guvoh-release guvoh-desk
usermod --append --groups guvoh-intake guvoh-frontdoor
usermod --append --groups guvoh-release guvoh-press

# nginx enters the folder of each zone's socket; the zones' own folders stay closed to their groups
if getent passwd www-data >/dev/null; then
    usermod --append --groups guvoh-desk,guvoh-frontdoor,guvoh-press www-data
fi

# database, sealed files and keyslots: the desk's alone
install -d -o guvoh-desk -g guvoh-desk -m 0700 /var/lib/guvoh-desk
# public by nature; the builder writes it
install -d -o guvoh-press -g guvoh-press -m 0755 /var/lib/guvoh-press

install -d -o root -g root -m 0755 /var/spool/guvoh
# The 2 hands a folder's group on to everything made in it, whoever makes it.
# The notice lies here: the desk writes it, the front door reads it.
install -d -o guvoh-desk -g guvoh-intake -m 2750 /var/spool/guvoh/intake
# The front door puts envelopes in, the desk takes them out. The front door must own these two folders, since
# it sets their times back to the day, and only an owner may.
install -d -o guvoh-frontdoor -g guvoh-intake -m 2770 /var/spool/guvoh/intake/in
install -d -o guvoh-frontdoor -g guvoh-intake -m 2770 /var/spool/guvoh/intake/mailboxes
# answers: the desk writes, the front door reads
install -d -o guvoh-desk -g guvoh-intake -m 2750 /var/spool/guvoh/intake/replies
# releases: the desk writes, the press reads
install -d -o guvoh-desk -g guvoh-release -m 2750 /var/spool/guvoh/press

install -d -o root -g root -m 0755 /etc/guvoh
here=$(dirname "$0")
for zone in desk frontdoor press; do
    [ -e "/etc/guvoh/$zone.env" ] ||
        install -o root -g "guvoh-$zone" -m 0640 "$here/env/$zone.env" "/etc/guvoh/$zone.env"
done
