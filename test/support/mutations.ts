/**
 * Seeded damage to a text, as typing, pasting and merging do it. Keeps true: the same text and
 * seed give the same damage, so that a failure can be replayed by its seed.
 */
import { Chance, type Stream } from '#base';

const FRAGMENTS = [
  '{', '}', '[', ']', '(', ')', ',', ';', ':', '--', '.', '..', '=', '==', '"', '\\', '//', '/*',
  '*/',   'host', 'socket', 'type', 'scenario', 'expect', 'at', 'vary', 'in', 'on', 'from', 'link', 'as',
  'use aws', 'use "', '64 GiB', '70 %', '1e999', '0x1F', '4 GBs', '-1', '99999999999999999999',
  '5 ms', 'web[0]', 'web[99999]', 'a.b.c.d', '\u0000', '\u{1f600}', '\u00b5s', '\n\n\n', '\t', 'p99(',
  'state(web, ',  'lognormal(1 s)', '[1, 2 .. 3]', '///', 'when', 'within 5 % of', 'terminate', 'c7g.4xlarge',
];

const mutateOnce = (text: string, stream: Stream): string => {
  const at = stream.integerBelow(text.length + 1);
  const reach = Math.min(text.length, at + 1 + stream.integerBelow(40));
  switch (stream.integerBelow(7)) {
    case 0: return text.slice(0, at) + text.slice(reach);
    case 1: {
      const fragment = FRAGMENTS[stream.integerBelow(FRAGMENTS.length)] ?? '';
      return text.slice(0, at) + fragment + text.slice(at);
    }
    case 2: return text.slice(0, at) + text.slice(at, reach) + text.slice(at);
    case 3: return text.slice(0, at);
    case 4: {
      const lines = text.split('\n');
      const [line = ''] = lines.splice(stream.integerBelow(lines.length), 1);
      lines.splice(stream.integerBelow(lines.length + 1), 0, line);
      return lines.join('\n');
    }
    case 5: {
      const words = text.split(/\b/u);
      const to = stream.integerBelow(words.length);
      words[to] = words[stream.integerBelow(words.length)] ?? '';
      return words.join('');
    }
    default: {
      const other = stream.integerBelow(text.length + 1);
      return text.slice(0, at) + text.slice(other, other + 60) + text.slice(at);
    }
  }
};

/** One to four pieces of damage. */
export const mutate = (text: string, seed: number): string => {
  const stream = new Chance(seed).stream('mutation');
  let result = text;
  const count = 1 + stream.integerBelow(4);
  for (let done = 0; done < count; done++) result = mutateOnce(result, stream);
  return result;
};
