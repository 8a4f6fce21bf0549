/**
 * The verdicts: first on the page, each with what was measured and why. Not how they are reached.
 */
import type { JSX } from 'preact';
import { readAs, type ExpectationResult, type Results, type ScenarioResults } from '#results';
import { intervalText, valueText, variantText, VERDICT_SIGNS } from '../words.ts';

export function Verdicts({ scenario, results, previous, onReveal }: {
  readonly scenario: ScenarioResults; readonly results: Results;
  /** To compare with; null: not asked for. */
  readonly previous: Results | null;
  readonly onReveal: (index: number) => void;
}): JSX.Element {
  const before = previous?.scenarios.find(({ name }) => name === scenario.name);
  const varied = scenario.variants.length > 1;
  const sure = scenario.expectations.some(({ interval }) =>
    interval !== null && interval.low !== interval.high);
  if (scenario.expectations.length === 0) {
    return <p class="quiet">This scenario expects nothing.</p>;
  }
  return <div class="scroll"><table class="verdict-list" aria-label="Verdicts">
    <thead><tr>
      <th scope="col"><span class="hidden-text">Verdict</span></th>
      <th scope="col">expectation</th><th scope="col">measured</th>
      {sure ? <th scope="col" title="Interval of confidence of the mean">95 %</th> : null}
      {before === undefined ? null : <th scope="col">before</th>}
      {varied ? <th scope="col">decided by</th> : null}
    </tr></thead>
    <tbody>{scenario.expectations.map((expectation) => <Row
      key={expectation.index} expectation={expectation} scenario={scenario} results={results}
      before={before?.expectations.find(({ text }) => text === expectation.text)}
      previous={before === undefined ? null : previous} varied={varied}
      sure={sure} onReveal={onReveal}
    />)}</tbody>
  </table></div>;
}

function Row({ expectation, scenario, results, before, previous, varied, sure, onReveal }: {
  readonly expectation: ExpectationResult; readonly scenario: ScenarioResults;
  readonly results: Results; readonly before: ExpectationResult | undefined;
  readonly previous: Results | null; readonly varied: boolean; readonly sure: boolean;
  readonly onReveal: (index: number) => void;
}): JSX.Element {
  const { index, verdict, text, estimate, interval, reason } = expectation;
  const how = { dimension: readAs(expectation), tickPicoseconds: results.tickPicoseconds };
  const variant = scenario.variants.find((each) => each.index === expectation.variant);
  return <>
    <tr data-verdict={verdict}>
      <td class={`sign ${verdict}`} title={verdict}>
        <span aria-hidden="true">{VERDICT_SIGNS[verdict]}</span>
        <span class="hidden-text">{verdict}</span>
      </td>
      <td><button class="link" title="Go to the text" onClick={() => onReveal(index)}>
        {text}
      </button>{reason === null ? null : <div class="quiet">{reason}</div>}</td>
      <td class="measured">{valueText(estimate, how)}</td>
      {sure ? <td class="quiet">{intervalText(interval, how)}</td> : null}
      {previous === null ? null : <Before
        before={before} now={expectation} tickPicoseconds={previous.tickPicoseconds}
      />}
      {varied ? <td class="quiet">{variant === undefined ? '' : variantText(variant)}</td> : null}
    </tr>
  </>;
}

function Before({ before, now, tickPicoseconds }: {
  readonly before: ExpectationResult | undefined; readonly now: ExpectationResult;
  readonly tickPicoseconds: number;
}): JSX.Element {
  if (before === undefined) return <td class="quiet">not asked</td>;
  const value = valueText(before.estimate, { dimension: readAs(before), tickPicoseconds });
  const changed = before.estimate !== now.estimate || before.verdict !== now.verdict;
  return <td class={changed ? 'changed' : 'quiet'}>
    {VERDICT_SIGNS[before.verdict]} {value}{changed ? '' : ' (same)'}
  </td>;
}
