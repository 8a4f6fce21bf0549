/**
 * k-ary fat trees (Al-Fares, Loukissas and Vahdat 2008): k pods of k/2 edge and k/2 aggregation
 * switches, (k/2)² cores, k³/4 hosts, full bisection.
 * Keeps true: hosts are numbered by pod, edge and place, so neighbours in number share a switch.
 */
import { invariant } from '#base';
import type { CableKind, CablePlan, FabricPlan, SwitchPlan } from './plan.ts';

export interface FatTreeOptions {
  readonly id: string;
  /** Ports of a switch: even, 2 to 32. */
  readonly k: number;
  readonly ticksPerSecond: number;
  readonly cable: CableKind;
  /** Between switches, where it differs from the cable to a host. */
  readonly uplink?: CableKind;
  readonly isSalted?: boolean;
  readonly convergenceTicks?: number | null;
  readonly jitterTicks?: number;
}

export function fatTree(options: FatTreeOptions): FabricPlan {
  const { id, k, cable } = options;
  invariant(k >= 2 && k <= 32 && k % 2 === 0, () => `a fat tree has an even k to 32, not ${k}`);
  const half = k / 2;
  const uplink = options.uplink ?? cable;
  const switches: SwitchPlan[] = [];
  const ports: string[] = [];
  const cables: CablePlan[] = [];
  const join = (kind: CableKind, from: string, to: string) => {
    cables.push({ ...kind, ends: [from, to] });
  };
  for (let core = 0; core < half * half; core++) switches.push({ id: `${id}/core${core}`, tier: 2 });
  for (let pod = 0; pod < k; pod++) {
    for (let i = 0; i < half; i++) {
      const aggregation = `${id}/pod${pod}/aggregation${i}`;
      switches.push({ id: aggregation, tier: 1 });
      for (let j = 0; j < half; j++) join(uplink, aggregation, `${id}/core${i * half + j}`);
    }
    for (let i = 0; i < half; i++) {
      const edge = `${id}/pod${pod}/edge${i}`;
      switches.push({ id: edge, tier: 0 });
      for (let j = 0; j < half; j++) join(uplink, edge, `${id}/pod${pod}/aggregation${j}`);
      for (let j = 0; j < half; j++) {
        const port = `${id}/host${(pod * half + i) * half + j}`;
        ports.push(port);
        join(cable, port, edge);
      }
    }
  }
  return planOf(options, switches, ports, cables);
}

export interface LeafSpineOptions extends Omit<FatTreeOptions, 'k'> {
  readonly leaves: number;
  readonly spines: number;
  readonly hostsPerLeaf: number;
  /** Cables from a leaf to each spine. */
  readonly cablesPerSpine?: number;
}

/** Leaves that each have a cable to every spine. */
export function leafSpine(options: LeafSpineOptions): FabricPlan {
  const { id, leaves, spines, hostsPerLeaf, cable } = options;
  const uplink = options.uplink ?? cable;
  const switches: SwitchPlan[] = [];
  const ports: string[] = [];
  const cables: CablePlan[] = [];
  for (let spine = 0; spine < spines; spine++) switches.push({ id: `${id}/spine${spine}`, tier: 1 });
  for (let i = 0; i < leaves; i++) {
    const leaf = `${id}/leaf${i}`;
    switches.push({ id: leaf, tier: 0 });
    for (let spine = 0; spine < spines; spine++) {
      for (let j = 0; j < (options.cablesPerSpine ?? 1); j++) {
        cables.push({ ...uplink, ends: [leaf, `${id}/spine${spine}`] });
      }
    }
    for (let j = 0; j < hostsPerLeaf; j++) {
      const port = `${id}/host${i * hostsPerLeaf + j}`;
      ports.push(port);
      cables.push({ ...cable, ends: [port, leaf] });
    }
  }
  return planOf(options, switches, ports, cables);
}

function planOf(
  options: Omit<FatTreeOptions, 'k'>,
  switches: readonly SwitchPlan[],
  ports: readonly string[],
  cables: readonly CablePlan[],
): FabricPlan {
  const { id, ticksPerSecond, isSalted, convergenceTicks, jitterTicks } = options;
  return {
    id,
    ticksPerSecond,
    switches,
    ports,
    cables,
    isSalted: isSalted ?? true,
    convergenceTicks: convergenceTicks ?? null,
    jitterTicks: jitterTicks ?? 0,
  };
}
