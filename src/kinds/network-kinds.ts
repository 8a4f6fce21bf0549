/**
 * What joins hosts and their parts: links, switches, and fabrics that are made from a few numbers.
 * Not the cards at their ends, nor what is sent. Keeps true: a generated switch has every property
 * of `switchProperties` from its fabric, so the two are described by one row.
 */
import { common } from './common-properties.ts';
import { count, flag, kind, rate, ratio, size, time, word } from './types.ts';

/** How packets wait, are marked, paused and routed. */
const switchProperties = {
  rate: rate({ fallback: '100 Gbps', minimum: '1 Mbps', maximum: '100 Tbps', doc: 'Rate of a port.' }),
  buffer: size({
    fallback: '16 MiB', minimum: '1 KiB', assumed: true, doc: 'Packet buffer of a switch.',
  }),
  portBuffer: size({
    minimum: '1 KiB',
    doc: 'Most bytes that wait to leave by one port; unset: its share of the buffer.',
  }),
  mtu: size({
    fallback: '9001 B', minimum: '576 B', maximum: '64 KiB',
    doc: 'Largest packet a port takes, headers of IP included.',
    source: 'EC2 user guide, 2023: 9001 bytes within a VPC',
  }),
  ecn: flag({ fallback: 'no', doc: 'Packets that leave a long queue are marked.' }),
  ecnMinimum: size({
    fallback: '5 kB', doc: 'Queue from which packets are marked by chance (Kmin).',
    source: 'DCQCN, SIGCOMM 2015: 5 KB at 40 Gbps',
  }),
  ecnMaximum: size({
    fallback: '200 kB', doc: 'Queue from which every packet is marked (Kmax).',
    source: 'DCQCN, SIGCOMM 2015: 200 KB at 40 Gbps',
  }),
  ecnProbability: ratio({
    fallback: '1 %', minimum: '0 %', maximum: '100 %',
    doc: 'Share of packets that are marked just below Kmax (Pmax).',
    source: 'DCQCN, SIGCOMM 2015: 1 % at 40 Gbps',
  }),
  pfc: flag({ fallback: 'no', doc: 'Priority flow control: a full port pauses who sends to it.' }),
  pfcXoff: size({
    minimum: '1 B',
    doc: 'Bytes that came in by one port and still wait at which it sends a pause; unset: its '
      + 'share of the buffer less the headroom.',
  }),
  pfcXon: size({
    minimum: '0 B', doc: 'Bytes at which a pause ends; unset: one largest packet below pfcXoff.',
  }),
  pfcHeadroom: size({
    minimum: '0 B',
    doc: 'Kept for what still arrives after a pause was sent; unset: what the cable and pfcReaction '
      + 'need.',
  }),
  pfcReaction: time({
    fallback: '2.408 us', maximum: '1 s', doc: 'From a pause to the last bit of who sends.',
    source: 'Linux mlx5 driver, port buffers: 301 bytes for each Gbps before those of the cable',
  }),
  pfcWatchdog: time({
    minimum: '1 us', doc: 'A port that is paused for so long drops what waits; unset: it waits for ever.',
  }),
  pfcRestore: time({
    fallback: '200 ms', minimum: '1 us',
    doc: 'After so long without pauses a port heeds them again.',
    source: 'RDMA over Commodity Ethernet at Scale, SIGCOMM 2016: 200 ms at the switch',
  }),
  hashSeed: count({
    fallback: '1', minimum: '0', maximum: '4294967295',
    doc: 'Seed of the hash that gives each flow one of several equal ways.',
  }),
  hashSalt: flag({
    fallback: 'yes',
    doc: 'Each switch hashes in its own way; no: all alike, so that ways further on stay unused.',
  }),
  convergenceTime: time({
    fallback: '100 ms', maximum: '104 d', assumed: true,
    doc: 'From a failure until routing leaves it out; longer than the scenario: never.',
  }),
} as const;

export const link = kind({
  name: 'link',
  doc: 'A connection between two elements.',
  properties: {
    ...common,
    medium: word(['pcie', 'thunderbolt', 'coherent', 'management', 'firmware', 'ethernet'], {
      required: true, doc: 'What the connection is.',
    }),
    generation: count({ minimum: '1', maximum: '7', doc: 'PCIe or Thunderbolt generation.' }),
    lanes: count({ minimum: '1', maximum: '32', doc: 'PCIe lanes.' }),
    laneRate: rate({ doc: 'Data rate of one lane after coding.' }),
    rate: rate({ minimum: '1 bps', doc: 'Data rate in each direction.' }),
    delay: time({ fallback: '0 s', doc: 'Propagation delay.' }),
    loss: ratio({ fallback: '0 %', minimum: '0 %', maximum: '100 %', doc: 'Share of packets lost.' }),
    lossEvery: count({
      minimum: '2', maximum: '1000000000', doc: 'In each direction every so-many-th packet is lost.',
    }),
    mtu: size({
      minimum: '576 B', maximum: '64 KiB', doc: 'Largest packet; unset: that of the smaller end.',
    }),
  },
});

export const fabric = kind({
  name: 'fabric',
  doc: 'A network of switches made from a few numbers.',
  generates: [
    { name: 'leaf', kind: 'switch', countedBy: 'leaves' },
    { name: 'spine', kind: 'switch', countedBy: 'spines' },
    { name: 'core', kind: 'switch', countedBy: 'cores' },
  ],
  properties: {
    ...common,
    shape: word(['clos', 'fatTree'], {
      fallback: 'clos',
      doc: 'clos: every leaf joined to every spine; fatTree: k pods of leaves and spines, joined by '
        + 'cores.',
    }),
    model: word(['packets', 'flows'], {
      fallback: 'packets',
      doc: 'packets: each by itself, with queues and losses; flows: max-min fair shares of links, for '
        + 'very large studies.',
    }),
    k: count({
      fallback: '4', minimum: '2', maximum: '32',
      doc: 'Of a fat tree: ports of every switch, and pods; an even number. It has k³/4 ports for '
        + 'hosts.',
    }),
    leaves: count({
      fallback: '1', minimum: '0', maximum: '4096',
      doc: 'Leaf switches, which hosts hang on; of a fat tree k²/2, k/2 in each pod.',
    }),
    spines: count({
      fallback: '1', minimum: '0', maximum: '4096',
      doc: 'Spine switches; of a fat tree k²/2, k/2 in each pod, where others say aggregation.',
    }),
    cores: count({
      fallback: '0', minimum: '0', maximum: '4096', doc: 'Core switches: of a fat tree k²/4, else none.',
    }),
    uplinks: count({
      minimum: '1', maximum: '4096',
      doc: 'Cables from each leaf to the spines in all; unset: one to each. Of a fat tree always k/2.',
    }),
    uplinkRate: rate({
      minimum: '1 Mbps', maximum: '100 Tbps', doc: 'Rate of links between switches; unset: rate.',
    }),
    hostPorts: count({
      minimum: '1', maximum: '4096',
      doc: 'Ports of a leaf for hosts; unset: what oversubscription gives, or as many as are joined. '
        + 'Of a fat tree k/2.',
    }),
    oversubscription: ratio({
      minimum: '1 %', maximum: '10000 %',
      doc: 'Rate of all ports of a leaf for hosts, joined or not, of that of its uplinks: 3 is 3 to 1.',
    }),
    ...switchProperties,
    delay: time({
      fallback: '500 ns', maximum: '1 s', assumed: true, doc: 'Propagation delay of every link.',
    }),
    switchDelay: time({
      fallback: '500 ns', maximum: '1 s', assumed: true, doc: 'Time through every switch.',
    }),
  },
});

export const switchKind = kind({
  name: 'switch',
  doc: 'A switch with numbered ports.',
  properties: {
    ...common,
    ports: count({ fallback: '64', minimum: '1', maximum: '4096', doc: 'Ports.' }),
    ...switchProperties,
    delay: time({
      fallback: '500 ns', maximum: '1 s', assumed: true, doc: 'Time through the switch.',
    }),
  },
});
