/**
 * What if a bottleneck were faster: answers it by one more run. Not the run.
 * Keeps true: the sentence is held against the run that it is asked of.
 */
import { counterfactualOf, counterfactualText } from '#report';
import { fabricsOf, fasterRunOf } from '#sim/run';
import { bottleneckOf, fabricOfBottleneck } from '#views';
import { WhatIfRequest, type WhatIfAnswer, type WhatIfParameters } from '../protocol.ts';
import type { NitroLanguage } from './module.ts';
import { isRefused, type Question } from './once-more.ts';

export const whatIfs = (language: NitroLanguage): Question<WhatIfParameters, WhatIfAnswer> => ({
  request: WhatIfRequest,
  refuse: ({ refused }) => ({ text: null, message: refused }),
  answer: async (subject, { scenario, variant }, once) => {
    const { ir, uri, run, stream } = subject;
    const element = fabricOfBottleneck(stream, fabricsOf(ir, scenario, variant))
      ?? bottleneckOf(stream)?.station;
    if (element === undefined) return { refused: `Nothing holds ${stream.id} up.` };
    const store = language.nitro.model.Results;
    const results = store.scenarioOf(uri, scenario);
    const wanted = fasterRunOf(scenario, variant, run, { element });
    const after = await once(subject, wanted);
    if (after === null || isRefused(after)) return after;
    const text = counterfactualText(counterfactualOf(stream, after, wanted.faster), stream);
    // A run that came meanwhile has results of its own, to be asked of anew.
    if (store.scenarioOf(uri, scenario) === results) {
      store.learned(uri, scenario, { variant, run: run.run, stream: stream.id, text });
    }
    return { text, message: null };
  },
});
