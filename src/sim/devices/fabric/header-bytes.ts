/** What transports put before each payload, of IP and above, where no transport runs. */
import { roceHeaderBytes } from './transports/roce.ts';
import { srdParameters } from './transports/srd-parameters.ts';
import { tcpParameters } from './transports/tcp-options.ts';
import { udpHeaderBytes } from './transports/udp.ts';

const headerBytes = {
  roce: roceHeaderBytes, srd: srdParameters.headerBytes, tcp: tcpParameters.headerBytes,
  udp: udpHeaderBytes,
} as const;

export const headerBytesOf = (protocol: keyof typeof headerBytes): number => headerBytes[protocol];
