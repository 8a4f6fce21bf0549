/**
 * How a row of the registry is written: `code({ … })`, with the facts that its message needs as the
 * parameter of `message`. Not the rows. Keeps true: a missing fact does not compile.
 */
import type { CodeRow } from './types.ts';

/** What a message may be made of; a list is shown joined by commas. */
export interface Facts {
  readonly [name: string]: string | number | readonly string[];
}

export const code = <F extends object>(row: CodeRow<F>): CodeRow<F> => row;

/** `a`, `a or b`, `a, b or c`: for lists of what would be right. */
export const either = (words: readonly string[]): string => {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
};

const LISTED_MAX = 12;

/** `a, b, c`, and how many more there are. */
export const listed = (words: readonly string[]): string => {
  if (words.length <= LISTED_MAX) return words.join(', ');
  return `${words.slice(0, LISTED_MAX).join(', ')} and ${words.length - LISTED_MAX} more`;
};

/** ` Did you mean 'web'?`, or nothing. */
export const meant = (nearest: readonly string[]): string =>
  nearest.length === 0 ? '' : `; did you mean ${either(nearest.map((n) => `'${n}'`))}?`;

/** A full stop, unless the sentence already ends. */
export const end = (sentence: string): string =>
  sentence.endsWith('?') ? sentence : `${sentence}.`;

/** `1 core`, `2 cores`. */
export const counted = (count: number, word: string): string =>
  `${count} ${word}${count === 1 ? '' : 's'}`;

/** The article that a word takes: `an instance`, `a host`. */
export const a = (word: string): string => `${/^[aeiou]/u.test(word) ? 'an' : 'a'} ${word}`;

/** The same card and socket lines of every example of a host. */
const NITRO = '  socket s : Graviton3\n  hypervisor h : Nitro on s\n  card nic : NitroVpc\n'
  + '  card ebs : NitroEbs\n  link nic -- s : Pcie { generation = 5  lanes = 16 }\n'
  + '  link ebs -- s : Pcie { generation = 5  lanes = 8 }\n';

/** A small whole host for examples: one socket, its hypervisor, cards for network and volumes. */
export const BOX = `use aws\nhost box {\n${NITRO}}\n`;

/** An instance on that host with a volume on another one. */
export const stored = (storage: string, body = 'size = 8 GiB'): string =>
  `${BOX}switch tor { }\nlink box.ebs -- tor\n${storage}`
  + `instance web : c7g.large on box.s {\n  volume root : gp3 on store { ${body} }\n}`;

/** A host of one socket and a hypervisor, without cards. */
export const PLAIN = 'use aws\nhost box {\n  socket s : Graviton3\n  hypervisor h : Nitro on s\n}\n';

/** A host for metal, with the chip that guards it. */
export const METAL = 'use aws\nhost box {\n  socket s : Graviton3\n  chip guard : NitroSecurity\n}\n';

/** A board of two Xeons with a management domain, and what else it has. */
export const xen = (parts: string): string =>
  'use aws\nhost box {\n  socket s[2] : XeonE5v3\n  link s[0] -- s[1] : Qpi\n'
  + `  hypervisor h : XenC4 on s\n${parts}}\n`;

/** A whole model with a scenario of these lines, which expects something unless told otherwise. */
export const scene = (lines: string, expects = '  expect boot(web) < 40 s\n'): string =>
  `${BOX}instance web[2] : c7g.large on box.s\n`
  + 'instance db : c7g.large on box.s {\n  volume data : gp3 { size = 8 GiB }\n}\n'
  + `scenario s {\n${lines}${expects}}\n`;

/** A whole model with traffic and requests, whose scenario expects one thing. */
export const expecting = (expectation: string): string =>
  `${BOX}instance web[2] : c7g.large on box.s\n`
  + 'instance db : c7g.large on box.s {\n  volume data : gp3 { size = 8 GiB }\n}\n'
  + 'flow fetch from web to db { size = 1 KiB  messages = 9 }\nio scan on db.data { block = 4 KiB }\n'
  + `scenario s {\n  duration = 1 s\n  expect ${expectation}\n}\n`;
