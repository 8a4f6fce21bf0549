/**
 * Whether the image of an instance can meet the devices that its host gives to it. Not which
 * devices those are: that is io-paths.ts. Keeps true: an image that says nothing of its drivers has
 * all of them.
 */
import type { Node } from '../draft.ts';
import type { Served, Way } from '../io-paths.ts';
import type { Model } from '../model.ts';
import { placeFor, word, words } from '../nodes.ts';
import type { Problems } from '../problems.ts';

/** Behind a management domain there is a front half of its split driver, whatever the card is. */
const driverOf = (way: Way, network: boolean): string | null => {
  if (way.exposure === 'domain') return network ? 'netfront' : 'blkfront';
  return way.interface;
};

const checkDriver = (
  instance: Node, way: Way | null, what: string, problems: Problems,
): void => {
  if (way === null) return;
  const driver = driverOf(way, what === 'network');
  const drivers = words(instance, 'drivers');
  const known = ['ena', 'nvme', 'ixgbevf', 'netfront', 'blkfront'];
  if (driver === null || !known.includes(driver) || drivers.includes(driver)) return;
  problems.report('offload/driver-missing', placeFor(instance, 'drivers'), {
    name: instance.id, driver, what, card: way.card,
  });
};

const checkServed = (served: Served, problems: Problems): void => {
  const { placed: { instance }, network, volumePath, drivePath, volumes, drives } = served;
  if (instance.values['drivers'] !== null) {
    checkDriver(instance, network, 'network', problems);
    checkDriver(instance, volumes.length === 0 ? null : volumePath, 'volumes', problems);
    checkDriver(instance, drives.length === 0 ? null : drivePath, 'drives', problems);
  }
  if (word(instance, 'enaSupport') !== 'no' || network === null) return;
  if (driverOf(network, true) !== 'ena') return;
  problems.report('offload/ena-support', placeFor(instance, 'enaSupport'), {
    name: instance.id, card: network.card,
  });
};

export const checkDrivers = (model: Model): void => {
  for (const served of model.served) checkServed(served, model.draft.problems);
};
