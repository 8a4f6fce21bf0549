/**
 * Which driver an instance meets each of its devices with, and what the system calls the device.
 * Not a list of what an image has. Keeps true: behind a management domain there is a front half of
 * Xen's split driver, whatever the card is.
 */
import { compareNumbers, sorted } from '#base';
import type { GuestDevice, GuestSubject } from './subject.ts';

export type Driver = 'ena' | 'nvme' | 'ixgbevf' | 'netfront' | 'blkfront';

/** Null where nothing serves it, or no driver is known. */
export function networkDriver({ network }: GuestSubject): Driver | null {
  if (network === null) return null;
  if (network.exposure === 'domain') return 'netfront';
  return network.interface === 'ena' || network.interface === 'ixgbevf' ? network.interface : null;
}

const blockDriver = (device: GuestDevice | null): Driver | null => {
  if (device === null) return null;
  if (device.exposure === 'domain') return 'blkfront';
  return device.interface === 'nvme' ? 'nvme' : null;
};

export const volumeDriver = (subject: GuestSubject): Driver | null =>
  blockDriver(subject.volumeDevice);

export const driveDriver = (subject: GuestSubject): Driver | null =>
  blockDriver(subject.driveDevice);

export interface BlockDevice {
  /** `nvme0n1`, `xvda`. */
  readonly name: string;
  /** Its number among those of its driver. */
  readonly index: number;
  readonly driver: Driver;
  readonly bytes: number;
  readonly isBoot: boolean;
  /** The volume or drive. */
  readonly id: string;
  readonly isVolume: boolean;
}

const letter = (index: number): string => String.fromCharCode('a'.charCodeAt(0) + (index % 26));

const nameOf = (driver: Driver, index: number): string =>
  driver === 'nvme' ? `nvme${String(index)}n1` : `xvd${letter(index)}`;

/** Volumes of the launch first, then drives, then what came later; each driver counts its own. */
export function blockDevices(subject: GuestSubject): readonly BlockDevice[] {
  const { volumes, drives } = subject;
  const [ofVolumes, ofDrives] = [volumeDriver(subject), driveDriver(subject)];
  const isShared = ofVolumes === ofDrives;
  const launched = volumes.filter(({ isLater }) => !isLater);
  const first = Math.max(0, ...launched.map(({ slot }) => slot + 1));
  const found = [
    ...(ofVolumes === null ? [] : volumes.map(({ id, sizeBytes, isBoot, slot, isLater }) => ({
      index: isShared && isLater ? slot + drives.length : slot, driver: ofVolumes,
      bytes: sizeBytes, isBoot, id, isVolume: true,
    }))),
    ...(ofDrives === null ? [] : drives.map(({ id, capacityBytes }, i) => ({
      index: isShared ? first + i : i, driver: ofDrives, bytes: capacityBytes, isBoot: false, id,
      isVolume: false,
    }))),
  ];
  return sorted(found, (a, b) =>
    Number(a.driver < b.driver) - Number(a.driver > b.driver) || compareNumbers(a.index, b.index))
    .map((device) => ({ ...device, name: nameOf(device.driver, device.index) }));
}
