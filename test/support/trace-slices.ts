/** A law of traces: slices of one track lie beside or within each other, as Perfetto draws them. */

export interface TraceEvent {
  readonly ph: string;
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts?: number;
  readonly dur?: number;
  readonly args?: { readonly [key: string]: string | number | boolean };
}

export const eventsOf = (text: string): readonly TraceEvent[] =>
  (JSON.parse(text) as { traceEvents: TraceEvent[] }).traceEvents;

const nanoseconds = (microseconds = 0): number => Math.round(microseconds * 1000);

interface Slice {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

const sliceOf = ({ name, ts, dur }: TraceEvent): Slice =>
  ({ name, from: nanoseconds(ts), to: nanoseconds(ts) + nanoseconds(dur) });

/** How many tracks have slices, and which slices break the law. */
export function brokenSlices(text: string): {
  readonly tracks: number; readonly broken: readonly string[];
} {
  const tracks = new Map<string, Slice[]>();
  for (const event of eventsOf(text)) {
    if (event.ph !== 'X') continue;
    const key = `${event.pid}/${event.tid}`;
    tracks.set(key, [...(tracks.get(key) ?? []), sliceOf(event)]);
  }
  const broken = [...tracks].flatMap(([track, slices]) => {
    const open: number[] = [];
    return slices.sort((a, b) => a.from - b.from || b.to - a.to).flatMap(({ name, from, to }) => {
      while (open.length > 0 && (open.at(-1) ?? 0) <= from) open.pop();
      const isBroken = to < from || to > (open.at(-1) ?? Infinity);
      open.push(to);
      return isBroken ? [`${track} ${name} ${from}..${to}`] : [];
    });
  });
  return { tracks: tracks.size, broken };
}
