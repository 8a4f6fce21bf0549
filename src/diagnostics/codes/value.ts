/** Codes of values: units, dimensions, ranges, words and expressions. */
import { code, either, end, expecting, listed, meant } from '../register.ts';

export const value = {
  'value/unit-missing': code({
    severity: 'error',
    message: (f: { property: string; value: string; expected: string; units: readonly string[] }) =>
      `'${f.property}' wants ${f.expected}: ${f.value} needs a unit, such as ${either(f.units)}.`,
    why: 'Every number carries its unit; 64 GB and 64 GiB differ by 7 %.',
    remedy: 'Add a unit of the right dimension.',
    example: 'host box {\n  socket a { architecture = arm64  cores = 4  memory = 64 }\n}',
  }),
  'value/wrong-dimension': code({
    severity: 'error',
    message: (f: { property: string; value: string; expected: string; given: string }) =>
      `'${f.property}' wants ${f.expected}; ${f.value} is ${f.given}.`,
    why: 'A value of another dimension cannot be converted, only misread.',
    remedy: 'Give a value with a unit of the right dimension.',
    example: 'host box {\n  socket a { architecture = arm64  cores = 4  memory = 5 ms }\n}',
  }),
  'value/unknown-unit': code({
    severity: 'error',
    message: (f: { unit: string; nearest: readonly string[] }) =>
      end(`'${f.unit}' is not a unit${meant(f.nearest)}`),
    why: 'Units are exact in case: Gbps counts bits, GB/s bytes.',
    remedy: 'Use a unit of the language reference.',
    example: 'host box {\n  socket s { architecture = arm64  cores = 4  memory = 64Gib }\n}',
  }),
  'value/number': code({
    severity: 'error',
    message: (f: { value: string }) => `'${f.value}' cannot be read as a number.`,
    why: 'A number is digits, with an optional fraction and exponent, and _ between digits.',
    remedy: 'Correct the number.',
    example: `fabric net { leaves = 1${'0'.repeat(400)} }`,
  }),
  'value/distribution-range': code({
    severity: 'error',
    message: (f: { name: string; parameter: string; value: string; range: string }) =>
      `The ${f.parameter} of ${f.name} is ${f.value}; it must be ${f.range}.`,
    why: 'With such a parameter there is no distribution to draw from, or it gives values below 0.',
    remedy: 'Correct the parameter; hover shows what each one means.',
    example: 'use aws\nhypervisor type Slow : Nitro { allocateTime = lognormal(2 s, -0.3) }',
  }),
  'value/mix-sum': code({
    severity: 'error',
    message: (f: { property: string; sum: string }) =>
      `The shares of the mix of '${f.property}' add up to ${f.sum}, not to 100 %.`,
    why: 'Each share says how often its value comes, and one of the values comes each time.',
    remedy: 'Change a share so that they add up to 100 %.',
    example: 'use aws\nhypervisor type Slow : Nitro {\n'
      + '  allocateTime = mix(1 s, 90 %, 3 s, 5 %)\n}',
  }),
  'value/distribution-shape': code({
    severity: 'error',
    message: (f: { property: string; name: string; shapes: readonly string[] }) =>
      `'${f.property}' cannot be drawn from ${f.name}; it is one value, or a ${either(f.shapes)}.`,
    why: 'Not every distribution gives values that this property can have.',
    remedy: 'Give one value, or a distribution that it takes.',
    example: expecting('mean(scan.iops) > 0 iops')
      .replace('block = 4 KiB', 'block = exponential(4 KiB)'),
  }),
  'value/out-of-range': code({
    severity: 'error',
    message: (f: { property: string; value: string; range: string }) =>
      `'${f.property}' is ${f.value}; it must be ${f.range}.`,
    why: 'Outside these bounds the thing does not exist, or the simulation has no meaning.',
    remedy: 'Give a value inside the bounds.',
    example: 'host box {\n  socket a { architecture = arm64  cores = 0  memory = 64 GiB }\n}',
  }),
  'value/not-whole': code({
    severity: 'error',
    message: (f: { property: string; value: string; unit: string }) =>
      `'${f.property}' is ${f.value}, which is no whole number of ${f.unit}.`,
    why: 'The model counts in whole base units, so that no result depends on rounding.',
    remedy: 'Round the value yourself.',
    example: 'host box {\n  socket a { architecture = arm64  cores = 2.5  memory = 64 GiB }\n}',
  }),
  'value/unknown-word': code({
    severity: 'error',
    message: (f: {
      property: string; word: string; words: readonly string[]; nearest: readonly string[];
    }) =>
      f.nearest.length > 0
        ? end(`'${f.property}' cannot be '${f.word}'${meant(f.nearest)}`)
        : `'${f.property}' cannot be '${f.word}'; it is ${either(f.words)}.`,
    why: 'This property takes only its own words.',
    remedy: 'Use one of its words.',
    example: 'host box {\n  socket a { architecture = arm  cores = 4  memory = 64 GiB }\n}',
  }),
  'value/wrong-form': code({
    severity: 'error',
    message: (f: { property: string; expected: string; given: string }) =>
      `'${f.property}' wants ${f.expected}, not ${f.given}.`,
    why: 'The property decides what a value means: a quantity, a word, a text, a type or a path.',
    remedy: 'Give the value in that form.',
    example: 'host box {\n  label = 5 GiB\n}',
  }),
  'value/required': code({
    severity: 'error',
    message: (f: { kind: string; name: string; property: string }) =>
      `${f.kind} '${f.name}' needs '${f.property}'.`,
    why: 'There is no sensible default for it.',
    remedy: 'Set it, or name a type that does.',
    example: 'host box {\n  socket a { architecture = arm64  cores = 4 }\n}',
  }),
  'value/conflict': code({
    severity: 'error',
    message: (f: { property: string; element: string }) =>
      `'${f.property}' of '${f.element}' is set twice with the same strength.`,
    why: 'Neither of two equal assignments wins; order never matters.',
    remedy: 'Remove one, or make one more precise with an index.',
    example: 'host box { label = "a" }\nbox.label = "b"\nbox.label = "c"',
  }),
  'value/cycle': code({
    severity: 'error',
    message: (f: { property: string }) => `The value of '${f.property}' depends on itself.`,
    why: 'An expression may use other properties, but not its own result.',
    remedy: 'Give one of them a plain value.',
    example: 'fabric net { leaves = spines  spines = leaves }',
  }),
  'value/mixed-dimensions': code({
    severity: 'error',
    message: (f: { operator: string; left: string; right: string }) =>
      `${f.left} ${f.operator} ${f.right} has no meaning.`,
    why: 'Sums need one dimension; products need a plain number on one side.',
    remedy: 'Use quantities that fit together.',
    example: 'fabric net { delay = 5 ms + 3 GiB }',
  }),
  'value/divided-by-zero': code({
    severity: 'error',
    message: () => 'This divides by zero.',
    why: 'There is no such value.',
    remedy: 'Divide by something else.',
    example: 'fabric net { delay = 5 ms / 0 }',
  }),
  'value/unknown-function': code({
    severity: 'error',
    message: (f: { name: string; nearest: readonly string[] }) =>
      end(`There is no function '${f.name}' here${meant(f.nearest)}`),
    why: 'A time may be drawn from constant, exponential, uniform, lognormal, pareto, mix or bursts.',
    remedy: 'Use one of them.',
    example: 'host box {\n  controller ctl { commandTime = gauss(2 ms) }\n}',
  }),
  'value/arguments': code({
    severity: 'error',
    message: (f: { name: string; signature: string; given: number }) =>
      `'${f.name}' is called with ${f.given} values; it is ${f.signature}.`,
    why: 'Each value of a function has its own meaning.',
    remedy: 'Give the values that the function asks for.',
    example: 'host box {\n  controller ctl { commandTime = exponential() }\n}',
  }),
  'value/no-distribution': code({
    severity: 'error',
    message: (f: { property: string; name: string }) =>
      `'${f.property}' is one fixed value and cannot be drawn from '${f.name}'.`,
    why: 'Only properties that say so may take a new value each time.',
    remedy: 'Give a single value.',
    example: 'fabric net { delay = exponential(5 ms) }',
  }),
  'value/several': code({
    severity: 'error',
    message: (f: { path: string; count: number }) =>
      `'${f.path}' means ${f.count} values; one is wanted.`,
    why: 'An expression is one number.',
    remedy: 'Add an index.',
    example: 'use aws\nhost box { socket s[2] : Graviton3 }\nfabric net { leaves = box.s.cores }',
  }),
  'value/unset': code({
    severity: 'error',
    message: (f: { path: string }) => `'${f.path}' has no value to use here.`,
    why: 'The property is not set and has no default.',
    remedy: 'Set it, or use another value.',
    example: 'host box {\n  socket s { architecture = arm64  cores = 4  memory = 64 GiB }\n}\n'
      + 'fabric net { leaves = box.s.pcieLanes }',
  }),
  'value/repeated-word': code({
    severity: 'warning',
    message: (f: { property: string; words: readonly string[] }) =>
      `'${f.property}' lists ${listed(f.words)} more than once.`,
    why: 'A list of words is a set.',
    remedy: 'Remove the repetition.',
    example: 'card type A { serves = [vpc, vpc] }',
  }),
};
