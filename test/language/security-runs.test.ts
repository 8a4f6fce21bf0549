/**
 * Security of whole specs: security groups that cards carry out, and trials as a scenario writes
 * them. What keys and chips do in detail is tried over worlds built by hand.
 */
import { expect, it } from 'vitest';
import type { RunResult } from '#results';
import { simulate } from '#sim/run';
import { irOf } from '../support/check-text.ts';

/** The left sides of the expectations of the only scenario, in their order, and its run. */
async function run(text: string): Promise<RunResult & { readonly left: readonly unknown[] }> {
  const ir = await irOf(`use aws\n${text}`);
  const result = simulate(ir, { scenario: 's', variant: 0, run: 0, seed: 1 });
  return { ...result, left: result.values.map(({ left }) => left) };
}

const cabled = (web: string, db: string, more: string): string => `
host left : C5Host
host right : C5Host
link left.nic -- right.nic : Ethernet100
instance web : c5.xlarge on left { ${web} }
instance db : c5.xlarge on right { ${db} }
instance front : c5.xlarge on left { securityGroup = "front" }
${more}`;

const completed = (result: RunResult, station: string): number =>
  result.stations.find(({ id }) => id === station)?.completed ?? 0;

const DROPS = `
  expect left.nic.dropped == 0
  expect right.nic.dropped == 0
  expect ask.dropped == 0
  expect ask.lost == 0`;

it('drops at the card of the receiver what its rules refuse, unseen by its processors', async () => {
  const flow = 'flow ask from web to db { size = 1 KiB  messages = 10 }';
  const result = await run(cabled('', 'inboundFrom = "front"', `${flow}
scenario s { duration = 60 s ${DROPS} }`));
  // The first packet, then six retries after 0.2, 0.4 … 6.4 s.
  expect(result.left).toEqual([0, 7, 7, 7]);
  expect(completed(result, 'right.nic/in')).toBe(7);
  expect(result.streams[0]).toMatchObject({ completed: 0, latency: null, ways: [] });
  expect(result.processors.find(({ id }) => id === 'db')?.busy).toBe(0);
  expect(result.findings).toMatchObject([{ code: 'run/flow-refused', element: 'ask' }]);
  expect(result.findings[0]?.message).toMatch(/right\.nic drops what ask\[0\] sends: db admits/u);
});

it('drops at the card of the sender what its own rules refuse, so no cable carries it', async () => {
  const flow = 'flow ask from web to db { size = 1 KiB  messages = 10 }';
  const result = await run(cabled('outboundTo = "front"', '', `${flow}
scenario s { duration = 60 s ${DROPS} }`));
  expect(result.left).toEqual([7, 0, 7, 7]);
  expect(completed(result, 'left.nic/out')).toBe(7);
  const cable = result.stations.filter(({ element }) => element === 'left.nic -- right.nic');
  expect(cable.filter(({ completed: count }) => count > 0)).toEqual([]);
});

it('lets pass what a rule admits by its group, and what no rule speaks of', async () => {
  for (const [web, db] of [
    ['', ''], ['securityGroup = "front"', 'inboundFrom = "front"'],
    ['outboundTo = "back"', 'securityGroup = "back"'],
  ] as const) {
    const result = await run(cabled(web, db, `
flow ask from web to db { size = 1 KiB  messages = 10 }
scenario s { duration = 60 s ${DROPS} }`));
    expect(result.left, `${web} ${db}`).toEqual([0, 0, 0, 0]);
    expect(result.streams[0]?.completed).toBe(10);
  }
});

it('goes on sending where nobody promised delivery, and drops every packet', async () => {
  const result = await run(cabled('', 'inboundFrom = "front"', `
flow ask from web to db { transport = Udp  size = 32 KiB  every = 1 ms  messages = 10 }
scenario s { duration = 60 s ${DROPS} }`));
  // Four packets of 8 KiB each.
  expect(result.left).toEqual([0, 40, 40, 40]);
});

it('counts drops from the warm-up on', async () => {
  const result = await run(cabled('', 'inboundFrom = "front"', `
flow ask from web to db { size = 1 KiB  messages = 10 }
scenario s { duration = 60 s  warmup = 1 s ${DROPS} }`));
  // At 0, 0.2 and 0.6 s nobody counts yet.
  expect(result.left).toEqual([0, 4, 4, 4]);
});

it('starts anew with the sender, and not while it is stopped', async () => {
  const result = await run(cabled('', 'inboundFrom = "front"', `
flow ask from web to db { size = 1 KiB  messages = 10 }
scenario s {
  duration = 10 min
  at 1 s stop web
  at 1 min launch web
  ${DROPS}
}`));
  // Three before the stop, then all seven.
  expect(result.left).toEqual([0, 10, 10, 10]);
});

it('lets the management domain drop where a device model stands in front of the card', async () => {
  const host = `
host box : SoftwareHost
host away : C5Host
link box.nic -- away.nic : Ethernet100
instance old : m1.small on box { inboundFrom = "front" }
instance near : m1.small on box
instance web : c5.xlarge on away
instance front : c5.xlarge on away { securityGroup = "front" }
`;
  const from = async (sender: string): Promise<RunResult & { left: readonly unknown[] }> =>
    run(`${host}flow ask from ${sender} to old { size = 1 KiB  messages = 1 }
scenario s {
  duration = 60 s
  expect box.hv.dropped == 0
  expect box.nic.dropped == 0
}`);
  for (const sender of ['web', 'near']) {
    const { left, processors } = await from(sender);
    expect(left, sender).toEqual([7, 0]);
    // The guest never hears of them, but the host has worked for them.
    expect(processors.find(({ id }) => id === 'old')?.busy, sender).toBe(0);
    expect(processors.find(({ id }) => id === 'box.hv/domain')?.busy, sender).toBeGreaterThan(0);
  }
});

it.each([
  ['outboundTo = "front"', '', [7, 0, 0, 0]], ['', 'inboundFrom = "front"', [0, 0, 7, 0]],
])('drops at the card in the wire where C3 has one: %s %s', async (web, db, drops) => {
  const result = await run(`
host left : C3Host
host right : C3Host
link left.wire -- right.wire : Ethernet10
instance web : c3.8xlarge on left { ${web} }
instance db : c3.8xlarge on right { ${db} }
instance front : m1.small on other { securityGroup = "front" }
host other : SoftwareHost
flow ask from web to db { size = 1 KiB  messages = 1 }
scenario s {
  duration = 60 s
  expect left.wire.dropped == 0
  expect left.nic.dropped == 0
  expect right.wire.dropped == 0
  expect right.nic.dropped == 0
}`);
  expect(result.left).toEqual(drops);
  expect(completed(result, 'left.nic/out')).toBe(7);
  expect(completed(result, 'left.wire/out')).toBe(7);
  expect(completed(result, 'right.wire/in')).toBe(drops[2]);
  expect(completed(result, 'right.nic/in')).toBe(0);
});

it('writes trials as a scenario does, on hosts of the catalogue', async () => {
  const result = await run(`
host board : I3MetalHost
instance store : i3.metal on board { volume root : gp3 { size = 8 GiB } }
scenario s {
  duration = 10 min
  at 1 s read blocks of board.local[0].nvme[0] to store
  at 2 s write firmware of board.guard, board.local[0].nvme[1]
  at 3 s terminate store
  at 2 min read blocks of board.local[0].nvme, store.root
  expect board.local[0].nvme[0].readable == 1
  expect board.local[0].nvme.unreadable == 2
  expect store.root.unreadable == 1
  expect board.guard.refused == 1
  expect board.local[0].refused == 1
  expect board.ctl.outbound == 0
}`);
  expect(result.left).toEqual([1, 2, 1, 1, 1, 0]);
});
