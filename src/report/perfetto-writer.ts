/**
 * Events of a trace in the JSON that Perfetto and Chrome's tracing read: slices, instants and
 * counters on named tracks. Not what they tell.
 * Keeps true: times are whole nanoseconds, both ends of a slice rounded alike, so that slices that
 * touch still touch and those within others still are; equal input gives equal bytes.
 *
 * After the Trace Event Format: `ts` and `dur` in microseconds, `ph` X, i, C and M; a process is a
 * group of tracks, and a thread is a track.
 */

/** Shown beside an event. */
export type TraceArguments = { readonly [name: string]: string | number | boolean };

export interface Track {
  slice(name: string, fromTicks: number, toTicks: number, about?: TraceArguments): void;
  instant(name: string, atTicks: number, about?: TraceArguments): void;
}

const nanosecondsPerMicrosecond = 1000;

export class TraceWriter {
  /** Of the times that are written next. */
  tickPicoseconds = 1;
  private readonly lines: string[] = [];
  private readonly groups = new Map<string, { readonly pid: number; tracks: number }>();

  /** A new track of a group, which is made when it is first named. */
  track(group: string, name: string): Track {
    const known = this.groupOf(group);
    const { pid } = known;
    const tid = ++known.tracks;
    this.name('thread_name', { name }, pid, tid);
    this.name('thread_sort_index', { sort_index: tid }, pid, tid);
    return {
      slice: (label, fromTicks, toTicks, about) => {
        const from = this.nanoseconds(fromTicks);
        const dur = (this.nanoseconds(toTicks) - from) / nanosecondsPerMicrosecond;
        this.put({
          ph: 'X', name: label, pid, tid, ts: from / nanosecondsPerMicrosecond, dur,
          ...(about === undefined ? {} : { args: about }),
        });
      },
      instant: (label, atTicks, about) => {
        this.put({
          ph: 'i', name: label, pid, tid, ts: this.microseconds(atTicks), s: 't',
          ...(about === undefined ? {} : { args: about }),
        });
      },
    };
  }

  /** A value from then on. */
  count(group: string, name: string, atTicks: number, value: TraceArguments): void {
    const { pid } = this.groupOf(group);
    this.put({ ph: 'C', name, pid, tid: 0, ts: this.microseconds(atTicks), args: value });
  }

  text(): string {
    return `{"displayTimeUnit":"ns","traceEvents":[\n${this.lines.join(',\n')}\n]}\n`;
  }

  private groupOf(name: string): { readonly pid: number; tracks: number } {
    const known = this.groups.get(name);
    if (known !== undefined) return known;
    const made = { pid: this.groups.size + 1, tracks: 0 };
    this.groups.set(name, made);
    this.name('process_name', { name }, made.pid, 0);
    this.name('process_sort_index', { sort_index: made.pid }, made.pid, 0);
    return made;
  }

  private name(what: string, args: TraceArguments, pid: number, tid: number): void {
    this.put({ ph: 'M', name: what, pid, tid, args });
  }

  private nanoseconds(ticks: number): number {
    return Math.round((ticks * this.tickPicoseconds) / 1000);
  }

  private microseconds(ticks: number): number {
    return this.nanoseconds(ticks) / nanosecondsPerMicrosecond;
  }

  private put(event: object): void {
    this.lines.push(JSON.stringify(event));
  }
}
