/**
 * Flows over hand-made switches and over several workloads: what each cable and switch adds, and
 * which queues are used, by hand.
 */
import { expect, it } from 'vitest';
import type { StreamResult } from '#results';
import { simulate } from '#sim/run';
import { irOf } from '../support/check-text.ts';

const nanosecond = 1e3;

const plain = `
host type Box {
  socket soc { architecture = x86  cores = 8  memory = 16 GiB }
  hypervisor hv on soc
  card nic { serves = vpc  rate = 100 Gbps  processingTime = 0 ns  jitter = 0 ns }
  link nic -- soc : Pcie { generation = 4  lanes = 16 }
}
instance type T {
  vcpus = 4  memory = 4 GiB  architectures = x86  packetTime = 0 ns  interruptTime = 0 ns
  interruptExits = 0
}
host a : Box
host b : Box
instance left : T on a
instance right : T on b
`;

async function streams(text: string): Promise<readonly StreamResult[]> {
  const ir = await irOf(`use aws\n${plain}${text}
    scenario s { duration = 1 ms }`);
  expect(ir.scenarios[0]?.variants[0]?.notSimulated).toEqual([]);
  return simulate(ir, { scenario: 's', variant: 0, run: 0, seed: 1 }).streams;
}

const flow = `flow ping from left to right { size = 1_000 B  packet = 1_000 B  transport = Udp }`;
const wire = 'link type Wire { medium = ethernet  rate = 10 Gbps  delay = 300 ns }';

it('adds a switch and one more cable to the time of a packet, stored whole before it goes on', async () => {
  const [one] = await streams(`${wire}
    switch tor { rate = 10 Gbps  delay = 700 ns }
    link a.nic -- tor : Wire
    link tor -- b.nic : Wire
    ${flow}`);
  const [two] = await streams(`${wire}
    switch tor[2] { rate = 10 Gbps  delay = 700 ns }
    link a.nic -- tor[0] : Wire
    link tor[0] -- tor[1] : Wire
    link tor[1] -- b.nic : Wire
    ${flow}`);
  const more = (two?.latency?.minTicks ?? 0) - (one?.latency?.minTicks ?? 0);
  // The cable again, 300 ns and the packet with its headers at 10 Gbps, and 700 ns in the switch.
  // Of UDP: 38 of Ethernet, 20 of IP and 8 of its own.
  const bytes = 1_000 + 66;
  expect(more).toBe((300 + 700 + (bytes * 8) / 10) * nanosecond);
});

it('gives each flow of an instance the next of its queues, whichever workload it is of', async () => {
  const both = await streams(`${wire}
    link a.nic -- b.nic : Wire
    flow one from left to right { size = 1_000 B }
    flow two from left to right { size = 1_000 B }`);
  const drivers = both.map(({ ways }) => ways[0]?.parts[0]?.station);
  expect(drivers).toEqual(['left/vcpu[0]', 'left/vcpu[1]']);
});
