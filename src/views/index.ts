/** The door of the views room. */
export { renderBars, type BarRow, type BarsOptions } from './bars-svg.ts';
export {
  aroundBottleneck, bottleneckOf, bottleneckWords, fabricOfBottleneck, formatBits, formatRate,
  isFlow, longestPartOf, partTicks, pieceOf, roleText,
  shareText, spentInAll, spentOf, spentWords, throughputNoun, type Bottleneck,
  type PlacedPart,
} from './breakdown.ts';
export { breakdownText, renderBreakdown, type BreakdownOptions } from './breakdown-svg.ts';
export {
  formatBytes, linkWays, notableWays, renderLinkWay, type LinkWay,
} from './cables.ts';
export type { ChartOptions } from './chart-svg.ts';
export {
  curvesOf, percentileWords, renderDistribution, type Bound, type Curve,
} from './distribution-svg.ts';
export {
  amplificationWords, driveFacts, formatAmplification, formatLife, formatShare, scaleWords,
  type Fact,
} from './drive-words.ts';
export {
  completionCurves, goodputLines, drawCompletions, hasWindows, renderGoodput, renderRounds,
} from './flow-svg.ts';
export type { PlotLine } from './plot-svg.ts';
export {
  completionsOf, drawnStreams, flowGroups, hasFew, pooledOf, slowestOf,
  streamGroups, type FlowGroup, type Pooled,
} from './flows.ts';
export { meanUtilization, utilizationIn, windowAt, windowStart } from './heat-figures.ts';
export {
  circleWords, dropWords, flowFacts, hasStalled, jobFacts, longestRound, medianRound,
  mostOf, networkFacts, pathsWords, rangeWords, sumOf, flowsWords, hasPackets, idealWords,
  uncountedWords,
} from './network-words.ts';
export { actionsOf, outageMoments, outagesAt, outagesOf, type Outage } from './outages.ts';
export {
  emptyOverlay, type FaultMark, type Overlay, type StateMark, type VerdictMark,
} from './overlay.ts';
export { packetOutcome } from './packet-words.ts';
export { renderPacketTimeline, type PacketTimelineOptions } from './packet-timeline-svg.ts';
export {
  renderDriveSeries, renderSeries, renderVolumeSeries,
} from './series-svg.ts';
export type { Strip, TimeMark } from './strip-svg.ts';
export { themes, type Theme } from './theme.ts';
export { formatSeconds } from './time-axis.ts';
export { renderTimeline, type TimelineOptions } from './timeline-svg.ts';
export { renderHeat, type HeatOptions, type Utilization } from './topology-heat-svg.ts';
export { renderTopology, topologyTitle, type TopologyOptions } from './topology-svg.ts';
export { topologyText, type TextOptions } from './topology-text.ts';
export { renderVerdicts } from './verdicts-svg.ts';
export {
  checks, cloudWatch, consoleText, ethtoolDriver, ethtoolStatistics, GUEST_COMMANDS, guestPrint,
  guestSubject, isGuestCommand, lsblk, lscpu, lspci, lstopo, needsRun, nethogs, nvmeList,
  syntheticTopology, turbostat, type GuestCommandName, type GuestPrint, type GuestRun,
  type GuestSubject,
} from './guest/index.ts';
export { renderWear, type WearOptions } from './wear-svg.ts';
export { volumeFacts } from './volume-words.ts';
