/**
 * `lstopo --of ascii --rect --no-legend` inside an instance: packages, memory, caches, cores and
 * processing units as nested boxes, in the format of hwloc. Not its rectangles: cores without
 * caches stand in one row here, and more than two threads in one column. Keeps true: for alike
 * packages whose cores have caches and one or two threads, the bytes are those that hwloc 2 draws
 * from its synthetic description.
 */
import type { GuestSubject } from './subject.ts';

/** A rectangle of text; all lines have the same length. */
type Block = readonly string[];

const widthOf = (block: Block): number => block[0]?.length ?? 0;

const GAP = 2;

/** More children than this are drawn as the first two, a mark, and the last. */
const CHILDREN_MAX = 4;
const FOLDED = '├┤  ├┤  ├┤';

const padded = (line: string, width: number): string => line.padEnd(width);

function beside(blocks: readonly Block[]): Block {
  const height = Math.max(...blocks.map((block) => block.length));
  return Array.from({ length: height }, (_, row) =>
    blocks.map((block) => block[row] ?? ' '.repeat(widthOf(block))).join(' '.repeat(GAP)));
}

function below(blocks: readonly Block[], gap: number): Block {
  const width = Math.max(...blocks.map((block) => widthOf(block)));
  return blocks.flatMap((block, index) => [
    ...(index === 0 ? [] : Array.from({ length: gap }, () => ' '.repeat(width))),
    ...block.map((line) => padded(line, width)),
  ]);
}

/** A frame around lines, at least as wide as asked for. */
function box(lines: readonly string[], width = 0): Block {
  const inner = Math.max(width - 4, ...lines.map((line) => line.length));
  return [
    `┌${'─'.repeat(inner + 2)}┐`,
    ...lines.map((line) => `│ ${padded(line, inner)} │`),
    `└${'─'.repeat(inner + 2)}┘`,
  ];
}

const centred = (text: string, width: number): string => {
  const left = Math.floor((width - text.length) / 2);
  return `${' '.repeat(left)}${text}`.padEnd(width);
};

/** As hwloc prints sizes: the unit changes at ten of the next one. */
function memoryText(bytes: number): string {
  const units = ['KB', 'MB', 'GB', 'TB'];
  let size = 1024;
  let index = 0;
  while (index < units.length - 1 && bytes >= size * 1024 * 10) {
    size *= 1024;
    index++;
  }
  return `${Math.floor(bytes / size + 0.5)}${units[index] ?? ''}`;
}

/** Names of one kind are as wide as the last of them. */
interface Widths {
  readonly core: number;
  readonly unit: number;
}

function unitBlock(index: number, widths: Widths): Block {
  const width = 'PU L#'.length + widths.unit;
  return box([centred(`PU L#${index}`, width), '', centred(`P#${index}`, width)]);
}

function coreBlock(index: number, threads: number, widths: Widths): Block {
  const units = Array.from({ length: threads }, (_, t) => unitBlock(index * threads + t, widths));
  const width = 'Core L#'.length + widths.core + 4;
  return box([`Core L#${index}`, '', ...below(units, 0)], width);
}

/** Caches stand above what they serve, as wide as it. */
function underCaches(names: readonly string[], served: Block): Block {
  return names.toReversed().reduce<Block>((block, name) => {
    const cache = box([name], widthOf(block));
    return below([cache, block], 1);
  }, served);
}

/** All children, or the first two, how many there are, and the last. */
function row(children: readonly Block[]): Block {
  const [first, second] = children;
  const last = children.at(-1);
  if (children.length <= CHILDREN_MAX || first === undefined || second === undefined) {
    return beside(children);
  }
  const total = `${children.length}x total`;
  const width = Math.max(FOLDED.length, total.length);
  const mark = ['', FOLDED, '', total].map((line) => centred(line, width));
  return beside([first, second, mark, last ?? first]);
}

/** Packages stand two in a row where hwloc's rectangles would have them so: up to four. */
function packagesBlock(packages: readonly Block[]): Block {
  if (packages.length < 3 || packages.length > CHILDREN_MAX) return row(packages);
  return below([beside(packages.slice(0, 2)), beside(packages.slice(2))], 1);
}

const cachesOf = (subject: GuestSubject): readonly string[] => {
  const { level2Bytes, level1DataBytes, level1InstructionBytes } = subject.processor;
  return [
    ...(level2Bytes === null ? [] : [`L2 (${memoryText(level2Bytes)})`]),
    ...(level1DataBytes === null ? [] : [`L1d (${memoryText(level1DataBytes)})`]),
    ...(level1InstructionBytes === null ? [] : [`L1i (${memoryText(level1InstructionBytes)})`]),
  ];
};

function packageBlock(
  subject: GuestSubject, index: number, firstCore: number, widths: Widths,
): Block {
  const own = subject.packages[index] ?? { cores: 0, memoryBytes: 0 };
  const cores = row(Array.from({ length: own.cores }, (_, c) =>
    underCaches(cachesOf(subject), coreBlock(firstCore + c, subject.threadsPerCore, widths))));
  const level3 = subject.processor.level3Bytes;
  const node = `NUMANode L#${index} P#${index} (${memoryText(own.memoryBytes)})`;
  const shared = level3 === null ? [] : [`L3 (${memoryText(level3)})`];
  return box([`Package L#${index}`, '', ...underCaches([node], underCaches(shared, cores))]);
}

const digits = (count: number): number => String(Math.max(0, count - 1)).length;

export function lstopo(subject: GuestSubject): string {
  const cores = subject.packages.reduce((sum, each) => sum + each.cores, 0);
  const widths = { core: digits(cores), unit: digits(cores * subject.threadsPerCore) };
  let firstCore = 0;
  const packages = subject.packages.map((each, index) => {
    const block = packageBlock(subject, index, firstCore, widths);
    firstCore += each.cores;
    return block;
  });
  const machine = box([
    `Machine (${memoryText(subject.memoryBytes)} total)`, '', ...packagesBlock(packages),
  ]);
  return `${machine.join('\n')}\n`;
}

/** The same topology in the words of hwloc's synthetic input. */
export function syntheticTopology(subject: GuestSubject): string {
  const { level3Bytes, level2Bytes, level1DataBytes, level1InstructionBytes } = subject.processor;
  const own = subject.packages[0] ?? { cores: 0, memoryBytes: 0 };
  const outer = level3Bytes === null ? [] : [`l3:1(size=${level3Bytes})`];
  const inner = [
    ...(level2Bytes === null ? [] : [`l2:COUNT(size=${level2Bytes})`]),
    ...(level1DataBytes === null ? [] : [`l1d:COUNT(size=${level1DataBytes})`]),
    ...(level1InstructionBytes === null ? [] : [`l1i:COUNT(size=${level1InstructionBytes})`]),
    'core:COUNT',
  ].map((word, index) => word.replace('COUNT', index === 0 ? String(own.cores) : '1'));
  return [
    `pack:${subject.packages.length}`, `[numa(memory=${own.memoryBytes})]`, ...outer, ...inner,
    `pu:${subject.threadsPerCore}`,
  ].join(' ');
}
