/** Codes of flows: what their properties say together. Not of the networks that carry them. */
import { code, counted } from '../register.ts';

/** A model whose flow has these properties. */
const flow = (properties: string): string => 'use aws\nhost box[2] : Graviton3Host\n'
  + 'switch tor { }\nlink box.nic[0] -- tor\ninstance web[2] : c7g.large on box.soc[0]\n'
  + `flow f from web[0] to web[1] { ${properties} }`;

export const flows = {
  'flow/no-effect': code({
    severity: 'warning',
    message: (f: { flow: string; property: string; because: string }) =>
      `'${f.property}' of flow '${f.flow}' changes nothing: ${f.because}.`,
    why: 'A property that changes nothing looks as if it did.',
    remedy: 'Remove it, or set what it needs.',
    tags: ['unnecessary'],
    example: flow('size = 1 MiB  speed = 2 x'),
  }),
  'flow/to-itself': code({
    severity: 'warning',
    message: (f: { flow: string; from: string; others: number }) =>
      `Flow '${f.flow}' sends nothing: it goes from '${f.from}'`
      + `${f.others === 0 ? '' : ` and each of ${counted(f.others, 'other')}`} only to itself.`,
    why: 'A flow is what the network carries from one instance to another: with itself an instance '
      + 'makes no pair.',
    remedy: 'Name another instance on one side.',
    example: flow('size = 1 MiB').replace('web[1]', 'web[0]'),
  }),
  'flow/fan-out': code({
    severity: 'error',
    message: (f: { flow: string; asked: number; from: string; has: number }) =>
      `Flow '${f.flow}' has fanOut = ${f.asked}, but '${f.from}' has ${counted(f.has, 'receiver')}.`,
    why: 'Each message goes to so many different receivers.',
    remedy: 'Lower fanOut, or name more instances to send to.',
    example: flow('size = 1 MiB  fanOut = 2'),
  }),
  'flow/trace-waits': code({
    severity: 'error',
    message: (f: { flow: string; property: string; value: string }) =>
      `Flow '${f.flow}' has a trace, and its ${f.property} is ${f.value}.`,
    why: 'Messages of a trace come at their times, each to one receiver; those of jobs and of fans '
      + 'wait for others.',
    remedy: 'Leave out the trace, or what makes messages wait.',
    example: `// messages.csv lies beside it\n${flow('trace = "messages.csv"  barrier = yes')}`,
  }),
};
