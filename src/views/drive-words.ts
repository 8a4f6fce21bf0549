/**
 * What came of a drive's flash, in words: the same in every report. Not the figures. Keeps true: an
 * estimate is never said without how sure it is, where that is known.
 */
import type { DriveResult } from '#results';
import { formatSeconds, secondsOf } from './time-axis.ts';

const secondsPerDay = 86_400;
const daysPerYear = 365.25;

/** Flash writes for each host write: `1.23`. */
export const formatAmplification = (value: number): string => value.toFixed(2);

/** Three digits that matter. */
export const formatShare = (share: number): string =>
  share === 0 ? '0 %' : `${String(Number((100 * share).toPrecision(3)))} %`;

/** Whole when it is: `12`, else `12.5`. */
const formatMean = (value: number): string => String(Number(value.toPrecision(4)));

/** Days and years, as lives of drives are told. */
export function formatLife(seconds: number): string {
  if (!Number.isFinite(seconds)) return 'for ever';
  const days = seconds / secondsPerDay;
  if (days < 2) return formatSeconds(seconds);
  return days < 2 * daysPerYear ? `${String(Number(days.toPrecision(3)))} days`
    : `${String(Number((days / daysPerYear).toPrecision(3)))} years`;
}

export interface Fact {
  readonly name: string;
  readonly words: string;
}

/** Write amplification with its interval, and whether it has settled. */
export function amplificationWords(drive: DriveResult): string {
  const { value, halfWidth } = drive.writeAmplification;
  if (value === null) return 'nothing was written';
  const interval = halfWidth === null ? '' : ` ± ${halfWidth.toPrecision(2)}`;
  const error = drive.steadyErrorRatio;
  const settled = drive.steady ? 'steady'
    : `not steady${error === null ? '' : `, may be off by ${formatShare(error)}`}`;
  return `${formatAmplification(value)}${interval}, ${settled}`;
}

/** How much of a drive is simulated; nothing where all of it is. */
export const scaleWords = ({ scale }: DriveResult): string =>
  scale === 1 ? '' : `1 of ${formatMean(scale)} blocks`;

function lifetimeWords(drive: DriveResult, tickPicoseconds: number): string {
  const { lifetime, endOfLifeTicks } = drive.wear;
  const life = (ticks: number): string => formatLife(secondsOf(ticks, tickPicoseconds));
  if (endOfLifeTicks !== null) return `worn out at ${life(endOfLifeTicks)}`;
  if (lifetime === null) return 'nothing was erased';
  return `${life(lifetime.ticks)} at this load (${life(lifetime.lowTicks)} … ${
    life(lifetime.highTicks)})`;
}

/** What a reader asks first, in that order. */
export function driveFacts(drive: DriveResult, tickPicoseconds: number): readonly Fact[] {
  const { wear, flash, driveWrites, geometry, scale } = drive;
  const share = (part: number, whole: number): string =>
    whole === 0 ? '' : `, ${formatShare(part / whole)} for collection`;
  return [
    { name: 'write amplification', words: amplificationWords(drive) },
    {
      name: 'written',
      words: `${formatMean(driveWrites.measured)} drive writes measured, ${
        formatMean(driveWrites.precondition + driveWrites.warmup)} before`,
    },
    {
      name: 'flash busy',
      words: `${formatShare(flash.dieBusy)} of its dies' time, ${
        formatShare(flash.dieBusyForHosts)} for hosts`,
    },
    {
      name: 'programs', words: `${String(flash.programs)}${
        share(flash.collectionPrograms, flash.programs)}`,
    },
    {
      name: 'erases', words: `${String(flash.erases)}; a block has seen ${
        formatMean(wear.leastErases)} … ${formatMean(wear.mostErases)} of ${
        String(wear.eraseLimit)}`,
    },
    { name: 'worn', words: formatShare(wear.wornRatio) },
    { name: 'lasts', words: lifetimeWords(drive, tickPicoseconds) },
    {
      name: 'spare', words: `${formatShare(geometry.overProvisioning)} over-provisioning, ${
        formatShare(geometry.mappedPages / Math.max(1, geometry.logicalPages))} full`,
    },
    ...(scale === 1 ? [] : [{
      name: 'scaled', words: `${scaleWords(drive)} is simulated`,
    }]),
  ];
}
