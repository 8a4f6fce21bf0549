/**
 * How flows bring bytes across: one kind for all transports, with the properties of each. Not the
 * flows. Keeps true: a property that only some protocols read says which, and its default is that
 * of the paper, the RFC or the system it names, or is said to be assumed.
 */
import { common } from './common-properties.ts';
import { flag, kind, size, time, word } from './types.ts';

const tcpProperties = {
  congestion: word(['cubic', 'newReno', 'dctcp'], {
    fallback: 'cubic', doc: 'TCP: how its window grows and shrinks.',
    source: 'Linux: default of tcp_congestion_control; RFC 9438, RFC 6582, RFC 8257',
  }),
  selectiveAck: flag({
    fallback: 'yes', doc: 'TCP: the receiver says which packets it has (SACK).',
    source: 'RFC 2018; Linux: default of tcp_sack',
  }),
  delayedAck: flag({
    fallback: 'yes', doc: 'TCP: every second packet is acknowledged, or after 40 ms.',
    source: 'RFC 5681; Linux include/net/tcp.h: TCP_DELACK_MIN',
  }),
  ecn: flag({ fallback: 'no', doc: 'TCP: packets may be marked instead of dropped, and it slows down.' }),
} as const;

const timeoutProperties = {
  minimumTimeout: time({
    fallback: '200 ms', minimum: '1 us', maximum: '120 s',
    doc: 'Floor of the retransmission time-out (minRto).',
    source: 'Linux include/net/tcp.h: TCP_RTO_MIN',
  }),
} as const;

const srdProperties = {
  spray: word(['adaptive', 'oblivious', 'hash'], {
    fallback: 'adaptive',
    doc: 'SRD: adaptive avoids slow paths, oblivious takes all alike, hash stays on one. Its other '
      + 'numbers are one set for all specs, most of them assumed.',
  }),
} as const;

const roceProperties = {
  recovery: word(['goBack0', 'goBackN', 'selective'], {
    fallback: 'goBackN',
    doc: 'RoCE: after a loss it sends again the whole message, all from the lost packet on, or only '
      + 'the lost one.',
    source: 'RDMA over Commodity Ethernet at Scale, SIGCOMM 2016; selective: Revisiting Network '
      + 'Support for RDMA, SIGCOMM 2018',
  }),
  ackTimeout: time({
    fallback: '67.1 ms', minimum: '8 us', maximum: '9 s',
    doc: 'RoCE: after so long without news it sends again what it goes back to, and after eight times '
      + 'in a row it gives up. Of gaps it is told at once; selective recovery has short timers of '
      + 'its own.',
    source: 'InfiniBand volume 1, local ACK timeout: 4.096 us times 2^14, as NCCL set it for long',
  }),
  dcqcn: flag({
    fallback: 'no', doc: 'RoCE: marked packets slow the sender down.', source: 'DCQCN, SIGCOMM 2015',
  }),
} as const;

export const transport = kind({
  name: 'transport',
  doc: 'How a flow brings bytes across the network.',
  properties: {
    ...common,
    protocol: word(['udp', 'tcp', 'srd', 'roce'], {
      fallback: 'tcp', doc: 'What decides when a packet is sent, and sent again.',
    }),
    delivery: word(['guaranteed', 'bestEffort'], {
      fallback: 'guaranteed', doc: 'Whether lost packets are sent again.',
    }),
    ordering: word(['guaranteed', 'none'], {
      fallback: 'guaranteed', doc: 'Whether packets are handed up in the order they were sent.',
    }),
    paths: word(['single', 'many'], { fallback: 'single', doc: 'One path, or packets over many.' }),
    packet: size({ fallback: '8 KiB', minimum: '64 B', maximum: '64 KiB', doc: 'Payload of a packet.' }),
    headers: size({
      fallback: '78 B', maximum: '1 KiB',
      doc: 'Bytes on the wire beside the payload of a packet.',
      source: 'IEEE 802.3 (preamble, header, check, gap: 38), RFC 791 and 9293 (20 each)',
    }),
    ...timeoutProperties,
    ...tcpProperties,
    ...srdProperties,
    ...roceProperties,
  },
});
