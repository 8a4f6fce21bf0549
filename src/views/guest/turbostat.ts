/**
 * `turbostat` inside an instance: the clock that its processors really run at, beside the base
 * clock that lscpu shows. Keeps true: the base and the highest clock are those of the socket; how
 * busy it was comes from a run, and without one it was idle. Where the highest clock is not known,
 * what follows from it is left out.
 */
import type { RunResult } from '#results';
import type { GuestSubject } from './subject.ts';

const mhz = (hertz: number): string => String(Math.round(hertz / 1e6));

export function turbostat(subject: GuestSubject, run: RunResult | null): string {
  const { architecture, clockHertz, turboHertz } = subject.processor;
  if (architecture !== 'x86') return 'turbostat: this processor has no counters that it reads\n';
  if (clockHertz === null) return 'turbostat: the base clock is not known\n';
  const busy = run?.processors.find(({ id }) => id === subject.id)?.busy ?? 0;
  const columns: readonly (readonly [string, string])[] = [
    ['Core', '-'], ['CPU', '-'],
    ...(turboHertz === null ? [] : [['Avg_MHz', mhz(busy * turboHertz)] as const]),
    ['Busy%', (busy * 100).toFixed(2)],
    ...(turboHertz === null ? [] : [['Bzy_MHz', mhz(turboHertz)] as const]),
    ['TSC_MHz', mhz(clockHertz)],
  ];
  return [0, 1].map((row) => `${columns.map((column) => column[row] ?? '').join('\t')}\n`).join('');
}
