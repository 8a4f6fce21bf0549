/** Codes of arrays: counts, indices and how sides of a link match. */
import { code, counted } from '../register.ts';

export const array = {
  'array/index-out-of-bounds': code({
    severity: 'error',
    message: (f: { path: string; index: number; count: number; last: number }) =>
      f.count === 0
        ? `'${f.path}' has no elements, so there is no [${f.index}].`
        : `'${f.path}' has ${counted(f.count, 'element')}, [0] to [${f.last}], but no [${f.index}].`,
    why: 'Indices count from 0.',
    remedy: 'Use an index in range, or declare more.',
    example: 'use aws\nhost box { socket s[3] : Graviton3 }\ninstance web : c7g.large on box.s[3]',
  }),
  'array/not-an-array': code({
    severity: 'error',
    message: (f: { path: string }) => `'${f.path}' is a single thing and takes no index.`,
    why: 'Only what is declared with a count has indices.',
    remedy: 'Remove the index, or declare it as an array.',
    example: 'use aws\nhost box { socket s : Graviton3 }\ninstance web : c7g.large on box.s[0]',
  }),
  'array/count': code({
    severity: 'error',
    message: (f: { name: string; value: string; maximum: number }) =>
      `'${f.name}' cannot have ${f.value} elements: a whole number from 0 to ${f.maximum} is wanted.`,
    why: 'An array has a whole number of elements, and a model a size that can be checked.',
    remedy: 'Give a whole number in range.',
    example: 'host box[2.5] { }',
  }),
  'array/index': code({
    severity: 'error',
    message: (f: { path: string; value: string }) =>
      `'${f.value}' is no index of '${f.path}': a whole number from 0 is wanted.`,
    why: 'Elements of an array are numbered 0, 1, 2 and so on.',
    remedy: 'Give a whole number.',
    example: 'use aws\nhost box { socket s[3] : Graviton3 }\ninstance web : c7g.large on box.s[1.5]',
  }),
  'array/range': code({
    severity: 'error',
    message: (f: { path: string; low: number; high: number }) =>
      `The range [${f.low}..${f.high}] of '${f.path}' runs backwards.`,
    why: 'A range names its lower end first, and both ends are in it.',
    remedy: 'Swap the ends.',
    example: 'use aws\nhost box { socket s[3] : Graviton3 }\ninstance web : c7g.large on box.s[2..0]',
  }),
  'array/lengths': code({
    severity: 'error',
    message: (f: { left: number; right: number }) =>
      `${counted(f.left, 'thing')} on the left cannot be joined to ${f.right} on the right.`,
    why: 'Equal lengths pair up, one fans out to many; anything else has no clear meaning.',
    remedy: 'Choose as many on both sides with an index, or one on one side.',
    example: 'use aws\nhost box {\n  socket s[3] : Graviton3\n  controller ctl[2] : NitroController\n'
      + '  link ctl -- s : Management\n}',
  }),
  'array/empty': code({
    severity: 'error',
    message: (f: { path: string }) => `'${f.path}' names nothing: its array is empty.`,
    why: 'A clause that names nothing cannot place, join or measure anything.',
    remedy: 'Declare at least one, or remove the clause.',
    example: 'use aws\nhost box { socket s[0] : Graviton3 }\ninstance web : c7g.large on box.s',
  }),
  'array/count-elsewhere': code({
    severity: 'error',
    message: (f: { path: string }) => `'${f.path}' is no array, so it has no count to set.`,
    why: 'Only what is declared with a count can have another.',
    remedy: 'Declare it with a count, such as [1].',
    example: 'host box { }\nbox.count = 2',
  }),
};
