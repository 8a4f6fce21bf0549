/**
 * Fabrics and jobs in the results. Not the counting. Keeps true: sorted by id; cables that nothing
 * was sent over are left out, so that a large fabric with few flows stays small.
 */
import { compareIds, comparePaths, sorted } from '#base';
import type {
  CableResult, FlowCountsResult, JobResult, LinkWayResult, NetworkResult, StreamNetworkResult,
} from '#results';
import { type Activity, type Ground, idealRoundTicks, type Load, MessageLoad } from '#sim/devices';

type SiteNetwork = ReturnType<Ground['fabrics']['all']>[number];

type Since = ReturnType<SiteNetwork['series']['since']>;

function wayResult(
  { series }: SiteNetwork, link: number, since: Since, hasSeries: boolean,
): LinkWayResult {
  const { ticks } = since;
  return {
    bytes: since.bytes, dropped: since.drops, marked: since.marks, pausedTicks: since.pausedTicks,
    utilization: ticks > 0 ? since.busyTicks / ticks : 0,
    meanQueuePackets: ticks > 0 ? since.packetTicks / ticks : 0,
    longestQueueBytes: since.longestQueueBytes,
    series: hasSeries ? series.seriesOf(link) : null,
  };
}

function networkResult(site: SiteNetwork, hasSeries: boolean): NetworkResult {
  const { watch } = site;
  const cables = site.cables.flatMap(({ ir: { id, ends }, link }): readonly CableResult[] => {
    const [there, back] = [site.series.since(link), site.series.since(link + 1)];
    if ([there, back].every(({ bytes, drops: lost }) => bytes === 0 && lost === 0)) return [];
    return [{
      id, ends, ways: [
        wayResult(site, link, there, hasSeries), wayResult(site, link + 1, back, hasSeries),
      ],
    }];
  });
  const drops = [...site.drops()].flatMap(([reason, packets]) =>
    packets === 0 ? [] : [{ reason, packets }]);
  const { blockedMost, chainMost, heldUpMost, deadlock, freed } = watch;
  return {
    id: site.id, cables: sorted(cables, (a, b) => comparePaths(a.id, b.id)),
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
  const rows = ({ cables, series }: SiteNetwork) => cables.flatMap(({ ir: { id }, link }) => {
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

/** What flows came to together. */
export function flowCounts(flows: MessageLoad['flows']): FlowCountsResult {
  const counts = flows.map((flow) => flow.counts());
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

/** Null: it is over no fabric. */
export function streamNetwork(load: Load): StreamNetworkResult | null {
  if (!(load instanceof MessageLoad) || load.flows.length === 0) return null;
  return {
    ...flowCounts(load.flows),
    idealTicks: load.ideal?.aloneTicks ?? 0,
  };
}
