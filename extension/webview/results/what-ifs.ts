/**
 * What was asked about bottlenecks, and what is being asked. Not the answer, which is the server's.
 * Keeps true: one question at a time; a sentence is shown with the run that it is about.
 */
import { useEffect, useState } from 'preact/hooks';
import type { Host } from '../host.ts';
import type {
  FromResults, ResultsModel, ResultsPageState, StreamQuestion, ToResults,
} from '../protocol.ts';
import type { Shown } from './shown.ts';

export interface WhatIfs {
  /** Of the run that is shown: a sentence, or why there is none; null: not asked. */
  readonly textOf: (stream: string) => string | null;
  /** The stream that is being asked about, of whatever run; null: none. */
  readonly asking: { readonly stream: string; readonly isShown: boolean } | null;
  /** Results of another text cannot be asked about. */
  readonly canAsk: boolean;
  readonly ask: (stream: string) => void;
  readonly stop: () => void;
}

export const isSame = (one: StreamQuestion, other: StreamQuestion): boolean =>
  one.scenario === other.scenario && one.variant === other.variant && one.run === other.run
  && one.stream === other.stream;

export const questionOf = (shown: Shown | null, stream: string): StreamQuestion => ({
  scenario: shown?.scenario.name ?? '', variant: shown?.variant.index ?? 0,
  run: shown?.run.run ?? 0, stream,
});

export function useWhatIfs(
  host: Host<ResultsPageState, FromResults, ToResults>, model: ResultsModel | null,
  shown: Shown | null,
): WhatIfs {
  const [asking, setAsking] = useState<StreamQuestion | null>(null);
  const [refused, setRefused] = useState<{
    readonly question: StreamQuestion; readonly message: string;
  } | null>(null);
  useEffect(() => host.onHear((message) => {
    if (message.type !== 'whatIf') return;
    const { question, message: why } = message;
    setAsking((now) => now !== null && isSame(now, question) ? null : now);
    setRefused(why === null ? null : { question, message: why });
  }), []);
  const about = (stream: string): StreamQuestion => questionOf(shown, stream);
  const scenario = model?.scenario ?? '';
  return {
    textOf: (stream) => {
      const question = about(stream);
      const known = model?.answer?.whatIfs?.find((one) => isSame({ ...one, scenario }, question));
      return known?.text
        ?? (refused !== null && isSame(refused.question, question) ? refused.message : null);
    },
    asking: asking === null ? null
      : { stream: asking.stream, isShown: isSame(asking, about(asking.stream)) },
    canAsk: model?.answer?.state === 'current',
    ask: (stream) => {
      setAsking(about(stream));
      setRefused(null);
      host.say({ type: 'whatIf', question: about(stream) });
    },
    stop: () => host.say({ type: 'stopWhatIf' }),
  };
}
