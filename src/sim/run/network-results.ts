/**
 * Fabrics and jobs in the results. Not the counting. Keeps true: sorted by id; cables that nothing
 * was sent over are left out, so that a large fabric with few flows stays small.
 */
import { compareIds, comparePaths, sorted } from '#base';
import type {
  BusyHopResult, CableResult, FlowCountsResult, JobResult, LinkWayResult, NetworkResult,
  StreamNetworkResult,
} from '#results';
import {
  type Activity, type Ground, idealMessageTicks, idealRoundTicks, type Load, MessageLoad,
} from '#sim/devices';

type Site = ReturnType<Ground['fabrics']['all']>[number];
type PacketSite = ReturnType<Ground['fabrics']['packetSites']>[number];
type FlowSite = Exclude<Site, PacketSite>;

const utilizationOf = ({ busyTicks, ticks }: {
  readonly busyTicks: number; readonly ticks: number;
}): number => ticks > 0 ? busyTicks / ticks : 0;

function wayResult({ series }: PacketSite, link: number, hasSeries: boolean): LinkWayResult {
  const since = series.since(link);
  const { ticks } = since;
  return {
    bytes: since.bytes, dropped: since.drops, marked: since.marks, pausedTicks: since.pausedTicks,
    utilization: utilizationOf(since),
    meanQueuePackets: ticks > 0 ? since.packetTicks / ticks : 0,
    longestQueueBytes: since.longestQueueBytes,
    series: hasSeries ? series.seriesOf(link) : null,
  };
}

/** Flows are not queued, dropped, marked or paused: nobody knows how packets of them would be. */
function flowWayResult({ series }: FlowSite, link: number, hasSeries: boolean): LinkWayResult {
  const since = series.since(link);
  const unknown = { longestQueueBytes: null, dropped: null, marked: null };
  return {
    ...unknown, bytes: since.bytes, utilization: utilizationOf(since), meanQueuePackets: null,
    pausedTicks: null,
    series: hasSeries ? { ...unknown, utilization: series.seriesOf(link), paused: null } : null,
  };
}

/** Cables that something was sent over. */
function cablesOf(
  { wiring: { cables } }: Site, wayOf: (link: number) => LinkWayResult,
): readonly CableResult[] {
  const used = cables.flatMap(({ ir: { id, ends }, link }): readonly CableResult[] => {
    const ways = [wayOf(link), wayOf(link + 1)] as const;
    return ways.some(({ bytes, dropped }) => bytes > 0 || (dropped ?? 0) > 0)
      ? [{ id, ends, ways }] : [];
  });
  return sorted(used, (a, b) => comparePaths(a.id, b.id));
}

function networkResult(site: Site, hasSeries: boolean): NetworkResult {
  const { id, model } = site;
  if (site.model === 'flows') {
    const cables = cablesOf(site, (link) => flowWayResult(site, link, hasSeries));
    return { id, model, cables, drops: null, pauses: null };
  }
  const { watch } = site;
  const drops = [...site.drops()].flatMap(([reason, packets]) =>
    packets === 0 ? [] : [{ reason, packets }]);
  const { blockedMost, chainMost, heldUpMost, deadlock, freed } = watch;
  return {
    id, model, cables: cablesOf(site, (link) => wayResult(site, link, hasSeries)),
    drops: sorted(drops, (a, b) => compareIds(a.reason, b.reason)),
    pauses: watch.canPause ? { blockedMost, chainMost, heldUpMost, deadlock, freed } : null,
  };
}

export function networkResults(ground: Ground, hasSeries: boolean): readonly NetworkResult[] {
  return ground.fabrics.all().map((site) => networkResult(site, hasSeries));
}

/** How busy each cable was in each window: the busier way of it. */
export function cableUtilization(
  ground: Ground,
): readonly (readonly [string, readonly number[]])[] {
  const rows = ({ wiring: { cables }, series }: Site) => cables.flatMap(({ ir: { id }, link }) => {
    const [there, back] = [series.utilizationOf(link), series.utilizationOf(link + 1)];
    const busier = there === null || back === null ? (there ?? back ?? [])
      : there.map((share, i) => Math.max(share, back[i] ?? 0));
    return busier.some((share) => share > 0) ? [[id, busier] as const] : [];
  });
  return ground.fabrics.all().flatMap(rows);
}

export function jobResults(activity: Activity | null): readonly JobResult[] {
  const jobs = (activity?.traffic.jobs ?? []).map((job): JobResult => ({
    workload: job.workload, roundTicks: [...job.roundTicks], idealTicks: idealRoundTicks(job),
  }));
  return sorted(jobs, (a, b) => comparePaths(a.workload, b.workload));
}

const notCounted: FlowCountsResult = {
  sentPackets: null, retransmitted: null, reordered: null, reorderedMost: null, dropped: null,
  marked: null, duplicates: null, timeouts: null, reconnects: null, stallTicks: null, paths: null,
};

/** What flows came to together. */
export function flowCounts(flows: MessageLoad['flows']): FlowCountsResult {
  const counts = flows.flatMap((flow) => flow.counts() ?? []);
  if (counts.length < flows.length) return notCounted;
  const sum = (of: keyof (typeof counts)[number]): number =>
    counts.reduce((total, one) => total + one[of], 0);
  const most = (of: keyof (typeof counts)[number]): number =>
    Math.max(...counts.map((one) => one[of]));
  return {
    sentPackets: sum('sentPackets'), retransmitted: sum('retransmitted'),
    reordered: sum('reordered'), reorderedMost: most('reorderedMost'), dropped: sum('dropped'),
    marked: sum('marked'), duplicates: sum('duplicates'), timeouts: sum('timeouts'),
    reconnects: sum('reconnects'), stallTicks: most('stallTicks'), paths: most('paths'),
  };
}

/** There or back, where answers hold it up. */
function busiestOf(flows: MessageLoad['flows']): BusyHopResult | null {
  const stopped = ({ utilization, pausedShare }: BusyHopResult): number =>
    utilization + pausedShare;
  const hops = flows.flatMap((flow) => flow.busiestHop() ?? []);
  return hops.reduce<BusyHopResult | null>((most, hop) =>
    most === null || stopped(hop) > stopped(most) ? hop : most, null);
}

/** Null: it is over no fabric. */
export function streamNetwork(load: Load): StreamNetworkResult | null {
  if (!(load instanceof MessageLoad) || load.flows.length === 0) return null;
  return {
    ...flowCounts(load.flows), idealTicks: idealMessageTicks(load), busiest: busiestOf(load.flows),
  };
}
