/**
 * Stations of hosts, each made the only one that takes time, against M/D/1: single packets at
 * random instants through one server of constant service wait ρS/2(1−ρ). The kernel's stations are
 * held to theory elsewhere; here properties of a spec become service times, and nothing else on the
 * way holds anybody up.
 */
import { expect, it } from 'vitest';
import { defined } from '#base';
import { simulate } from '#sim/run';
import { irOf } from '../support/check-text.ts';
import { expectAgreement, seeds } from '../support/queueing.ts';

const microsecond = 1e6;
const serviceTicks = 100 * microsecond;
const gapTicks = 200 * microsecond;

/** Two hosts joined by a cable; a packet of 1,000 bytes from one to the other takes no time. */
const world = (
  exposes: 'function' | 'domain', settings: string, slotRate = '100 Tbps',
): string => `use aws
link type Slot { medium = pcie  generation = 3  lanes = 16  rate = ${slotRate} }
host type Box {
  socket s {
    architecture = x86  cores = 4  threadsPerCore = 1  memory = 64 GiB  clock = 2 GHz
    exitCycles = 0
  }
  hypervisor h on s {
    virtualization = hardware  cpuTax = 0 %  switchTime = 0 ns
    ${exposes === 'domain' ? 'managementDomain = yes  managementCores = 1' : ''}
    modelPacketTime = 0 ns  modelByteRate = 100 Tbps  modelWakeTime = 0 ns
  }
  card nic {
    serves = vpc  exposes = ${exposes}  rate = 100 Tbps  processingTime = 0 ns  encryption = yes
  }
  link nic -- s : Slot
}
host a : Box
host b : Box
link a.nic -- b.nic : Ethernet { rate = 100 Tbps }
instance type Guest {
  vcpus = 1  memory = 4 GiB  architectures = x86
  packetTime = 0 ns  interruptTime = 0 ns  interruptExits = 0
}
instance x : Guest on a.s
instance y : Guest on b.s
flow packets from x to y { transport = Udp  size = 1000 B  every = exponential(200 us) }
${settings}
scenario s { duration = 3 s  warmup = 100 ms  expect mean(packets.goodput) > 0 bps }
`;

// With its headers a packet has 1,062 bytes, and 9 % more on PCI Express.
it.each([
  ['driver on a vCPU of its own', 'x/vcpu[0]', world('function', 'x.packetTime = 100 us')],
  ['driver on a thread that may be shared', 'x/vcpu[0]', world('function', `
    a.h.cpuSharing = shared
    x.packetTime = 100 us`)],
  ['link to the card', 'a.nic -- a.s/out', world('function', '', '93 Mbps')],
  ['card', 'a.nic/out', world('function', 'a.nic.rate = 85 Mbps')],
  ['cipher of the card', 'a.nic/cipher/out', world('function', 'a.nic.encryptionRate = 85 Mbps')],
  ['pace of the card', 'a.nic/pace/out', world('function', 'a.nic.packetRate = 10 Kpps')],
  ['device model', 'a.h/domain', world('domain', 'a.h.modelPacketTime = 100 us')],
  ['copy by a device model', 'a.h/domain', world('domain', 'a.h.modelByteRate = 85 Mbps')],
])('makes packets wait ρS/2(1−ρ) at the %s', async (_, station, text) => {
  const ir = await irOf(text);
  const parts = seeds.map((seed) => {
    const { streams } = simulate(ir, { scenario: 's', variant: 0, run: 0, seed });
    const all = streams[0]?.ways[0]?.parts ?? [];
    const others = all.filter((part) => part.station !== station);
    // Nobody waits anywhere else.
    expect(Math.max(...others.map(({ queuedTicks }) => queuedTicks))).toBeLessThan(microsecond);
    return defined(all.find((part) => part.station === station),
      () => `'${station}' among ${all.map((part) => part.station).join(', ')}`);
  });
  const load = serviceTicks / gapTicks;
  const wait = (load * serviceTicks) / (2 * (1 - load));
  expectAgreement(parts.map(({ queuedTicks }) => queuedTicks), wait, 0.03);
}, 60_000);
