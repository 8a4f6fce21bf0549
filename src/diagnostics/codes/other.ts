/** Codes of files, of runs, of our own mistakes, and of the text before it is a spec. */
import { code, counted, end, expecting, meant, scene } from '../register.ts';

export const file = {
  'file/missing': code({
    severity: 'error',
    message: (f: { file: string }) => `There is no file '${f.file}'.`,
    why: 'The content of a file that a property names is part of the model.',
    remedy: 'Correct the name; it is relative to this file.',
    example: expecting('boot(web) < 40 s').replace('block = 4 KiB', 'trace = \"nowhere.csv\"'),
  }),
  'file/use-missing': code({
    severity: 'error',
    message: (f: { file: string }) => `There is no file '${f.file}' to use.`,
    why: 'The model of a file is that file and all that it uses.',
    remedy: 'Correct the name; it is relative to this file, with forward slashes.',
    example: 'use "nowhere.nitro"',
  }),
  'file/unknown-catalogue': code({
    severity: 'error',
    message: (f: { name: string }) => `There is no catalogue '${f.name}'; there is aws.`,
    why: 'Catalogues ship with the product; your own files are named in quotes.',
    remedy: 'Write use aws, or the file in quotes.',
    example: 'use azure',
  }),
  'file/not-relative': code({
    severity: 'error',
    message: (f: { file: string }) =>
      `'${f.file}' is no relative path with forward slashes.`,
    why: 'A spec means the same on every machine, and nothing is ever fetched from a network.',
    remedy: 'Write the path relative to this file, such as "../rack.nitro".',
    example: 'use "https://example.com/rack.nitro"',
  }),
};

export const run = {
  'run/not-simulated': code({
    severity: 'error',
    message: (f: { what: string }) => `The simulation of ${f.what} does not exist yet.`,
    why: 'A result that silently left it out would be wrong.',
    remedy: 'Remove it from the model that this scenario runs, or wait for it.',
    example: 'use aws\nhost sled : Graviton3Host\n'
      + 'instance web : c7g.large on sled.soc[0] {\n  volume root : gp3 { size = 8 GiB }\n}\n'
      + 'volume lone : gp3 { size = 8 GiB }\nio scan on lone { block = 4 KiB }\n'
      + 'scenario s {\n  duration = 1 s\n  expect mean(scan.latency) < 1 s\n}',
  }),
  'run/event-limit': code({
    severity: 'error',
    message: (f: { events: number }) => `The run was ended after ${counted(f.events, 'event')}.`,
    why: 'A simulation that never ends must not hold the machine for ever.',
    remedy: 'Shorten the duration, or raise the limit.',
    example: 'scenario s { duration = 100 d }',
  }),
  'run/time-limit': code({
    severity: 'error',
    message: (f: { at: string }) => `The run was ended at ${f.at} of simulated time: the clock ends there.`,
    why: 'A clock of whole ticks shows 2^53 of them exactly.',
    remedy: 'Set a duration.',
    example: 'scenario s { }',
  }),
  'run/memory-limit': code({
    severity: 'error',
    message: (f: { pending: number }) => `The run was ended with ${counted(f.pending, 'pending event')}.`,
    why: 'A model whose queues grow without bound would fill the memory of the machine.',
    remedy: 'Lower the load, or shorten the duration.',
    example: 'scenario s { duration = 100 d }',
  }),
};

export const internal = {
  'internal/crash': code({
    severity: 'error',
    message: (f: { message: string }) => `Our mistake, not yours: ${f.message}`,
    why: 'Something that must always hold did not.',
    remedy: 'Report it with the spec that shows it.',
    example: '// none is known',
  }),
};

export const syntax = {
  'syntax/unexpected': code({
    severity: 'error',
    message: (f: { token: string; expected: string }) =>
      `'${f.token}' does not belong here${f.expected === '' ? '' : `; expected ${f.expected}`}.`,
    why: 'The text up to here cannot go on with this word.',
    remedy: 'Correct the word, or what stands before it.',
    example: 'host box { ) }',
  }),
  'syntax/missing': code({
    severity: 'error',
    message: (f: { expected: string }) => `Here ${f.expected} is missing.`,
    why: 'What was begun is not complete.',
    remedy: 'Complete it.',
    example: 'host box {',
  }),
  'syntax/incomplete': code({
    severity: 'error',
    message: (f: { words: string; follows: string; example: string }) =>
      `'${f.words}' is only begun: ${f.follows} follows, as in '${f.example}'.`,
    why: 'Half a step of a scenario does nothing and expects nothing.',
    remedy: 'Complete it, or remove it.',
    example: scene('  expect\n'),
  }),
  'syntax/character': code({
    severity: 'error',
    message: (f: { character: string }) => `The character '${f.character}' has no meaning here.`,
    why: 'Only names, numbers, texts and the signs of the language can stand in a spec.',
    remedy: 'Remove it, or put it in a text in quotes.',
    example: 'host box { § }',
  }),
  'syntax/unknown-unit': code({
    severity: 'error',
    message: (f: { unit: string; nearest: readonly string[] }) =>
      end(`'${f.unit}' is not a unit${meant(f.nearest)}`),
    why: 'Letters after a number are its unit.',
    remedy: 'Use a unit of the language reference, or put what follows on a line of its own.',
    example: 'fabric net { delay = 5 GBs }',
  }),
  'syntax/unclosed-text': code({
    severity: 'error',
    message: () => 'This text has no closing quote on its line.',
    why: 'A text ends on the line where it begins.',
    remedy: 'Add the closing quote.',
    example: 'host box { label = "a }',
  }),
  'syntax/escape': code({
    severity: 'error',
    message: (f: { escape: string }) => `'${f.escape}' is no escape; \\" \\\\ \\n and \\u{…} are.`,
    why: 'A backslash in a text begins an escape.',
    remedy: 'Write two backslashes for one.',
    example: 'host box { label = "a\\q" }',
  }),
  'syntax/too-deep': code({
    severity: 'error',
    message: (f: { maximum: number }) => `This nests deeper than ${f.maximum} levels.`,
    why: 'Nobody reads such a spec, and programs that try run out of stack.',
    remedy: 'Use types to name inner parts.',
    example: 'fabric net { delay = ((((((((((((((((((((((((((((((((((1 s)))))))))))))))))))))))))))))))))) }',
  }),
  'syntax/too-many': code({
    severity: 'error',
    message: (f: { count: number; shown: number }) =>
      `There are ${f.count} syntax errors; the first ${f.shown} are shown.`,
    why: 'Errors after the first ones mostly follow from them.',
    remedy: 'Correct the first ones.',
    example: '// a file of more than a hundred mistakes',
  }),
  'syntax/too-large': code({
    severity: 'error',
    message: (f: { bytes: number; maximum: number }) =>
      `The file has ${f.bytes} bytes; at most ${f.maximum} are read.`,
    why: 'An editor that reads more than this stops answering.',
    remedy: 'Split the file and use its parts.',
    example: '// a file of more than 4 MiB',
  }),
  'syntax/encoding': code({
    severity: 'error',
    message: (f: { byte: string; offset: number; line: number }) =>
      `This file is not in UTF-8: the byte ${f.byte} at offset ${f.offset}, in line ${f.line}, `
      + 'begins no character.',
    why: 'A spec is text in UTF-8; in another encoding its names and texts would be misread.',
    remedy: 'Save the file in UTF-8.',
    example: '// a file in UTF-16 or Latin-1',
  }),
  'syntax/binary': code({
    severity: 'error',
    message: (f: { file: string }) => `'${f.file}' is not text.`,
    why: 'It holds zero bytes, which no text in UTF-8 does.',
    remedy: 'Open the right file.',
    example: '// a file with zero bytes',
  }),
};
