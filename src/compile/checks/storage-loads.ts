/**
 * Whether the properties of a storage load fit each other, and the devices that it goes to. Not
 * each by itself: its row in the kinds table says what it may be.
 */
import type { Distribution, Part } from '#ir';
import { printQuantity } from '#kinds';
import type { Fix } from '#diagnostics';
import type { Node } from '../draft.ts';
import type { Model } from '../model.ts';
import { number, numberOrNull, oncePerValues, placeFor, word } from '../nodes.ts';
import type { Problems } from '../problems.ts';
import type { StreamDraft } from '../streams.ts';
import { changeable, checkEffects, type Effect } from './effects.ts';

const SECTOR_BYTES = 512;
const DIGITS = 12;

const bytesText = (bytes: number): string => printQuantity(bytes, 'size', 6);

const blocksOf = (io: Node): readonly number[] => {
  const block = io.values['blockBytes'] as Distribution | undefined;
  return block === undefined ? []
    : block.parameters.filter((_, i) => block.shape !== 'mix' || i % 2 === 0);
};

/** A bound that was rounded for the eye would lie outside itself. */
const bytesExact = (bytes: number): string => printQuantity(bytes, 'size', 15);

const change = (io: Node, property: string, text: string): readonly Fix[] => {
  const source = changeable(io, property);
  return source === null ? []
    : [{ title: `Change to '${text}'`, edits: [{ at: source.valueAt, action: 'replace', text }] }];
};

const checkShares = (io: Node, problems: Problems): void => {
  const [read, trim] = [number(io, 'read'), number(io, 'trim')];
  if (read + trim <= 1 + 1e-9) return;
  const print = (share: number): string => printQuantity(share, 'ratio', DIGITS);
  const [at, fixes] = changeable(io, 'read') === null
    ? ['trim', [{
      title: `Add 'read = ${print(1 - trim)}'`,
      edits: [{
        at: io.blueprint.declaration.pointer, action: 'inside' as const,
        text: `read = ${print(1 - trim)}`,
      }],
    }]] as const : ['read', change(io, 'read', print(1 - trim))] as const;
  problems.report('io/shares', placeFor(io, at), { io: io.id, read: print(read), trim: print(trim) }, {
    fixes,
  });
};

const checkSectors = (io: Node, problems: Problems): void => {
  const blocks = blocksOf(io);
  const odd = blocks.find((bytes) => bytes % SECTOR_BYTES !== 0);
  if (odd === undefined) return;
  const near = printQuantity(Math.round(odd / SECTOR_BYTES) * SECTOR_BYTES, 'size', DIGITS);
  problems.report('io/block-sectors', placeFor(io, 'block'), { io: io.id, block: bytesText(odd) }, {
    fixes: blocks.length === 1 ? change(io, 'block', near) : [],
  });
};

const traced = (io: Node): boolean => io.values['trace'] != null;
const open = (io: Node): boolean => io.values['rate'] != null;
const onlyReads = (io: Node): boolean => number(io, 'read') === 1;

const saidByTrace = (property: string): Effect => ({
  property, with: ['trace'], because: (io) => (traced(io) ? 'its trace says it' : null),
});

const EFFECTS: readonly Effect[] = [
  ...[
    'block', 'depth', 'jobs', 'read', 'trim', 'order', 'writeOrder', 'skew', 'rate', 'arrivals',
    'burst', 'ramp',
  ].map(saidByTrace),
  {
    property: 'speed', with: ['trace'],
    because: (io) => (traced(io) ? null : 'it has no trace'),
  },
  {
    property: 'skew', with: ['order', 'writeOrder', 'read'],
    because: (io) => {
      const reads = number(io, 'read') > 0 && word(io, 'order') === 'zipf';
      const writes = !onlyReads(io) && (word(io, 'writeOrder') ?? word(io, 'order')) === 'zipf';
      return reads || writes ? null : 'no order of its requests is zipf';
    },
  },
  {
    property: 'writeOrder', with: ['read'],
    because: (io) => (onlyReads(io) ? 'it only reads' : null),
  },
  {
    property: 'depth', with: ['rate'],
    because: (io) => (open(io) ? 'with a rate nobody waits for a request to end' : null),
  },
  {
    property: 'arrivals', with: ['rate'],
    because: (io) => (open(io) ? null : 'without a rate each request follows the end of another'),
  },
  {
    property: 'burst', with: ['rate', 'arrivals'],
    because: (io) => (open(io) && word(io, 'arrivals') === 'bursts' ? null
      : 'its requests do not come in bursts'),
  },
];

interface Device {
  readonly id: string;
  readonly bytes: number;
}

/** Where the requests of a stream end: of several drives of an instance the smallest. */
const deviceOf = (
  { from }: StreamDraft, drivesOf: ReadonlyMap<Node, readonly Node[]>,
): Device | null => {
  if (from === null) return null;
  const ends = from.kind === 'instance' ? (drivesOf.get(from) ?? []) : [from];
  let least: Device | null = null;
  for (const end of ends) {
    const bytes = numberOrNull(end, end.kind === 'volume' ? 'sizeBytes' : 'capacityBytes');
    if (bytes !== null && (least === null || bytes < least.bytes)) least = { id: end.id, bytes };
  }
  return least;
};

const resolved = (part: Part, whole: number): number =>
  part.unit === 'bytes' ? part.amount : Math.floor(part.amount * whole);

const checkSpan = (io: Node, device: Device, problems: Problems): void => {
  const offset = resolved(io.values['offset'] as Part, device.bytes);
  const span = io.values['span'] as Part | null;
  const left = device.bytes - offset;
  const room = span === null ? left : resolved(span, device.bytes);
  // Shares are decimals: two of them that make the whole may be a byte more.
  if (offset > device.bytes || room > left + 1) {
    problems.report('io/span-beyond', placeFor(io, span === null ? 'offset' : 'span'), {
      io: io.id, span: bytesText(Math.max(0, room)), offset: bytesText(offset), device: device.id,
      size: bytesText(device.bytes),
    }, { fixes: left <= 0 || span === null ? [] : change(io, 'span', bytesExact(left)) });
    return;
  }
  if (traced(io)) return;
  const largest = Math.max(0, ...blocksOf(io));
  if (largest <= room) return;
  problems.report('io/block-beyond', placeFor(io, 'block'), {
    io: io.id, block: bytesText(largest), device: device.id, room: bytesText(room),
  });
};

export const checkStorageLoads = (model: Model): void => {
  const { problems, nodes } = model.draft;
  const loads = oncePerValues(nodes.filter((n) => n.kind === 'io'));
  for (const io of loads) {
    checkShares(io, problems);
    checkSectors(io, problems);
    checkEffects(io, EFFECTS, (at, facts, more) => {
      problems.report('io/no-effect', at, { io: io.id, ...facts }, more);
    });
  }
  const drivesOf = new Map(model.served.map((s) => [s.placed.instance, s.drives]));
  for (const stream of model.streams) {
    if (stream.workload.kind !== 'io') continue;
    const device = deviceOf(stream, drivesOf);
    if (device !== null) checkSpan(stream.workload, device, problems);
  }
};
