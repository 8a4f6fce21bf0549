/**
 * What a run says when somebody has spent what he had saved up for bursts. Not the counting.
 */
import type { Budget } from './limits.ts';

const mebibyte = 1_048_576;

/** Three digits are enough to read. */
const written = (value: number): string => String(Number(value.toPrecision(3)));

const operations = (perSecond: number): string => `${written(perSecond)} operations a second`;
const rate = (bytesPerSecond: number): string => `${written(bytesPerSecond / mebibyte)} MiB/s`;

export function spentMessage(of: {
  readonly id: string; readonly kind: 'volume' | 'instance'; readonly budget: Budget;
  readonly of: 'operations' | 'bytes';
}): string {
  const { id, kind, budget } = of;
  const print = of.of === 'operations' ? operations : rate;
  const whose = kind === 'volume' ? id : `${id}, for all its volumes,`;
  return `${whose} has spent what it had saved up for bursts: it passes ${print(budget.perSecond)} `
    + `from here on, and no longer ${print(budget.peakPerSecond)}.`;
}
