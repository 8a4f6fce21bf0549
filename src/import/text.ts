/**
 * Writes names, strings, quantities and blocks in the language's own form.
 * Not the formatter, which reads text. Keeps true: a number is written exactly, never rounded, and
 * what is written reads back as the same words.
 */

/** `12500000` with 6 places as `12.5`: exact, as the digits are only moved. */
const decimal = (whole: number, places: number): string => {
  const digits = String(whole).padStart(places + 1, '0');
  const cut = digits.length - places;
  const fraction = digits.slice(cut).replace(/0+$/u, '');
  return fraction === '' ? digits.slice(0, cut) : `${digits.slice(0, cut)}.${fraction}`;
};

/** Kilobits a second, a whole number, as `12.5 Gbps` or `650 Mbps`. */
export const rateText = (kilobits: number): string =>
  kilobits >= 1_000_000 ? `${decimal(kilobits, 6)} Gbps` : `${decimal(kilobits, 3)} Mbps`;

/** Operations a second as `80 Kiops`, or `1234 iops` where thousands would hide digits. */
export const operationsText = (operations: number): string =>
  operations >= 10_000 && operations % 100 === 0
    ? `${decimal(operations, 3)} Kiops`
    : `${operations} iops`;

/** Mebibytes as `16 GiB`, or `1740 MiB` where it is no whole number of them. */
export const memoryText = (mebibytes: number): string =>
  mebibytes % 1024 === 0 ? `${mebibytes / 1024} GiB` : `${mebibytes} MiB`;

/** Bytes in the largest binary unit that divides them. */
export const bytesText = (bytes: number): string => {
  const units = ['B', 'KiB', 'MiB', 'GiB'];
  let left = bytes;
  let unit = 0;
  while (unit < units.length - 1 && left > 0 && left % 1024 === 0) {
    left /= 1024;
    unit++;
  }
  return `${left} ${units[unit] ?? 'B'}`;
};

const escapeOf = (character: string): string => {
  if (character === '"' || character === '\\') return `\\${character}`;
  if (character === '\n') return '\\n';
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
};

/** A string literal. Control characters and what lies outside a line are escaped. */
export const quoted = (text: string): string =>
  `"${text.replace(/["\\\p{Cc}\u2028\u2029\p{Cs}]/gu, escapeOf)}"`;

const INSTANCE_TYPE = new RegExp(
  '^[a-z][a-z0-9-]*[0-9][a-z0-9-]*\\.'
    + '(nano|micro|small|medium|large|xlarge|[0-9]+xlarge|metal(-[0-9]+xl)?)$',
  'u',
);

/** The name of an instance type, quoted unless it is one token of the language. */
export const instanceTypeName = (name: string): string =>
  INSTANCE_TYPE.test(name) && !name.includes('--') ? name : quoted(name);

export interface Line {
  readonly property: string;
  readonly text: string;
}

/** `head { … }`, one line a property, their `=` below each other as the formatter has them. */
export const block = (head: string, lines: readonly Line[]): string => {
  const width = Math.max(0, ...lines.map(({ property }) => property.length));
  const body = lines.map(({ property, text }) => `  ${property.padEnd(width)} = ${text}`);
  return [`${head} {`, ...body, '}', ''].join('\n');
};

const widthMax = 100;

/** Documentation lines, wrapped between words. */
export const documentation = (text: string): string => {
  const lines: string[] = [];
  let line = '///';
  for (const word of text.split(/\s+/u)) {
    if (word === '') continue;
    if (line.length + 1 + word.length > widthMax && line !== '///') {
      lines.push(line);
      line = '///';
    }
    line += ` ${word}`;
  }
  return `${[...lines, line].join('\n')}\n`;
};
