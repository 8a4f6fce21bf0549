/**
 * How flows bring bytes across: one kind for all transports, with the properties of each. Not the
 * flows. Keeps true: a property that only some protocols read says which, and its default is that
 * of the paper, the RFC or the system it names, or is said to be assumed.
 */
import { common } from './host-kinds.ts';
import { count, flag, kind, ratio, size, time, word } from './types.ts';

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
    fallback: 'yes', doc: 'TCP: every second packet is acknowledged, or after delayedAckTime.',
    source: 'RFC 5681',
  }),
  delayedAckTime: time({
    fallback: '40 ms', minimum: '1 us', maximum: '500 ms',
    doc: 'TCP: longest wait before an acknowledgement.',
    source: 'Linux include/net/tcp.h: TCP_DELACK_MIN',
  }),
  ecn: flag({ fallback: 'no', doc: 'TCP: packets may be marked instead of dropped, and it slows down.' }),
  initialWindow: count({
    fallback: '10', minimum: '1', maximum: '1000', doc: 'TCP: packets it may send at first.',
    source: 'RFC 6928',
  }),
  receiveWindow: size({
    fallback: '6 MiB', minimum: '1 KiB', maximum: '1 GiB',
    doc: 'TCP: most bytes on their way or not in order.',
    source: 'Linux: largest default of tcp_rmem',
  }),
} as const;

const timeoutProperties = {
  minimumTimeout: time({
    fallback: '200 ms', minimum: '1 us', maximum: '120 s',
    doc: 'Floor of the retransmission time-out (minRto).',
    source: 'Linux include/net/tcp.h: TCP_RTO_MIN',
  }),
  initialTimeout: time({
    fallback: '1 s', minimum: '1 us', maximum: '120 s',
    doc: 'TCP: time-out before a round trip has been measured.',
    source: 'Linux include/net/tcp.h: TCP_TIMEOUT_INIT; RFC 6298',
  }),
  maximumTimeout: time({
    fallback: '120 s', minimum: '1 us', maximum: '1 h',
    doc: 'TCP: a time-out doubles each time, up to this.',
    source: 'Linux include/net/tcp.h: TCP_RTO_MAX',
  }),
  timeouts: count({
    fallback: '15', minimum: '1', maximum: '100',
    doc: 'TCP: after so many time-outs in a row it gives up and makes a new connection.',
    source: 'Linux: default of tcp_retries2',
  }),
} as const;

const srdProperties = {
  spray: word(['adaptive', 'oblivious', 'hash'], {
    fallback: 'adaptive',
    doc: 'SRD: adaptive avoids slow paths, oblivious takes all alike, hash stays on one.',
  }),
  entropies: count({
    fallback: '64', minimum: '1', maximum: '65536',
    doc: 'SRD: values of the field by which switches choose a path: as many paths at a time at most.',
    source: 'notes on the SRD paper, IEEE Micro 2020: up to 64 paths at a time',
  }),
  inFlight: size({
    fallback: '256 KiB', minimum: '1 KiB', maximum: '64 MiB', assumed: true,
    doc: 'SRD: most bytes of a flow on their way.',
  }),
  congestedPaths: ratio({
    fallback: '50 %', minimum: '1 %', maximum: '100 %', assumed: true,
    doc: 'SRD: it slows down when round trips rise on more than this share of its paths.',
  }),
  resendTime: time({
    fallback: '100 us', minimum: '1 us', maximum: '1 s', assumed: true,
    doc: 'SRD: floor of the time after which the card sends a packet again, over another path.',
  }),
} as const;

const roceProperties = {
  recovery: word(['goBack0', 'goBackN', 'selective'], {
    fallback: 'goBackN',
    doc: 'RoCE: after a loss it sends again the whole message, all from the lost packet on, or only '
      + 'the lost one.',
    source: 'RDMA over Commodity Ethernet at Scale, SIGCOMM 2016',
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
