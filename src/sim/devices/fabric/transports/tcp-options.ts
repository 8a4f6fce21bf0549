/**
 * What may be chosen of TCP, and the numbers of Linux where nothing else is said
 * (include/net/tcp.h: TCP_RTO_MIN, TCP_TIMEOUT_INIT, TCP_RTO_MAX, TCP_DELACK_MIN).
 * Keeps true: times are in seconds here and in whole ticks nowhere but in the state of flows.
 */

export type Congestion = 'newreno' | 'cubic' | 'dctcp';

export interface TcpOptions {
  readonly congestion: Congestion;
  /** Receivers tell which packets came out of order (RFC 2018). */
  readonly hasSack: boolean;
  /** Receivers answer every second packet, or late (RFC 5681). */
  readonly delaysAcknowledgements: boolean;
  readonly rtoMinSeconds: number;
  /** Switches mark instead of dropping (RFC 3168); DCTCP always asks for it. */
  readonly hasEcn: boolean;
  /** What a receiver holds for one flow, and so the most that is under way. */
  readonly receiveWindowBytes: number;
}

export const tcpDefaults: TcpOptions = Object.freeze({
  congestion: 'cubic',
  hasSack: true,
  delaysAcknowledgements: true,
  rtoMinSeconds: 0.2,
  hasEcn: false,
  // The most of net.ipv4.tcp_rmem; how Linux grows towards it is left out. Assumed.
  receiveWindowBytes: 6_291_456,
});

/** How long nothing is heard until a connection begins anew: each time-out is twice the last. */
export function reconnectSeconds(rtoMinSeconds: number): number {
  let [seconds, next] = [0, rtoMinSeconds];
  for (let i = 0; i < tcpParameters.timeoutsBeforeReconnect; i++) {
    seconds += next;
    next = Math.min(2 * next, tcpParameters.rtoMostSeconds);
  }
  return seconds;
}

export const tcpParameters = Object.freeze({
  /** IPv4, TCP, and timestamps (RFC 7323). */
  headerBytes: 52,
  /** The same, and room for three ranges of a selective acknowledgement. */
  acknowledgementBytes: 80,
  /** RFC 6928. */
  windowFirstPackets: 10,
  rtoFirstSeconds: 1,
  rtoMostSeconds: 120,
  acknowledgementDelaySeconds: 0.04,
  /** Answered at once when a flow begins or was silent for long (TCP_MAX_QUICKACKS). */
  quickAcknowledgements: 16,
  /** RFC 5681. */
  duplicatesForLoss: 3,
  /** net.ipv4.tcp_retries2. */
  timeoutsBeforeReconnect: 15,
  /** RFC 9438. */
  cubicC: 0.4,
  cubicBeta: 0.7,
  /** RFC 8257. */
  dctcpGain: 0.0625,
});
