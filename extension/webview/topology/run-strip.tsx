/**
 * What stands under the picture after a run: the moment that it shows, and the verdicts.
 */
import { useEffect, useState } from 'preact/hooks';
import type { JSX } from 'preact';
import { readAs, type ScenarioResults } from '#results';
import { valueText, VERDICT_SIGNS } from '../words.ts';

const FRAME_MS = 60;
const PLAY_STEP = 0.01;
const FINE = 1000;

export function TimeStrip({ at, events, now, end, name, stale, heat, onChange, onHeat }: {
  readonly at: number; readonly events: readonly number[]; readonly now: string;
  readonly end: string; readonly name: string; readonly stale: boolean;
  /** Whether loads colour the picture; null: none are known. */
  readonly heat: boolean | null;
  readonly onChange: (at: number) => void; readonly onHeat: (heat: boolean) => void;
}): JSX.Element {
  const [playing, setPlaying] = useState(false);
  useEffect(() => {
    if (!playing) return undefined;
    const timer = setTimeout(() => {
      const next = Math.min(1, at + PLAY_STEP);
      onChange(next);
      if (next === 1) setPlaying(false);
    }, FRAME_MS);
    return () => clearTimeout(timer);
  }, [playing, at]);
  const toEvent = (direction: 1 | -1): void => {
    const found = direction === 1 ? events.find((event) => event > at + 1e-9)
      : events.findLast((event) => event < at - 1e-9);
    onChange(found ?? (direction === 1 ? 1 : 0));
  };
  const button = (icon: string, label: string, onClick: () => void): JSX.Element =>
    <button class="plain" title={label} aria-label={label} onClick={onClick}>
      <span class={`icon icon-${icon}`} aria-hidden="true" />
    </button>;
  return <div class={`time${stale ? ' stale-content' : ''}`}>
    <strong>{name}</strong>
    {button('chevron-left', 'Previous event', () => toEvent(-1))}
    {playing ? button('debug-pause', 'Pause', () => setPlaying(false))
      : button('play', 'Replay', () => {
        if (at === 1) onChange(0);
        setPlaying(true);
      })}
    {button('chevron-right', 'Next event', () => toEvent(1))}
    <input
      type="range" min="0" max={String(FINE)} value={String(Math.round(at * FINE))}
      aria-label="Moment of the run" aria-valuetext={`${now} of ${end}`}
      onInput={({ currentTarget }) => onChange(Number(currentTarget.value) / FINE)}
    />
    <span class="now">{now} <span class="quiet">of {end}</span></span>
    {heat === null ? null : <button
      aria-pressed={heat} title="Colour the picture by how busy each thing is"
      onClick={() => onHeat(!heat)}
    >Heat</button>}
  </div>;
}

export function VerdictStrip({ scenario, stale, tickPicoseconds }: {
  readonly scenario: ScenarioResults; readonly stale: boolean; readonly tickPicoseconds: number;
}): JSX.Element | null {
  if (scenario.expectations.length === 0) return null;
  return <div class={`verdicts${stale ? ' stale-content' : ''}`} role="list" aria-label="Verdicts">
    {scenario.expectations.map(({ index, verdict, text, estimate, dimension }) =>
      <span key={index} role="listitem" title={verdict}>
        <span class={`sign ${verdict}`} aria-label={verdict}>{VERDICT_SIGNS[verdict]}</span>{' '}
        <code>{text}</code>{' '}
        <span class="quiet">{valueText(estimate, {
          dimension: readAs({ text, dimension }), tickPicoseconds,
        })}</span>
      </span>)}
  </div>;
}
