/**
 * What if a bottleneck were faster: answers it by one more run, made as all runs are. Not the run.
 * Keeps true: it is asked of current results alone, and held against the run that it is asked of;
 * waiting for it holds no lock.
 */
import { URI, isOperationCancelled } from 'langium';
import {
  LSPErrorCodes, ResponseError, type CancellationToken, type Connection,
} from 'vscode-languageserver';
import type { Ir } from '#ir';
import { counterfactualOf, counterfactualText } from '#report';
import { fasterRunOf } from '#sim/run';
import { bottleneckOf } from '#views';
import { WhatIfRequest, type WhatIfAnswer, type WhatIfParameters } from '../protocol.ts';
import { compiledOf } from './compiled-now.ts';
import type { NitroLanguage } from './module.ts';
import type { Workers } from './runs.ts';

const cancelled = (): ResponseError =>
  new ResponseError(LSPErrorCodes.RequestCancelled, 'The run has been cancelled.');

const no = (message: string): WhatIfAnswer => ({ text: null, message });

export class WhatIfs {
  private readonly connection: Connection;
  private readonly language: NitroLanguage;
  private readonly workers: Workers;

  constructor(connection: Connection, language: NitroLanguage, workers: Workers) {
    this.connection = connection;
    this.language = language;
    this.workers = workers;
  }

  listen(): void {
    this.connection.onRequest(WhatIfRequest.method, async (
      wish: WhatIfParameters, token: CancellationToken,
    ) => {
      try {
        const ir = await compiledOf(this.language, wish.uri, token);
        if (ir === null) return no('The spec has errors; see the problems list.');
        return await this.answer(ir, wish, token);
      } catch (error) {
        if (isOperationCancelled(error)) return cancelled();
        throw error;
      }
    });
  }

  private async answer(
    ir: Ir, wish: WhatIfParameters, token: CancellationToken,
  ): Promise<WhatIfAnswer | ResponseError> {
    const { scenario, variant, run: number, stream: id } = wish;
    const uri = URI.parse(wish.uri).toString();
    const store = this.language.nitro.model.Results;
    const results = store.scenarioOf(uri, scenario);
    if (store.stateOf(uri, scenario) !== 'current') {
      return no(`${scenario} has no results of the text as it is; run it first.`);
    }
    const run = results?.variants.find(({ index }) => index === variant)
      ?.runs.find((one) => one.run === number);
    const stream = run?.streams.find((one) => one.id === id);
    if (run === undefined || stream === undefined) return no(`There is no stream '${id}' in that run.`);
    const element = bottleneckOf(stream)?.part.station;
    if (element === undefined) return no(`Nothing holds ${id} up.`);
    const wanted = fasterRunOf(scenario, variant, run, { element });
    const { simulation, files } = this.workers;
    const again = simulation.again(ir, { ...wanted, index: 0 }, await files.of(uri, ir));
    const listener = token.onCancellationRequested(() => again.cancel());
    if (token.isCancellationRequested) again.cancel();
    const end = await again.ended;
    listener.dispose();
    if (end.outcome === 'cancelled') return cancelled();
    if (end.outcome === 'failed') return no(end.message);
    const text = counterfactualText(counterfactualOf(stream, end.result, wanted.faster), stream);
    // A run that came meanwhile has results of its own, to be asked of anew.
    if (store.scenarioOf(uri, scenario) === results) {
      store.learned(uri, scenario, { variant, run: number, stream: id, text });
    }
    return { text, message: null };
  }
}
