/**
 * What counts in a run: `ethtool -S` and nethogs inside an instance, and what the service shows of
 * it from outside. Not the run. Keeps true: every number is one of the results; what a run does not
 * know is left out.
 */
import type { World } from '#ir';
import type { RunResult, StreamResult } from '#results';
import { networkDriver } from './drivers.ts';
import type { GuestRun } from './moment.ts';
import { stateAt } from './moment.ts';
import type { GuestSubject } from './subject.ts';

/** An instance, the world it is in, and a run of it. */
export interface Observed {
  readonly subject: GuestSubject;
  readonly world: World;
  readonly run: GuestRun;
}

const packetsOf = (stream: StreamResult): number => stream.latency?.count ?? stream.completed;

interface Counts {
  readonly packets: number;
  readonly bytes: number;
}

const sumOf = (streams: readonly StreamResult[]): Counts => ({
  packets: streams.reduce((sum, stream) => sum + packetsOf(stream), 0),
  bytes: streams.reduce((sum, stream) => sum + stream.bytes, 0),
});

/** Flows have two ends; requests have one. */
const sent = (run: RunResult, id: string): readonly StreamResult[] =>
  run.streams.filter((stream) => stream.to !== null && stream.from === id);
const received = (run: RunResult, id: string): readonly StreamResult[] =>
  run.streams.filter((stream) => stream.to === id);

/** What allowances whose names begin so held up. */
const heldUp = (run: RunResult, id: string, ...names: readonly string[]): number =>
  run.stations.reduce((sum, station) => sum + (names.some((name) =>
    station.id === `${id}/${name}` || station.id === `${id}/${name}-credit`)
    ? (station.delayed ?? 0) : 0), 0);

/** Of all interfaces together. */
export function ethtoolStatistics({ subject, run: { run } }: Observed): string {
  const driver = networkDriver(subject);
  if (driver === null) return 'no stats available\n';
  const { id } = subject;
  const [out, into] = [sumOf(sent(run, id)), sumOf(received(run, id))];
  const rows: readonly (readonly [string, number])[] = [
    ['tx_packets', out.packets], ['tx_bytes', out.bytes],
    ['rx_packets', into.packets], ['rx_bytes', into.bytes],
    // Only an ENA adapter tells its guest of allowances.
    ...(driver !== 'ena' ? [] : [
      ['bw_in_allowance_exceeded', heldUp(run, id, 'network-in')],
      ['bw_out_allowance_exceeded', heldUp(run, id, 'network-out')],
      ['pps_allowance_exceeded', heldUp(run, id, 'packets-in', 'packets-out')],
      // The driver shows them too; nothing here limits connections or link-local requests.
      ['conntrack_allowance_exceeded', 0], ['linklocal_allowance_exceeded', 0],
    ] as const),
  ];
  return `NIC statistics:\n${rows.map(([name, value]) =>
    `     ${name}: ${String(value)}\n`).join('')}`;
}

const secondsOf = ({ run, results, warmupTicks }: GuestRun): number =>
  ((run.endTicks - warmupTicks) * results.tickPicoseconds) / 1e12;

/** Who uses the bandwidth: a row for each flow, the busiest first. */
export function nethogs({ subject: { id }, run }: Observed): string {
  const seconds = secondsOf(run);
  const rates = new Map<string, { out: number; into: number }>();
  const row = (name: string): { out: number; into: number } => {
    const known = rates.get(name) ?? { out: 0, into: 0 };
    rates.set(name, known);
    return known;
  };
  const rate = (bytes: number): number => seconds > 0 ? bytes / 1000 / seconds : 0;
  for (const stream of sent(run.run, id)) row(stream.id).out += rate(stream.bytes);
  for (const stream of received(run.run, id)) row(stream.id).into += rate(stream.bytes);
  const rows = [...rates].sort(([a, x], [b, y]) =>
    y.out + y.into - (x.out + x.into) || (a < b ? -1 : 1));
  const total = rows.reduce(
    (sum, [, { out, into }]) => ({ out: sum.out + out, into: sum.into + into }),
    { out: 0, into: 0 },
  );
  const line = (name: string, out: string, into: string): string =>
    `${name.padEnd(24)} ${out.padStart(18)} ${into.padStart(18)}\n`;
  const body = [...rows, ['TOTAL', total] as const].map(([name, { out, into }]) =>
    line(name, `${out.toFixed(3)} kB/s`, `${into.toFixed(3)} kB/s`));
  return line('PROGRAM', 'SENT', 'RECEIVED') + body.join('');
}

interface Storage {
  readonly reads: number;
  readonly writes: number;
  readonly bytes: number;
}

/** Requests to volumes, or to local drives. */
function storage({ subject, world, run: { run } }: Observed, isVolume: boolean): Storage {
  const volumes = new Set(subject.volumes.map(({ id }) => id));
  const others = new Set([subject.id, ...subject.drives.map(({ id }) => id)]);
  const kinds = new Map(world.elements.map(({ id, kind }) => [id, kind] as const));
  const wanted = isVolume ? volumes : others;
  let [reads, writes, bytes] = [0, 0, 0];
  for (const stream of run.streams) {
    if (stream.to !== null || kinds.get(stream.workload) !== 'io') continue;
    if (!wanted.has(stream.from ?? '')) continue;
    bytes += stream.bytes;
    for (const { name, count } of stream.ways) {
      if (name === 'read') reads += count;
      else writes += count;
    }
  }
  return { reads, writes, bytes };
}

/** The instance as the service shows it, which looks at cards and never into the guest. */
export function cloudWatch(observed: Observed): string {
  const { subject, run } = observed;
  const { id } = subject;
  const processor = run.run.processors.find((one) => one.id === id);
  const [out, into] = [sumOf(sent(run.run, id)), sumOf(received(run.run, id))];
  const [ebs, disk] = [storage(observed, true), storage(observed, false)];
  const failed = stateAt(run.run, id, run.run.endTicks) === 'failed';
  const block = (prefix: string, { reads, writes, bytes }: Storage) => [
    [`${prefix}ReadOps`, String(reads), 'Count'], [`${prefix}WriteOps`, String(writes), 'Count'],
    [`${prefix}Bytes`, String(bytes), 'Bytes'],
  ] as const;
  const rows: readonly (readonly [string, string, string])[] = [
    ...(processor === undefined ? []
      : [['CPUUtilization', (processor.busy * 100).toFixed(1), 'Percent'] as const]),
    ['NetworkIn', String(into.bytes), 'Bytes'], ['NetworkOut', String(out.bytes), 'Bytes'],
    ['NetworkPacketsIn', String(into.packets), 'Count'],
    ['NetworkPacketsOut', String(out.packets), 'Count'],
    ...(subject.volumes.length === 0 ? [] : block('EBS', ebs)),
    ...(subject.drives.length === 0 ? [] : block('Disk', disk)),
    ['StatusCheckFailed', failed ? '1' : '0', 'Count'],
  ];
  const line = ([name, value, unit]: readonly [string, string, string]): string =>
    `${name.padEnd(20)} ${value.padStart(16)} ${unit}\n`;
  const seconds = secondsOf(run);
  return `Period ${String(Math.round(seconds * 1000) / 1000)} s\n${rows.map(line).join('')}`;
}
