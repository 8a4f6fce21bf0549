/**
 * The bar above the picture: which world is drawn, search, export.
 */
import type { JSX } from 'preact';
import { SPEC_AS_IT_STANDS, type ScenarioChoice, type WorldChoice } from '../protocol.ts';

interface BarProperties {
  readonly choices: readonly ScenarioChoice[];
  readonly choice: WorldChoice;
  readonly search: string;
  readonly matches: number;
  readonly onChoose: (choice: WorldChoice) => void;
  readonly onSearch: (text: string) => void;
  readonly onNext: () => void;
  readonly onExport: () => void;
}

export function Bar(bar: BarProperties): JSX.Element {
  const { choices, choice, search } = bar;
  const variants = choices.find(({ name }) => name === choice.scenario)?.variants ?? [];
  return <div class="bar" role="toolbar" aria-label="Picture">
    {choices.length === 0 ? null : <select
      aria-label="What is drawn" value={choice.scenario ?? ''}
      onChange={({ currentTarget: { value } }) => bar.onChoose(
        value === '' ? SPEC_AS_IT_STANDS : { scenario: value, variant: 0 },
      )}
    >
      <option value="">as written</option>
      {choices.map(({ name }) => <option key={name} value={name}>scenario {name}</option>)}
    </select>}
    {variants.length < 2 ? null : <select
      aria-label="Variant" value={String(choice.variant)}
      onChange={({ currentTarget: { value } }) =>
        bar.onChoose({ scenario: choice.scenario, variant: Number(value) })}
    >
      {variants.map((label, index) =>
        <option key={label} value={String(index)}>{label}</option>)}
    </select>}
    <span class="space" />
    <span class="search">
      <input
        type="search" placeholder="Find in the picture" aria-label="Find in the picture"
        value={search} onInput={({ currentTarget }) => bar.onSearch(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') bar.onNext();
          if (event.key === 'Escape') bar.onSearch('');
        }}
      />
      {search === '' ? null : <span class="count" role="status">
        {bar.matches === 0 ? 'nothing' : `${String(bar.matches)} found`}
      </span>}
    </span>
    <button class="plain" title="Export as SVG" aria-label="Export as SVG" onClick={bar.onExport}>
      <span class="icon icon-save-as" aria-hidden="true" />
    </button>
  </div>;
}
