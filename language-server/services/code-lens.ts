/**
 * Above every scenario: run it, see the topology, and what its last run showed.
 */
import type { LangiumDocument } from 'langium';
import type { CodeLensProvider } from 'langium/lsp';
import type { CodeLens } from 'vscode-languageserver';
import type { ScenarioResults } from '#results';
import { COMMANDS, type ResultsState } from '../protocol.ts';
import type { NitroServices } from './module.ts';
import { nameLocation } from './places.ts';
import { scenariosIn } from './scenarios.ts';

const VERDICTS = ['fails', 'undecided', 'holds'] as const;

/** `3 of 3 hold`, `1 of 3 fails`, with what became of the results since. */
const lastText = (
  results: ScenarioResults, state: ResultsState, partial: boolean,
): string => {
  const count = results.expectations.length;
  const worst = VERDICTS.find((verdict) =>
    results.expectations.some((one) => one.verdict === verdict)) ?? 'holds';
  const many = results.expectations.filter((one) => one.verdict === worst).length;
  const word = worst === 'undecided' ? 'undecided' : many === 1 && worst === 'fails' ? 'fails'
    : worst === 'fails' ? 'fail' : 'hold';
  const verdict = count === 0 ? 'nothing expected' : `${many} of ${count} ${word}`;
  return `last: ${verdict}${partial ? ' so far' : ''}${state === 'stale' ? ' (stale)' : ''}`;
};

export class NitroCodeLens implements CodeLensProvider {
  private readonly services: NitroServices;

  constructor(services: NitroServices) {
    this.services = services;
  }

  provideCodeLens(document: LangiumDocument): CodeLens[] {
    const { Results } = this.services.model;
    const uri = document.uri.toString();
    return scenariosIn(document.parseResult.value).flatMap((scenario): CodeLens[] => {
      const range = nameLocation(scenario)?.range;
      if (range === undefined) return [];
      const argumentsOf = [uri, scenario.name];
      const lens = (title: string, command: string): CodeLens =>
        ({ range, command: { title, command, arguments: argumentsOf } });
      const state = Results.stateOf(uri, scenario.name);
      const { partial } = Results.of(uri, scenario.name);
      const results = Results.scenarioOf(uri, scenario.name);
      return [
        lens(state === 'running' ? '$(sync~spin) Running' : '▶ Run', COMMANDS.run),
        lens('Topology', COMMANDS.topology),
        ...(results === null ? [] : [lens(lastText(results, state, partial), COMMANDS.results)]),
      ];
    });
  }
}
