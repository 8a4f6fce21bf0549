/** Codes of networks: shapes of fabrics. */
import { code } from '../register.ts';

export const network = {
  'network/odd-k': code({
    severity: 'error',
    message: (f: { fabric: string; k: number }) =>
      `Fat tree '${f.fabric}' has k = ${f.k}, but k must be even.`,
    why: 'Half of the ports of each switch go up and half of them down.',
    remedy: 'Choose an even k.',
    example: 'use aws\nfabric net : FatTree { k = 5 }',
  }),
  'network/count-not-asked': code({
    severity: 'error',
    message: (f: { fabric: string; property: string; from: string; value: number }) =>
      `'${f.property}' of '${f.fabric}' follows from ${f.from}: it is ${f.value}.`,
    why: 'Two numbers for one thing can contradict each other.',
    remedy: 'Remove it, or change what it follows from.',
    example: 'use aws\nfabric net : FatTree { k = 4  leaves = 12 }',
  }),
  'network/unequal-uplinks': code({
    severity: 'warning',
    message: (f: { fabric: string; one: string; other: string }) =>
      `The uplinks of '${f.fabric}' are unequal: ${f.one}, ${f.other}.`,
    why: 'Switches give flows to equal ways alike, so that the weakest way is full before the others.',
    remedy: 'Give every leaf as many uplinks of one rate to each spine.',
    example: 'use aws\nfabric net : Clos { leaves = 4  spines = 4  uplinks = 6 }',
  }),
} as const;
