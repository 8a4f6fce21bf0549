/**
 * Queues in a row told in the plainest way: lines are arrays, each server starts and ends each
 * service by an event of its own, and the next event is searched for. An independent second
 * opinion on the network of stations, without its shortcut of knowing departures beforehand.
 */

export interface SlowStation {
  readonly servers: number;
  /** Those in service included. */
  readonly capacity: number;
  readonly propagationTicks: number;
}

export interface SlowCustomer {
  readonly arrivesAt: number;
  /** By station. */
  readonly serviceTicks: readonly number[];
}

export interface SlowFate {
  /** When it left the last station, or was turned away. */
  endedAt: number;
  /** The station that turned it away, or −1. */
  lostAt: number;
  /** By station that was passed: time there, and of that in line. */
  readonly spent: number[];
  readonly waited: number[];
}

interface Happening {
  readonly at: number;
  readonly act: (at: number) => void;
}

/** Takes every customer through all stations in turn. No two happenings may fall together. */
export function slowQueues(
  stations: readonly SlowStation[],
  customers: readonly SlowCustomer[],
): readonly SlowFate[] {
  const agenda: Happening[] = [];
  const lines: { customer: number; since: number }[][] = stations.map(() => []);
  const busy = stations.map(() => 0);
  const present = stations.map(() => 0);
  const fates = customers.map((): SlowFate => ({
    endedAt: -1, lostAt: -1, spent: [], waited: [],
  }));

  const start = (k: number, customer: number, since: number, now: number): void => {
    busy[k] = (busy[k] ?? 0) + 1;
    fates[customer]?.waited.push(now - since);
    const took = customers[customer]?.serviceTicks[k] ?? 0;
    agenda.push({ at: now + took, act: (at) => { end(k, customer, since, at); } });
  };
  const end = (k: number, customer: number, since: number, now: number): void => {
    busy[k] = (busy[k] ?? 0) - 1;
    const next = lines[k]?.shift();
    if (next) start(k, next.customer, next.since, now);
    const leave = (at: number): void => {
      present[k] = (present[k] ?? 0) - 1;
      fates[customer]?.spent.push(at - since);
      come(k + 1, customer, at);
    };
    const propagation = stations[k]?.propagationTicks ?? 0;
    if (propagation === 0) leave(now);
    else agenda.push({ at: now + propagation, act: leave });
  };
  const come = (k: number, customer: number, now: number): void => {
    const fate = fates[customer];
    const station = stations[k];
    if (!fate) return;
    fate.endedAt = now;
    if (!station) return;
    if ((present[k] ?? 0) >= station.capacity) {
      fate.lostAt = k;
      return;
    }
    present[k] = (present[k] ?? 0) + 1;
    if ((busy[k] ?? 0) < station.servers) start(k, customer, now, now);
    else lines[k]?.push({ customer, since: now });
  };

  customers.forEach(({ arrivesAt }, customer) => {
    agenda.push({ at: arrivesAt, act: (at) => { come(0, customer, at); } });
  });
  while (agenda.length > 0) {
    let first = 0;
    agenda.forEach(({ at }, i) => {
      if (at < (agenda[first]?.at ?? Infinity)) first = i;
    });
    const [happening] = agenda.splice(first, 1);
    happening?.act(happening.at);
  }
  return fates;
}
