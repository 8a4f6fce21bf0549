/**
 * What one instance of a model is made of, as its guest meets it: sockets, caches, cores, memory,
 * cards and drives. Not text: each command prints it in its own way. Keeps true: everything comes
 * from the model, and what the model does not say is null and left out.
 */
import type { AnyElement, ElementIr, PlacementIr, World } from '#ir';
import { type DeviceSlot, devicesOf, type GuestRun } from './moment.ts';

export interface GuestProcessor {
  readonly architecture: 'arm64' | 'x86';
  readonly vendor: string | null;
  readonly model: string | null;
  readonly microarchitecture: string | null;
  readonly clockHertz: number | null;
  /** The highest clock, which the processor reaches while few cores are busy. */
  readonly turboHertz: number | null;
  readonly level1DataBytes: number | null;
  readonly level1InstructionBytes: number | null;
  readonly level2Bytes: number | null;
  readonly level3Bytes: number | null;
}

/** Cores that the guest has of one socket, or of a whole computer. */
export interface GuestPackage {
  readonly cores: number;
  readonly memoryBytes: number;
}

export interface GuestVolume {
  readonly id: string;
  readonly sizeBytes: number;
  readonly isBoot: boolean;
  /** Stays while it is attached. */
  readonly slot: number;
  /** Attached after the launch. */
  readonly isLater: boolean;
}

export interface GuestDrive {
  readonly id: string;
  readonly capacityBytes: number;
  readonly pciDevice: string | null;
}

/** What the image that it was made from can do. */
export interface GuestImage {
  /** Null: all there are. */
  readonly drivers: readonly string[] | null;
  readonly isEnaSupported: boolean;
  readonly mountsByDevice: boolean;
}

export interface GuestDevice {
  /** How the guest meets the card: a function, a device model, or the card itself. */
  readonly exposure: 'function' | 'domain' | 'metal';
  readonly interface: string | null;
  readonly pciDevice: string | null;
}

/** One instance, ready to be printed. */
export interface GuestSubject {
  readonly id: string;
  readonly type: string | null;
  readonly isMetal: boolean;
  readonly isMac: boolean;
  /** A management domain stands below it, as Xen had. */
  readonly isXen: boolean;
  readonly hasHypervisor: boolean;
  readonly threadsPerCore: number;
  readonly packages: readonly GuestPackage[];
  readonly processor: GuestProcessor;
  readonly memoryBytes: number;
  readonly network: GuestDevice | null;
  readonly interfaces: number;
  readonly volumeDevice: GuestDevice | null;
  readonly volumes: readonly GuestVolume[];
  readonly driveDevice: GuestDevice | null;
  readonly drives: readonly GuestDrive[];
  readonly image: GuestImage;
}

type Find = (id: string | null) => AnyElement | undefined;

const finder = (world: World): Find => {
  const byId = new Map(world.elements.map((element) => [element.id, element]));
  return (id) => (id === null ? undefined : byId.get(id));
};

function processorOf(element: AnyElement | undefined): GuestProcessor | null {
  if (element?.kind !== 'socket' && element?.kind !== 'machine') return null;
  const own = element.properties;
  return {
    architecture: own.architecture, vendor: own.vendor, model: own.model,
    microarchitecture: own.microarchitecture, clockHertz: own.clockHertz,
    turboHertz: own.turboClockHertz,
    level1DataBytes: own.level1DataBytes, level1InstructionBytes: own.level1InstructionBytes,
    level2Bytes: own.level2Bytes, level3Bytes: own.level3Bytes,
  };
}

function deviceOf(path: PlacementIr['network'], find: Find): GuestDevice | null {
  const card = find(path?.card ?? null);
  if (path === null || card?.kind !== 'card') return null;
  return {
    exposure: path.exposure, interface: path.interface, pciDevice: card.properties.pciDevice,
  };
}

/**
 * Memory is shared out by cores, as a guest's nodes are. Where cores are shared, a guest may run on
 * more of them than it sees: it has those of its vCPUs, in one package.
 */
function packagesOf(placement: PlacementIr, instance: ElementIr<'instance'>): GuestPackage[] {
  const { vcpus, threadsPerCore, memoryBytes, metal } = instance.properties;
  const own = Math.ceil(vcpus / threadsPerCore);
  const allowed = placement.cores.reduce((sum, { count }) => sum + count, 0);
  if (metal === 'no' && allowed > own) return [{ cores: own, memoryBytes }];
  const held = new Map<string, number>();
  for (const { socket, count } of placement.cores) {
    held.set(socket, (held.get(socket) ?? 0) + count);
  }
  const all = [...held.values()].reduce((sum, count) => sum + count, 0);
  return [...held.values()].map((cores) => ({
    cores, memoryBytes: Math.round(memoryBytes * (cores / all)),
  }));
}

function volumesOf(
  devices: readonly DeviceSlot[], placement: PlacementIr, find: Find,
): readonly GuestVolume[] {
  return devices.flatMap(({ id, slot, isLater }): readonly GuestVolume[] => {
    const volume = find(id);
    if (volume?.kind !== 'volume') return [];
    return [{
      id, sizeBytes: volume.properties.sizeBytes, isBoot: id === placement.volumeIds[0], slot,
      isLater,
    }];
  });
}

function drivesOf(placement: PlacementIr, find: Find): readonly GuestDrive[] {
  return placement.driveIds.flatMap((id): readonly GuestDrive[] => {
    const drive = find(id);
    if (drive?.kind !== 'drive') return [];
    const { capacityBytes, pciDevice } = drive.properties;
    return [{ id, capacityBytes, pciDevice }];
  });
}

/**
 * As it was launched, or at an instant of a run. Null when the world has no such instance, or it
 * stands nowhere.
 */
export function guestSubject(
  world: World, id: string,
  seen: { readonly run: GuestRun; readonly atTicks: number } | null = null,
): GuestSubject | null {
  const find = finder(world);
  const instance = find(id);
  const placement = world.placements.find((each) => each.instance === id);
  if (instance?.kind !== 'instance' || placement === undefined) return null;
  const processor = processorOf(find(placement.cores[0]?.socket ?? null));
  if (processor === null) return null;
  const hypervisor = find(placement.hypervisor);
  const own = instance.properties;
  const { volumeIds, interfaceIds } = placement;
  const interfaces = devicesOf(id, 'interface', interfaceIds, find, seen).length;
  return {
    id, type: instance.type, isMetal: own.metal === 'yes',
    isMac: find(placement.cores[0]?.socket ?? null)?.kind === 'machine',
    isXen: hypervisor?.kind === 'hypervisor' && hypervisor.properties.managementDomain === 'yes',
    hasHypervisor: placement.hypervisor !== null,
    threadsPerCore: own.threadsPerCore,
    packages: packagesOf(placement, instance), processor, memoryBytes: own.memoryBytes,
    network: deviceOf(placement.network, find),
    // Every instance has an interface on each card; those that are not declared have no name.
    interfaces: interfaceIds.length === 0
      ? interfaces + 1 + placement.moreNetworks.length : interfaces,
    volumeDevice: deviceOf(placement.volumes, find),
    volumes: volumesOf(devicesOf(id, 'volume', volumeIds, find, seen), placement, find),
    driveDevice: deviceOf(placement.drives, find), drives: drivesOf(placement, find),
    image: {
      drivers: own.drivers, isEnaSupported: own.enaSupport === 'yes',
      mountsByDevice: own.mountsBy === 'device',
    },
  };
}
