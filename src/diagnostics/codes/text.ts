/**
 * Codes of the words of a spec: kinds, properties, clauses and what may stand where.
 * Not names of things (name.ts) or values (value.ts).
 */
import { a, code, either, end, listed, meant, PLAIN, scene } from '../register.ts';

export const text = {
  'text/unknown-kind': code({
    severity: 'error',
    message: (f: { kind: string; nearest: readonly string[] }) =>
      end(`There is no kind '${f.kind}'${meant(f.nearest)}`),
    why: 'A spec is made of the kinds in the kinds table; nothing else can be checked or simulated.',
    remedy: 'Use one of the kinds of the language reference.',
    example: 'hots box',
  }),
  'text/unknown-property': code({
    severity: 'error',
    message: (f: {
      kind: string; property: string; nearest: readonly string[]; own: readonly string[];
    }) => end(`${a(f.kind).replace(/^a/u, 'A')} has no property '${f.property}'`
      + (f.nearest.length > 0 || f.own.length === 0 ? meant(f.nearest) : `; it has ${listed(f.own)}`)),
    why: 'A property that nothing reads would look as if it had an effect.',
    remedy: 'Use a property of that kind; completion lists them.',
    example: 'host box {\n  socket soc { architecture = arm64  cores = 64  memory = 128 GiB  coers = 4 }\n}',
  }),
  'text/missing-value': code({
    severity: 'error',
    message: (f: { property: string }) => `Property '${f.property}' has no value after '='.`,
    why: 'An assignment without a value says nothing.',
    remedy: 'Write a value, or remove the line.',
    example: 'host box {\n  label =\n}',
  }),
  'text/clause-twice': code({
    severity: 'error',
    message: (f: { clause: string; name: string }) =>
      `'${f.name}' has its clause '${f.clause}' more than once.`,
    why: 'Each clause may come once, so that there is one answer to what it says.',
    remedy: 'Join the two into one, separated by commas, or remove one.',
    example: `${PLAIN}instance web : c7g.large on box.s on box.s`,
  }),
  'text/clause-not-allowed': code({
    severity: 'error',
    message: (f: { kind: string; clause: string; allowed: readonly string[] }) =>
      `${a(f.kind).replace(/^a/u, 'A')} takes no '${f.clause}'`
      + `${f.allowed.length === 0 ? '' : `; it takes ${either(f.allowed)}`}.`,
    why: 'A clause that means nothing for a kind would be silently ignored.',
    remedy: 'Remove the clause.',
    example: 'use aws\nhost box { socket a : Graviton3 }\nhost other on box',
  }),
  'text/clause-missing': code({
    severity: 'error',
    message: (f: { kind: string; name: string; clause: string; kinds: readonly string[] }) =>
      `${f.kind} '${f.name}' does not say '${f.clause}' which ${either(f.kinds)}.`,
    why: 'A workload is something that is done on, or between, named things.',
    remedy: 'Add the clause.',
    example: 'io scan { block = 4 KiB }',
  }),
  'text/child-not-allowed': code({
    severity: 'error',
    message: (f: { kind: string; parent: string; allowed: readonly string[] }) =>
      `${a(f.parent).replace(/^a/u, 'A')} cannot hold ${a(f.kind)}`
      + `${f.allowed.length === 0 ? '' : `; it can hold ${listed(f.allowed)}`}.`,
    why: 'What stands inside what is part of the model: a socket is in a host, a volume in an instance.',
    remedy: 'Move it to where that kind may stand.',
    example: 'use aws\nhost box {\n  socket a : Graviton3 { card nic : NitroVpc }\n}',
  }),
  'text/link-not-allowed': code({
    severity: 'error',
    message: (f: { parent: string }) =>
      `${a(f.parent).replace(/^a/u, 'A')} cannot hold a link; hosts and files can.`,
    why: 'A link joins parts of a host, or hosts and fabrics.',
    remedy: 'Move the link to the host, or to the top of the file.',
    example: 'host type Box {\n  card nic { serves = vpc\n    link a -- b\n  }\n}',
  }),
  'text/needs-type-word': code({
    severity: 'error',
    message: (f: { kind: string; name: string }) =>
      `A ${f.kind} is declared as a type: '${f.kind} type ${f.name}'.`,
    why: 'This kind exists only as a type that others name; a single element of it has no use.',
    remedy: "Add the word 'type'.",
    example: 'transport Quick { paths = many }',
  }),
  'text/reserved-name': code({
    severity: 'error',
    message: (f: { name: string }) =>
      `'${f.name}' is a word of the language and cannot name a thing.`,
    why: 'Kinds and the words of scenarios are reserved, so that a half-typed file stays readable.',
    remedy: 'Choose another name.',
    example: 'host socket { }',
  }),
  'text/name-shape': code({
    severity: 'error',
    message: (f: { name: string }) =>
      /[^ -~]/u.test(f.name)
        ? `'${f.name}' is no name: only letters from A to Z, as in ASCII, make one.`
        : `'${f.name}' is no name: a letter or '_' begins one, then letters, digits, '_' and single `
        + 'inner hyphens.',
    why: "Names appear in paths, where '.', '[' and '--' have a meaning of their own.",
    remedy: 'Use a plain name and put the text for people into label.',
    example: 'host c7g.large { }',
  }),
  'text/unknown-scenario-property': code({
    severity: 'error',
    message: (f: { property: string; nearest: readonly string[] }) =>
      end(`A scenario has no property '${f.property}'${meant(f.nearest)}`),
    why: 'In a scenario, a bare name sets the scenario itself; a path sets something in the model.',
    remedy: 'Use duration, warmup, seed or runs, or write the path of what you mean.',
    example: scene('  durations = 2 s\n'),
  }),
};
