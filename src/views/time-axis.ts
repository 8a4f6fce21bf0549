/**
 * Time as words and as an axis. Not a clock: times come in as ticks of a model. Keeps true: labels
 * of one axis have one unit and so many digits that neighbours differ.
 */

const picosecondsPerSecond = 1e12;
const units = [
  { name: 'h', seconds: 3600 }, { name: 'min', seconds: 60 }, { name: 's', seconds: 1 },
  { name: 'ms', seconds: 1e-3 }, { name: 'µs', seconds: 1e-6 }, { name: 'ns', seconds: 1e-9 },
] as const;

export const secondsOf = (ticks: number, tickPicoseconds: number): number =>
  (ticks * tickPicoseconds) / picosecondsPerSecond;

const digits = (value: number, count: number): string =>
  value.toFixed(count).replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');

/** Three digits that matter: `1.31 ms`, `40.2 s`, `6 min`. */
export function formatSeconds(seconds: number): string {
  if (seconds === 0) return '0 s';
  const size = Math.abs(seconds);
  // Minutes read well from two on; below, seconds do.
  const unit = units.find((each) => size >= each.seconds * (each.seconds >= 60 ? 2 : 1))
    ?? units[units.length - 1];
  const value = seconds / (unit?.seconds ?? 1);
  const fraction = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return `${digits(value, fraction)} ${unit?.name ?? 's'}`;
}

export interface AxisMark {
  readonly seconds: number;
  readonly text: string;
}

/** Round times from zero to the end, at most `countMax` steps apart. */
export function axisMarks(endSeconds: number, countMax: number): AxisMark[] {
  if (!(endSeconds > 0)) return [{ seconds: 0, text: '0 s' }];
  const unit = units.find((each) => endSeconds >= each.seconds * (each.seconds >= 60 ? 2 : 1))
    ?? { name: 'ns', seconds: 1e-9 };
  const end = endSeconds / unit.seconds;
  const step = roundStep(end / Math.max(1, countMax));
  const fraction = step >= 1 ? 0 : step >= 0.1 ? 1 : 2;
  const marks: AxisMark[] = [];
  for (let i = 0; i * step <= end * (1 + 1e-9); i++) {
    const value = i * step;
    marks.push({ seconds: value * unit.seconds, text: `${digits(value, fraction)} ${unit.name}` });
  }
  return marks;
}

/** 1, 2 or 5 times a power of ten, not below what is asked. */
export function roundStep(least: number): number {
  let power = 1;
  while (power > least) power /= 10;
  while (power * 10 <= least) power *= 10;
  const factor = [1, 2, 5, 10].find((each) => each * power >= least * (1 - 1e-9)) ?? 10;
  return factor * power;
}
