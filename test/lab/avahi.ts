import type { Place } from './place.ts';

/** Lets a node announce its host name, and SSH unless told otherwise. It has Debian's avahi-daemon. */
export async function startAvahi(node: Place, { ssh = true } = {}): Promise<void> {
  await node.sh(`set -e
mount -t tmpfs tmpfs /etc/avahi
mkdir /etc/avahi/services
printf '[server]\\nenable-dbus=no\\n' >/etc/avahi/avahi-daemon.conf
${ssh ? writeService : ''}
avahi-daemon --daemonize --no-drop-root --no-chroot --no-rlimits >/dev/null 2>&1`);
}

/** As Debian's example, /usr/share/doc/avahi-daemon/examples/ssh.service. */
const writeService = `cat >/etc/avahi/services/ssh.service <<'XML'
<?xml version="1.0" standalone='no'?>
<!DOCTYPE service-group SYSTEM "avahi-service.dtd">
<service-group>
  <name replace-wildcards="yes">%h</name>
  <service>
    <type>_ssh._tcp</type>
    <port>22</port>
  </service>
</service-group>
XML`;
