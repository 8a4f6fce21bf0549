/** Expectations on what only packets tell, of fabrics that are computed as flows. */
import { measureByName } from '#kinds';
import { checkPackets } from '../flow-fabrics.ts';
import type { Model } from '../model.ts';
import type { MeasureDraft } from './measures.ts';

export const checkMeasured = (side: MeasureDraft, at: string, model: Model): void => {
  if (side.is === 'binary') {
    checkMeasured(side.left, at, model);
    checkMeasured(side.right, at, model);
  } else if (side.is === 'deadlock') checkPackets('deadlock of', at, side.of, model);
  else if (side.is === 'measure' && measureByName.get(side.measure)?.ofPackets === true) {
    checkPackets(`measure '${side.measure}' of`, at, side.of, model);
  }
};
