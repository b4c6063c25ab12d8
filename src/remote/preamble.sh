# Messages in one language, and the folders that a login over SSH leaves out: of root, and of snaps.
LC_ALL=C
PATH=$PATH:/usr/sbin:/sbin:/snap/bin
export LC_ALL PATH
# Goes before a command that may hang, such as a wrapper of a snap; it ends it with exit 124. Where a
# node has no timeout(1), the commands' own limits must do.
command -v timeout >/dev/null && limit='timeout 7' || limit=
