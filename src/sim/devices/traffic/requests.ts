/**
 * The next request of a load: what it does, how many bytes, and where. Not when it comes.
 * Keeps true: dice of each purpose are a stream of their own, so that a mix of blocks moves no
 * address and no share of reads; nothing is allocated for a request.
 */
import type { Chance, Stream } from '#base';
import type { ElementIr, Part } from '#ir';
import { StorageOperation, type StorageOperationCode } from '../storage-port.ts';
import { Addresses } from './addresses.ts';

type Properties = ElementIr<'io'>['properties'];

const { read, write, trim } = StorageOperation;
export const shareErrorMax = 1e-9;

/** So many bytes of a device, or such a share of it. */
const partBytes = (part: Part, deviceBytes: number): number =>
  part.unit === 'bytes' ? part.amount : Math.floor(part.amount * deviceBytes);

/** The part of a device that a load touches. */
export function touched({ offset, span }: Properties, deviceBytes: number): {
  readonly fromBytes: number; readonly spanBytes: number;
} {
  const fromBytes = partBytes(offset, deviceBytes);
  const left = deviceBytes - fromBytes;
  const spanBytes = span === null ? left : Math.min(left, partBytes(span, deviceBytes));
  return { fromBytes, spanBytes };
}

export interface RequestOptions {
  readonly properties: Properties;
  /** Of the devices that requests go to, by end. */
  readonly deviceBytes: readonly number[];
  readonly chance: Chance;
  /** What dice are named after. */
  readonly name: string;
}

/** The sizes of a mix, each with the share of it and all before it. */
interface Blocks {
  readonly bytes: readonly number[];
  readonly upTo: readonly number[];
}

export function blocksOf({ blockBytes: { shape, parameters } }: Properties): Blocks {
  if (shape !== 'mix') return { bytes: [parameters[0] ?? 0], upTo: [1] };
  const bytes = parameters.filter((_, i) => i % 2 === 0);
  let sum = 0;
  const upTo = parameters.filter((_, i) => i % 2 === 1).map((share) => (sum += share));
  return { bytes, upTo };
}

export class Requests {
  operation: StorageOperationCode = read;
  bytes = 0;
  address = 0;
  private readonly properties: Properties;
  private readonly blocks: Blocks;
  private readonly mix: Stream;
  private readonly sizes: Stream;
  /** By end, then by operation. */
  private readonly addresses: Addresses[] = [];

  constructor({ properties, deviceBytes, chance, name }: RequestOptions) {
    this.properties = properties;
    this.blocks = blocksOf(properties);
    this.mix = chance.stream(`${name}/read`);
    this.sizes = chance.stream(`${name}/block`);
    const dice = chance.stream(`${name}/address`);
    const { order, writeOrder, skew, jobs } = properties;
    for (const device of deviceBytes) {
      const { fromBytes, spanBytes } = touched(properties, device);
      const gridBytes = Math.min(...this.blocks.bytes);
      const plain = { skew, fromBytes, spanBytes, gridBytes, jobs, dice };
      this.addresses.push(new Addresses({ ...plain, order }));
      const changing = { ...plain, order: writeOrder ?? order };
      this.addresses.push(new Addresses(changing), new Addresses(changing));
    }
  }

  /** Sequences begin anew. */
  rewind(): void {
    for (const one of this.addresses) one.rewind();
  }

  /** Draws the next request of a job to an end, into the fields above. */
  draw(end: number, job: number): void {
    const { read: reads, trim: trims } = this.properties;
    this.operation = reads === 1 ? read : this.drawOperation(reads, trims);
    const { bytes, upTo } = this.blocks;
    let size = 0;
    if (bytes.length > 1) {
      const at = this.sizes.uniform();
      while (size < bytes.length - 1 && at >= (upTo[size] as number)) size++;
    }
    this.bytes = bytes[size] as number;
    this.address = this.addresses[3 * end + this.operation]!.next(this.bytes, job);
  }

  private drawOperation(reads: number, trims: number): StorageOperationCode {
    if (reads === 0 && trims === 0) return write;
    const at = this.mix.uniform();
    if (at < reads) return read;
    // Shares are decimals, whose sum is off by a rounding.
    return at < reads + trims || reads + trims > 1 - shareErrorMax ? trim : write;
  }
}
