/**
 * Transports of the fabric for those of a model: which one a flow takes, and with which options.
 * Not how any of them works. Keeps true: flows that name the same transport share one.
 */
import type { TransportIr } from '#ir';
import {
  type Congestion, type Network, type Recovery, Roce, Srd, Tcp, tcpDefaults, Udp,
} from '../fabric/index.ts';

type Properties = TransportIr['properties'];

const congestions: Readonly<Record<Properties['congestion'], Congestion>> = {
  cubic: 'cubic', newReno: 'newreno', dctcp: 'dctcp',
};

const recoveries: Readonly<Record<Properties['recovery'], Recovery>> = {
  goBack0: 'go-back-0', goBackN: 'go-back-N', selective: 'selective',
};

/** What the cards add where they carry TCP and UDP over SRD. */
export interface Carried {
  readonly delayTicks: number;
}

/** Adds a transport to a network; gives its number there. */
export function addTransport(
  network: Network, { properties }: TransportIr, options: {
    readonly ticksPerSecond: number; readonly carried: Carried | null;
    readonly isPatient: boolean;
  },
): number {
  const { carried, ticksPerSecond, isPatient } = options;
  if (carried !== null) {
    return network.addTransport((ground) => new Srd(ground, {
      spray: 'adaptive', isOrdered: properties.ordering === 'guaranteed',
      cardDelayTicks: carried.delayTicks, isPatient,
    }));
  }
  switch (properties.protocol) {
    case 'udp':
      return network.addTransport((ground) => new Udp(ground));
    case 'tcp':
      return network.addTransport((ground) => new Tcp(ground, {
        ...tcpDefaults, congestion: congestions[properties.congestion],
        hasSack: properties.selectiveAck === 'yes',
        delaysAcknowledgements: properties.delayedAck === 'yes',
        hasEcn: properties.ecn === 'yes' || properties.congestion === 'dctcp',
        rtoMinSeconds: properties.minimumTimeoutTicks / ticksPerSecond,
      }));
    case 'srd':
      return network.addTransport((ground) => new Srd(ground, {
        spray: properties.spray, isOrdered: properties.ordering === 'guaranteed', isPatient,
      }));
    case 'roce':
      return network.addTransport((ground) => new Roce(ground, {
        recovery: recoveries[properties.recovery], hasDcqcn: properties.dcqcn === 'yes',
        isPatient, timeoutSeconds: properties.ackTimeoutTicks / ticksPerSecond,
      }));
  }
}
