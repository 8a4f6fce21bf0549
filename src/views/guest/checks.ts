/**
 * Whether an image can run where its instance is: the drivers that it has against the devices that
 * the guest meets there, and how it finds its file systems. Not a compiler's check, which refuses
 * what cannot start at all: this also tells of the next generation. Keeps true: each line says one
 * thing, and begins with whether it is so.
 */
import { driveDriver, networkDriver, volumeDriver, type Driver } from './drivers.ts';
import type { GuestSubject } from './subject.ts';

type Mark = 'OK' | 'WARNING' | 'ERROR';

const DEVICES: { readonly [D in Driver]: string } = {
  ena: 'ENA adapters', nvme: 'NVMe devices', ixgbevf: '82599 functions', netfront: "Xen's network",
  blkfront: "Xen's disks",
};

/** What every host since C5 needs of an image, and what this one needs. */
const NITRO: readonly Driver[] = ['nvme', 'ena'];

export function checks(subject: GuestSubject): string {
  const { image } = subject;
  const needed = new Set([networkDriver(subject), volumeDriver(subject), driveDriver(subject)]);
  const has = (driver: Driver): boolean => image.drivers === null || image.drivers.includes(driver);
  const wanted = [...new Set([...NITRO, ...needed])].filter((driver) => driver !== null);
  const lines: (readonly [Mark, string])[] = wanted.map((driver) => {
    const what = `driver ${driver} for ${DEVICES[driver]}`;
    if (has(driver)) return ['OK', `${what} is in the image`];
    return needed.has(driver)
      ? ['ERROR', `${what} is missing, and this instance needs it`]
      : ['WARNING', `${what} is missing: the image will not run on a Nitro host`];
  });
  lines.push(image.isEnaSupported
    ? ['OK', 'the image is registered with ENA support']
    : [needed.has('ena') ? 'ERROR' : 'WARNING', 'the image is not registered with ENA support']);
  lines.push(image.mountsByDevice
    ? ['WARNING', 'fstab names devices, whose names change with the generation of the host']
    : ['OK', 'fstab names no devices']);
  return lines.map(([mark, text]) => `${mark.padEnd(8)} ${text}\n`).join('');
}
