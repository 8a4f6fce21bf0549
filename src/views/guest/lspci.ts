/**
 * `lspci` inside an instance: the devices its guest finds on its bus. Keeps true: what the path of
 * a request meets in the model is what is listed; behind a management domain a guest sees no card.
 */
import type { GuestDevice, GuestSubject } from './subject.ts';

/** Vendor:device to class and name, as the list of PCI ids has them. */
const NAMES: { readonly [id: string]: readonly [string, string] } = {
  '1d0f:ec20': ['Ethernet controller', 'Amazon.com, Inc. Elastic Network Adapter (ENA)'],
  '1d0f:ec21': ['Ethernet controller', 'Amazon.com, Inc. Elastic Network Adapter (ENA)'],
  '1d0f:0ec2': ['Ethernet controller', 'Amazon.com, Inc. Elastic Network Adapter (ENA)'],
  '1d0f:1ec2': ['Ethernet controller', 'Amazon.com, Inc. Elastic Network Adapter (ENA)'],
  '1d0f:efa0': ['Ethernet controller', 'Amazon.com, Inc. Elastic Fabric Adapter (EFA)'],
  '1d0f:8061': ['Non-Volatile memory controller', 'Amazon.com, Inc. NVMe EBS Controller'],
  '1d0f:0061': ['Non-Volatile memory controller', 'Amazon.com, Inc. Device 0061'],
  '1d0f:cd01': ['Non-Volatile memory controller', 'Amazon.com, Inc. NVMe SSD Controller'],
  '8086:10ed': ['Ethernet controller', 'Intel Corporation 82599 Ethernet Controller Virtual Function'],
};

/** On metal the guest drives the physical function, which has an id of its own. */
const ON_METAL: { readonly [id: string]: string } = { '1d0f:ec20': '1d0f:1ec2', '1d0f:8061': '1d0f:0061' };

interface Line {
  readonly slot: string;
  readonly name: string;
  readonly isNetwork?: boolean;
}

const hex = (value: number): string => value.toString(16).padStart(2, '0');

const describe = (id: string | null, fallback: string): string => {
  if (id === null) return `${fallback}: Device`;
  const known = NAMES[id];
  return known === undefined ? `${fallback}: Device ${id}` : `${known[0]}: ${known[1]}`;
};

/** What was there before any card: the chipset that the hypervisor shows. */
function platform(subject: GuestSubject): readonly Line[] {
  if (!subject.hasHypervisor) {
    // What is written to it is what the service shows as console output.
    return subject.isMac ? [] : [
      { slot: '00:01.0', name: 'Serial controller: Amazon.com, Inc. Device 8250' },
    ];
  }
  if (subject.isXen) {
    return [
      { slot: '00:00.0', name: 'Host bridge: Intel Corporation 440FX - 82441FX PMC [Natoma] (rev 02)' },
      { slot: '00:01.0', name: 'ISA bridge: Intel Corporation 82371SB PIIX3 ISA [Natoma/Triton II]' },
      { slot: '00:01.1', name: 'IDE interface: Intel Corporation 82371SB PIIX3 IDE [Natoma/Triton II]' },
      { slot: '00:01.3', name: 'Bridge: Intel Corporation 82371AB/EB/MB PIIX4 ACPI (rev 01)' },
      { slot: '00:02.0', name: 'VGA compatible controller: Cirrus Logic GD 5446' },
      { slot: '00:1f.0', name: 'Unassigned class [ff80]: XenSource, Inc. Xen Platform Device (rev 01)' },
    ];
  }
  if (subject.processor.architecture === 'arm64') {
    return [
      { slot: '00:00.0', name: 'Host bridge: Amazon.com, Inc. Device 0200' },
      { slot: '00:01.0', name: 'Serial controller: Amazon.com, Inc. Device 8250' },
    ];
  }
  return [
    { slot: '00:00.0', name: 'Host bridge: Intel Corporation 440FX - 82441FX PMC [Natoma]' },
    { slot: '00:01.0', name: 'ISA bridge: Intel Corporation 82371SB PIIX3 ISA [Natoma/Triton II]' },
    { slot: '00:01.3', name: 'Non-VGA unclassified device: Intel Corporation 82371AB/EB/MB PIIX4 ACPI (rev 08)' },
    { slot: '00:03.0', name: 'VGA compatible controller: Amazon.com, Inc. Device 1111' },
  ];
}

/** A device behind a management domain is no PCI device of the guest. */
const isOnBus = (device: GuestDevice | null): device is GuestDevice =>
  device !== null && device.exposure !== 'domain';

const idOf = (device: GuestDevice, subject: GuestSubject): string | null => {
  const id = device.pciDevice;
  return id === null || !subject.isMetal ? id : (ON_METAL[id] ?? id);
};

function networkLines(subject: GuestSubject): readonly Line[] {
  const { network } = subject;
  if (!isOnBus(network)) return [];
  const first = subject.isXen ? 3 : 5;
  return Array.from({ length: subject.interfaces }, (_, index) => ({
    slot: index === 0 ? `00:${hex(first)}.0` : `00:${hex(5 + index)}.0`,
    name: describe(idOf(network, subject), 'Ethernet controller'), isNetwork: true,
  }));
}

function volumeLines(subject: GuestSubject): readonly Line[] {
  const { volumeDevice } = subject;
  if (!isOnBus(volumeDevice)) return [];
  return subject.volumes.map(({ slot }) => ({
    slot: slot === 0 ? '00:04.0' : `00:${hex(0x1f - slot + 1)}.0`,
    name: describe(idOf(volumeDevice, subject), 'Non-Volatile memory controller'),
  }));
}

function driveLines(subject: GuestSubject): readonly Line[] {
  const { driveDevice, drives } = subject;
  if (!isOnBus(driveDevice)) return [];
  const first = subject.isXen ? 0x17 : 0x18 - Math.max(0, drives.length - 8);
  return drives.map((drive, index) => ({
    slot: `00:${hex(first + index)}.0`,
    name: describe(drive.pciDevice ?? driveDevice.pciDevice, 'Non-Volatile memory controller'),
  }));
}

function placedLines(subject: GuestSubject): readonly Line[] {
  const lines = [
    ...platform(subject), ...networkLines(subject), ...volumeLines(subject), ...driveLines(subject),
  ];
  const taken = new Set<string>();
  return lines.map((line) => ({ ...line, slot: freeSlot(line.slot, taken) }));
}

export function lspci(subject: GuestSubject): string {
  return [...placedLines(subject)].sort((a, b) => (a.slot < b.slot ? -1 : 1))
    .map(({ slot, name }) => `${slot} ${name}\n`).join('');
}

/** Where its network functions are on the bus. */
export const networkSlots = (subject: GuestSubject): readonly string[] =>
  placedLines(subject).flatMap(({ slot, isNetwork }) => isNetwork === true ? [slot] : []);

/** The slot asked for, or the next that is free. */
function freeSlot(wanted: string, taken: Set<string>): string {
  let slot = wanted;
  for (let next = parseInt(wanted.slice(3, 5), 16); taken.has(slot); next++) {
    slot = `00:${hex(next % 256)}.0`;
  }
  taken.add(slot);
  return slot;
}
