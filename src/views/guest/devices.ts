/**
 * `lsblk` and `ethtool -i` inside an instance: the block devices it finds, and the driver of its
 * network interfaces. Keeps true: names follow from the driver, so that they change with the
 * generation of the host as real ones do.
 */
import { blockDevices, networkDriver, type Driver } from './drivers.ts';
import { networkSlots } from './lspci.ts';
import type { GuestSubject } from './subject.ts';

const KIB = 1024;

/** As lsblk prints sizes: a digit after the point where there is one. */
function sizeText(bytes: number): string {
  const units = ['B', 'K', 'M', 'G', 'T', 'P'];
  let [size, unit] = [bytes, 0];
  while (size >= KIB && unit < units.length - 1) [size, unit] = [size / KIB, unit + 1];
  const rounded = Math.round(size * 10) / 10;
  return `${String(rounded)}${units[unit] ?? ''}`;
}

/** Numbers of the kernel: NVMe namespaces share one, Xen's disks have another. */
const MAJORS: { readonly [D in Driver]?: number } = { nvme: 259, blkfront: 202 };
/** A disk of Xen has room for so many partitions. */
const minorsOfXen = 16;

export function lsblk(subject: GuestSubject): string {
  const devices = blockDevices(subject);
  const width = Math.max('NAME'.length, ...devices.map(({ name }) => name.length));
  const rows = devices.map(({ name, driver, index, bytes, isBoot }) => {
    const minor = driver === 'blkfront' ? index * minorsOfXen : index;
    const number = `${String(MAJORS[driver] ?? 0)}:${String(minor)}`;
    return [
      name.padEnd(width), number.padEnd(7), ' 0', sizeText(bytes).padStart(6), ' 0', 'disk',
      isBoot ? '/' : '',
    ].join(' ').trimEnd();
  });
  return [`${'NAME'.padEnd(width)} MAJ:MIN RM   SIZE RO TYPE MOUNTPOINTS`, ...rows, ''].join('\n');
}

/** What the interface calls its driver, which for Xen is another name than its module's. */
const CALLED: { readonly [D in Driver]?: string } = { netfront: 'vif' };

export function ethtoolDriver(subject: GuestSubject): string {
  const driver = networkDriver(subject);
  if (driver === null) return 'Cannot get driver information: No such device\n';
  const slots = networkSlots(subject);
  return Array.from({ length: subject.interfaces }, (_, index) => {
    const bus = driver === 'netfront' ? `vif-${String(index)}` : `0000:${slots[index] ?? ''}`;
    return `driver: ${CALLED[driver] ?? driver}\nbus-info: ${bus}\n`;
  }).join('\n');
}
