/**
 * Expectations on what only packets tell: of fabrics that are computed as flows, and where no
 * switch is. Keeps true: nothing is said of what may be more than 0 in a run.
 */
import { measureByName } from '#kinds';
import { checkPackets } from '../flow-fabrics.ts';
import type { Model } from '../model.ts';
import { switched } from '../switched.ts';
import type { MeasureDraft } from './measures.ts';

/** What happens to packets at switches alone, or to those that are sent over one. */
const AT_SWITCHES: readonly string[] = ['retransmitted', 'reordered', 'marked', 'paused'];

/** Whether a thing is at a switch, or a flow or stream goes over one. */
const isSwitched = (id: string, model: Model): boolean => {
  const at = switched(model);
  if (at.has(id)) return true;
  const streams = model.streams.filter(({ ir, workload }) => ir.id === id || workload.id === id);
  const isFlow = streams.length > 0 || model.draft.nodes.some((n) => n.kind === 'flow' && n.id === id);
  // A flow of nobody has no way at all.
  return isFlow && (streams.length === 0 || streams.some(({ cards: [from, to] }) =>
    from !== null && from !== to && at.has(from.id)));
};

const checkIdle = (measure: string, of: readonly string[], at: string, model: Model): void => {
  const [first] = of;
  if (first === undefined || !AT_SWITCHES.includes(measure)) return;
  if (of.some((id) => isSwitched(id, model))) return;
  model.draft.problems.report('scenario/measure-idle', at, { measure, target: first });
};

export const checkMeasured = (side: MeasureDraft, at: string, model: Model): void => {
  if (side.is === 'binary') {
    checkMeasured(side.left, at, model);
    checkMeasured(side.right, at, model);
  } else if (side.is === 'deadlock') checkPackets('deadlock of', at, side.of, model);
  else if (side.is === 'measure' && measureByName.get(side.measure)?.ofPackets === true) {
    checkPackets(`measure '${side.measure}' of`, at, side.of, model);
    checkIdle(side.measure, side.of, at, model);
  }
};
