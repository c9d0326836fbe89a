# Runs a program that sees only the system's programs and libraries, the readable paths and its own folder, without a
# network and other processes. Must run in user, mount, network and process namespaces of its own (see shielded.ts).
# Arguments: FOLDER READABLE... -- PROGRAM ARGUMENT...
set -eu
PATH=$PATH:/usr/sbin:/sbin
folder=$1
shift

# The new root is mounted on /sys until pivot_root. No shown path is in /sys.
root=/sys
mount -t tmpfs -o mode=755,size=1m none $root

# Shows a file, a folder or a symbolic link under the same path; a missing path is skipped.
show() {
  [ -e "$1" ] || [ -L "$1" ] || return 0
  mkdir -p "$root${1%/*}"
  if [ -L "$1" ]; then
    [ -e "$root$1" ] || ln -s "$(readlink "$1")" "$root$1"
    return
  fi
  if [ -d "$1" ]; then
    mkdir -p "$root$1"
  else
    : >"$root$1"
  fi
  mount --rbind "$1" "$root$1"
  [ "${2-}" = writable ] || mount -o remount,bind,ro "$root$1"
}

for path in /usr /bin /sbin /lib /lib32 /lib64 /nix/store /gnu/store \
  /etc/ld.so.cache /etc/alternatives /etc/fonts /etc/libreoffice /var/cache/fontconfig /var/lib/libreoffice; do
  show $path
done
for device in null zero random urandom; do show /dev/$device writable; done
mkdir $root/proc $root/tmp $root/old
mount -t proc none $root/proc 2>/dev/null || true
while [ "$1" != -- ]; do
  show "$1"
  shift
done
shift
show "$folder" writable

cd $root
pivot_root . old
umount -l /old
cd "$folder"
# Without capabilities in its namespaces, the program cannot undo the mounts.
code=0
# No exec: `unshare` does not report how the first process of its namespace was killed; this shell does.
setpriv --no-new-privs --inh-caps=-all --bounding-set=-all "$@" || code=$?
exit $code
