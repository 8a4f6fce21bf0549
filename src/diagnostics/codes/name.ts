/**
 * Codes of names: what they refer to, and who else has them. Not their spelling rules (text.ts).
 */
import { a, BOX, code, end, listed, meant } from '../register.ts';

export const name = {
  'name/unknown': code({
    severity: 'error',
    message: (f: { name: string; nearest: readonly string[] }) =>
      end(`Nothing is named '${f.name}' here${meant(f.nearest)}`),
    why: 'A path starts with the name of something declared in this body, around it, or in a file.',
    remedy: 'Correct the name, or declare it.',
    example: 'use aws\nhost box { socket a : Graviton3 }\ninstance web : c7g.large on bx.a',
  }),
  'name/no-owner': code({
    severity: 'error',
    message: (f: { property: string }) =>
      `Outside all bodies, '${f.property}' alone is a property of nothing.`,
    why: 'A file has no properties of its own; only a path says which thing is meant.',
    remedy: 'Write the path of what has the property, or move the line into its body.',
    example: 'host box { }\nlabel = "a"',
  }),
  'name/unknown-child': code({
    severity: 'error',
    message: (f: { name: string; parent: string; nearest: readonly string[] }) =>
      end(`'${f.parent}' has no part named '${f.name}'${meant(f.nearest)}`),
    why: 'Each part of a path is a child of the part before it.',
    remedy: 'Correct the name, or declare the part.',
    example: 'use aws\nhost box { socket a : Graviton3 }\ninstance web : c7g.large on box.b',
  }),
  'name/unknown-type': code({
    severity: 'error',
    message: (f: { name: string; kind: string; nearest: readonly string[] }) =>
      end(`There is no ${f.kind} type '${f.name}'${meant(f.nearest)}`),
    why: 'Types come from this file, from the files it uses, and from the catalogue.',
    remedy: 'Correct the name, declare the type, or add use aws.',
    example: 'use aws\nhost box { socket a : Graviton33 }',
  }),
  'name/duplicate': code({
    severity: 'error',
    message: (f: { name: string }) => `The name '${f.name}' is already taken here.`,
    why: 'A path must mean one thing.',
    remedy: 'Rename one of the two.',
    example: 'host box { }\nhost box { }',
  }),
  'name/clash': code({
    severity: 'error',
    message: (f: { name: string; files: readonly string[] }) =>
      `'${f.name}' is declared in ${listed(f.files.map((x) => `'${x}'`))}, which meet in this file.`,
    why: 'The files that one file uses form one model, and a path in it must mean one thing.',
    remedy: 'Rename one, or do not use both files.',
    example: '// a.nitro and b.nitro both declare: host box { }\nuse "a.nitro"\nuse "b.nitro"',
  }),
  'name/hides-catalogue': code({
    severity: 'information',
    message: (f: { name: string; file: string }) =>
      `'${f.name}' hides the one of that name in '${f.file}'.`,
    why: 'Your own name wins, so that a new catalogue breaks no spec; it may not be what you meant.',
    remedy: 'Rename it if you meant the one of the catalogue.',
    example: 'use aws\nsocket type Graviton3 { architecture = arm64  cores = 8  memory = 16 GiB }',
  }),
  'name/generated': code({
    severity: 'error',
    message: (f: { name: string; kind: string; property: string }) =>
      `${a(f.kind).replace(/^a/u, 'A')} makes '${f.name}' itself, as many as '${f.property}' says.`,
    why: 'Children that a kind generates can be referred to, but not declared or renamed.',
    remedy: 'Set the property that counts them.',
    example: 'fabric net {\n  switch leaf { }\n}',
  }),
  'name/wrong-kind': code({
    severity: 'error',
    message: (f: { name: string; kind: string; expected: readonly string[] }) =>
      `'${f.name}' is ${a(f.kind)}; here stands ${listed(f.expected.map(a))}.`,
    why: 'The clause, property or action works on other kinds.',
    remedy: 'Name something of a kind that fits.',
    example: `${BOX}instance web : c7g.large on box.nic`,
  }),
};
