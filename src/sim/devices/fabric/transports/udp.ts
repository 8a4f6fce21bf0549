/**
 * UDP (RFC 768): packets are sent as fast as the port takes them, and what is lost is lost.
 * Keeps true: a message counts as delivered when all of its packets came, and as lost when the last
 * of them came or was lost.
 */
import {
  figureAt, flagsAt, flowAt, messageAt, packetWords, payloadAt, sequenceAt,
} from '../fields.ts';
import { wireBytes } from '../plan.ts';
import type { Ground, Transport } from './transport.ts';

/** IPv4 and UDP headers. */
export const udpHeaderBytes = 28;

export class Udp implements Transport {
  readonly headerBytes = udpHeaderBytes;
  private readonly ground: Ground;
  /** Messages that lost a packet, while others of them are under way. */
  private readonly broken = new Set<number>();

  constructor(ground: Ground) {
    this.ground = ground;
  }

  open(): void {
    // A flow of datagrams has no state.
  }

  begin(flow: number): void {
    const { flows, ports } = this.ground;
    ports.ready(flow, flows.from[flow]!);
  }

  pull(flow: number): boolean {
    const { flows, messages, fabric } = this.ground;
    if (flows.sending[flow]! < 0) return false;
    const sequence = flows.next[flow]!;
    const message = flows.advance(flow);
    const payload = messages.payloadOf(message, sequence, flows.payloadMax[flow]!);
    const packet = fabric.packets.take();
    const p = packetWords * packet;
    const { words } = fabric.packets;
    words[p + flowAt] = flow;
    words[p + flagsAt] = 0;
    words[p + sequenceAt] = sequence;
    words[p + messageAt] = message;
    words[p + payloadAt] = payload;
    flows.tally(flow, figureAt.sentPackets);
    const bytes = wireBytes(payload + udpHeaderBytes);
    fabric.send(flows.from[flow]!, packet, bytes, flows.to[flow]!, flows.entropy[flow]!);
    if (sequence + 1 === messages.endOf(message)) flows.acknowledge(flow, message);
    return flows.sending[flow]! >= 0;
  }

  receive(flow: number, packet: number): void {
    const { flows, fabric, simulation } = this.ground;
    const { words } = fabric.packets;
    const p = packetWords * packet;
    const message = words[p + messageAt]!;
    flows.notePacket(flow, words[p + payloadAt]!, simulation.now);
    fabric.packets.release(packet);
    this.settle(flow, message);
  }

  dropped(flow: number, packet: number): void {
    const message = this.ground.fabric.packets.words[packetWords * packet + messageAt]!;
    this.broken.add(message);
    this.settle(flow, message);
  }

  private settle(flow: number, message: number): void {
    const { flows, messages } = this.ground;
    messages.missing[message]!--;
    if (messages.missing[message] !== 0) return;
    if (this.broken.delete(message)) flows.lose(flow, message);
    else flows.deliver(flow, message);
  }
}
