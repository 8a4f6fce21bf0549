/**
 * Words for rows of the kinds table and for values, as people read them. Shared by completion,
 * hover and inlay hints, so that all say the same.
 */
import { DIMENSION_WORDS, printQuantity, type Dimension, type PropertyRow, type ValueKind } from '#kinds';

const kindText = (value: ValueKind): string => {
  switch (value.is) {
    case 'quantity': return DIMENSION_WORDS[value.dimension];
    case 'distribution': {
      const shapes = value.shapes?.join(' or ') ?? 'distribution';
      return `${DIMENSION_WORDS[value.dimension]} or a ${shapes}`;
    }
    case 'part': return 'a size or a share';
    case 'word': return value.words.join(' | ');
    case 'words': return `list of ${value.words.join(' | ')}`;
    case 'type': return `${value.kinds.join(' or ')} type`;
    case 'file': return 'file';
    default: return 'text';
  }
};

/** `a size, default 8 KiB (assumed)`. */
export const valueText = (row: PropertyRow): string => {
  const fallback = row.fallback === null ? '' : `, default ${row.fallback}`;
  const assumed = row.assumed && row.fallback !== null ? ' (assumed)' : '';
  const required = row.required ? ', required' : '';
  const unless = row.requiredUnless === null ? '' : `, required without ${row.requiredUnless}`;
  return `${kindText(row.value)}${fallback}${assumed}${required}${unless}`;
};

/** `64 B to 64 KiB`, or nothing. */
export const rangeText = (row: PropertyRow): string => {
  if (row.minimum !== null && row.maximum !== null) return `${row.minimum} to ${row.maximum}`;
  if (row.minimum !== null) return `at least ${row.minimum}`;
  return row.maximum === null ? '' : `at most ${row.maximum}`;
};

const BITS_PER_BYTE = 8;
const PREFIXES = ['B/s', 'kB/s', 'MB/s', 'GB/s', 'TB/s'];

/** A rate the other way round: bytes a second. */
const bytesPerSecond = (bits: number): string => {
  let value = bits / BITS_PER_BYTE;
  let prefix = 0;
  while (value >= 1000 && prefix < PREFIXES.length - 1) {
    value /= 1000;
    prefix++;
  }
  return `${Number(value.toPrecision(4))} ${PREFIXES[prefix] ?? ''}`;
};

/** A value in base units, in units that people use: `100 Gbps = 12.5 GB/s`. */
export const usefulText = (value: number, dimension: Dimension): string => {
  const text = printQuantity(value, dimension);
  if (dimension === 'rate' && value > 0) return `${text} = ${bytesPerSecond(value)}`;
  if (dimension === 'size' && value >= 1e9) {
    const decimal = `${Number((value / 1e9).toPrecision(4))} GB`;
    return decimal === text ? text : `${text} = ${decimal}`;
  }
  return text;
};
