/** Codes of flows: what their properties say together. Not of the networks that carry them. */
import { code } from '../register.ts';

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
