/**
 * What a scenario may do: `at 1 s fail net.leaf[0] -- net.spine[1] for 200 ms`.
 * Not how it is carried out. Keeps true: an action without a simulation says so here.
 */
import { type KindName, type PropertyRow, time } from './types.ts';

export interface ActionRow {
  readonly name: string;
  /** Kinds it can be done to; `link` also takes `a -- b`. */
  readonly kinds: readonly KindName[];
  /** Kinds that may follow `to`; empty: no `to`. */
  readonly to: readonly KindName[];
  /** Whether `to` may be left out whatever the action is done to. */
  readonly toOptional: boolean;
  /** Whether `for TIME` may follow. */
  readonly lasting: boolean;
  /** Properties that a block may set: of what it is done to, of a link or a card, or its own. */
  readonly properties: readonly string[];
  /** Those that no kind has. */
  readonly own: { readonly [name: string]: PropertyRow };
  /** Kinds of those above that the simulation can carry it out on now. */
  readonly simulated: readonly KindName[];
  readonly doc: string;
}

const action = (
  name: string,
  kinds: readonly KindName[],
  doc: string,
  more: Partial<Omit<ActionRow, 'name' | 'kinds' | 'doc'>> = {},
): ActionRow => ({
  name, kinds, doc, to: [], toOptional: false, lasting: false, properties: [], own: {},
  simulated: [], ...more,
});

const LIVING: readonly KindName[] = ['instance', 'microvm'];
const BREAKABLE: readonly KindName[] = [
  'link', 'switch', 'card', 'socket', 'drive', 'controller', 'hypervisor', 'machine',
];
/** What packets pass on their way. */
const CABLED: readonly KindName[] = ['link', 'switch', 'card'];
const WORKLOADS: readonly KindName[] = ['flow', 'io', 'compute'];
/** What has firmware, or guards it: a chip its board's, a card that of the drives behind it. */
const FIRMWARE: readonly KindName[] = ['chip', 'socket', 'machine', 'drive'];
const STORES: readonly KindName[] = ['volume', 'drive'];

export const ACTIONS: readonly ActionRow[] = [
  action('launch', LIVING, 'Start an instance or microVM that is off or stopped.', { simulated: LIVING }),
  action('stop', LIVING, 'Shut down; volumes stay.', { simulated: LIVING }),
  action('reboot', LIVING, 'Restart the guest where it is.', { simulated: LIVING }),
  action('terminate', LIVING, 'Shut down for good; keys are erased.', { simulated: LIVING }),
  action('fail', BREAKABLE, 'Take out of service; with `for`, until then.', {
    lasting: true, simulated: BREAKABLE,
  }),
  action('restore', BREAKABLE, 'Bring back into service.', { simulated: BREAKABLE }),
  action('degrade', ['link', 'switch', 'card', 'drive'], 'Lower a rate or add loss.', {
    lasting: true, properties: ['rate', 'loss', 'lossEvery', 'delay', 'lossRatio'],
    simulated: CABLED,
  }),
  action('attach', ['volume', 'interface'], 'Attach to a running instance.', {
    to: ['instance'], simulated: ['volume', 'interface'],
  }),
  action('detach', ['volume', 'interface'], 'Detach from its instance.', {
    simulated: ['volume', 'interface'],
  }),
  action('start', WORKLOADS, 'Start a workload.', { simulated: WORKLOADS }),
  action('end', WORKLOADS, 'End a workload.', { simulated: WORKLOADS }),
  action(
    'corrupt', CABLED, 'Flip bits: who receives a packet finds it damaged and drops it.',
    { lasting: true, properties: ['loss', 'lossEvery'], simulated: CABLED },
  ),
  action('flap', CABLED, 'Down and up again and again, beginning with down.', {
    lasting: true, properties: ['down', 'up'], simulated: CABLED,
    own: {
      down: time({
        fallback: '1 ms', minimum: '1 ns', maximum: '1 d', doc: 'How long it is down each time.',
      }),
      up: time({ fallback: '1 ms', minimum: '1 ns', maximum: '1 d', doc: 'How long it is up each time.' }),
    },
  }),
  action('write', FIRMWARE, 'Try to change firmware from the host: `write firmware of`.', {
    simulated: FIRMWARE,
  }),
  action('read', STORES, 'Try to read blocks as the host, or as an instance: `read blocks of`.', {
    to: ['instance'], toOptional: true, simulated: STORES,
  }),
];

export const actionByName: ReadonlyMap<string, ActionRow> = new Map(
  ACTIONS.map((a) => [a.name, a]),
);
