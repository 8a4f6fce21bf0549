/**
 * Verdicts in words: what was expected, what was measured, and the one word over several.
 * Not how a verdict is reached.
 */
import { DIMENSION_WORDS, printQuantity, type Dimension } from '#kinds';
import { readAs, type ExpectationResult, type Verdict } from '#results';

const isDimension = (word: string): word is Dimension => Object.hasOwn(DIMENSION_WORDS, word);

/** A measured value as people read it; times come in ticks. */
function valueText(
  value: number | string | null,
  how: { readonly dimension: string; readonly tickPicoseconds: number },
): string {
  if (value === null) return 'no sample';
  if (typeof value === 'string' || !isDimension(how.dimension)) return String(value);
  const base = how.dimension === 'time' ? value * how.tickPicoseconds : value;
  return how.dimension === 'time' && base === 0 ? '0 s' : printQuantity(base, how.dimension);
}

const WORDS: { readonly [V in Verdict]: string } = {
  holds: 'holds', fails: 'fails', undecided: 'is undecided',
};

export const verdictWord = (verdict: Verdict): string => WORDS[verdict];

/** The worst of several: one that fails is worse than one that is undecided. */
export function worstOf(verdicts: readonly Verdict[]): Verdict | null {
  if (verdicts.length === 0) return null;
  if (verdicts.includes('fails')) return 'fails';
  return verdicts.includes('undecided') ? 'undecided' : 'holds';
}

/** `2 of 3 hold`. */
export const countText = (verdicts: readonly Verdict[]): string => {
  const holding = verdicts.filter((verdict) => verdict === 'holds').length;
  return `${holding} of ${verdicts.length} hold`;
};

/** What was measured, with the interval it stands for. */
export function measuredText(expectation: ExpectationResult, tickPicoseconds: number): string {
  const how = { dimension: readAs(expectation), tickPicoseconds };
  const estimate = valueText(expectation.estimate, how);
  const { interval } = expectation;
  if (interval === null || interval.low === interval.high) return estimate;
  return `${estimate} (95 %: ${valueText(interval.low, how)} … ${valueText(interval.high, how)})`;
}
