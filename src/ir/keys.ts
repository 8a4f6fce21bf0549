/**
 * The name a property has in the IR: with its unit, last. Keeps true: the same rule as the type
 * KeyOf, which the type checker follows.
 */
import type { Dimension, ValueKind } from '#kinds';

export const IR_SUFFIX: { readonly [D in Dimension]: string } = {
  time: 'Ticks',
  size: 'Bytes',
  rate: 'BitsPerSecond',
  operations: '',
  packets: '',
  frequency: 'Hertz',
  ratio: '',
  count: '',
};

export const irKey = (property: string, value: ValueKind): string =>
  value.is === 'quantity' || value.is === 'distribution'
    ? `${property}${IR_SUFFIX[value.dimension]}`
    : property;
