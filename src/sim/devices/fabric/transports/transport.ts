/**
 * What a transport is to the network around it: it is asked for packets when its port has room,
 * and is told of packets that arrive. Not a protocol: each stands in its own file.
 * Keeps true: a transport sends only when it is asked to, or answers what it got.
 */
import type { Simulation } from '#sim/kernel';
import type { Fabric } from '../fabric.ts';
import type { Flows } from '../flows.ts';
import type { Messages } from '../messages.ts';
import type { Ports } from '../ports.ts';

/** What all transports stand on. */
export interface Ground {
  readonly simulation: Simulation;
  readonly fabric: Fabric;
  readonly flows: Flows;
  readonly messages: Messages;
  readonly ports: Ports;
}

export interface Transport {
  /** What its headers take of each packet. */
  readonly headerBytes: number;
  /** A flow of this transport came to be. */
  open(flow: number): void;
  /** There is a new message to send. */
  begin(flow: number): void;
  /** The port has room for a packet. True: there may be another. */
  pull(flow: number): boolean;
  /** A packet of a flow reached a port; it is the transport's now. */
  receive(flow: number, packet: number, port: number): void;
  /** A packet of a flow was dropped on its way, for who has no other way to learn of it. */
  dropped?(flow: number, packet: number): void;
  /** Ways through the fabric are others now. */
  rerouted?(): void;
  /** Over how many paths a flow has sent, where it may be more than one. */
  spread?(flow: number): number;
}
