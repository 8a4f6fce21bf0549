/** All checks of a finished model. Each area has its own file. */
import type { Override } from '../draft.ts';
import type { Model } from '../model.ts';
import { isBroken } from '../nodes.ts';
import { checkDrivers } from './drivers.ts';
import { checkFlash } from './flash.ts';
import { checkFlowFabrics } from './flow-fabrics.ts';
import { checkFlowLoads } from './flow-loads.ts';
import { checkLimits } from './limits.ts';
import { checkNetwork } from './network.ts';
import { checkOffload } from './offload.ts';
import { checkPauses } from './pauses.ts';
import { checkPlacements } from './placements.ts';
import { checkSecurity } from './security.ts';
import { checkStorageLoads } from './storage-loads.ts';
import { checkVirtualization } from './virtualization.ts';
import { checkVolumes } from './volumes.ts';
import { checkWiring } from './wiring.ts';

/** Assignments by path from outside all bodies that named nothing at all. */
const checkUnused = (model: Model, overrides: readonly Override[]): void => {
  const { draft } = model;
  for (const override of overrides) {
    if (draft.used.has(override)) continue;
    const [first] = override.path.segments;
    if (first === undefined) {
      const { property, pointer } = override;
      draft.problems.report('name/no-owner', override.propertyAt, { property }, {
        fixes: [{ title: `Remove '${property}'`, edits: [{ at: pointer, action: 'remove', text: '' }] }],
      });
      continue;
    }
    if (draft.roots.has(first.name)) continue;
    if (draft.shared.names.links.some((l) => l.spec.name === first.name)) continue;
    const at = `${override.pathAt}/segments/0/name`;
    const near = draft.problems.near(first.name, () => [...draft.roots.keys()]);
    draft.problems.report('name/unknown', at, { name: first.name, nearest: near }, {
      fixes: near.map((text) => ({
        title: `Change to '${text}'`, edits: [{ at, action: 'replace', text }],
      })),
    });
  }
};

/** The model without instances that are broken or on something broken: that has been said. */
const sound = (model: Model): Model => {
  const served = model.served.filter(({ placed }) =>
    !isBroken(placed.instance) && !placed.machine.parts.some(isBroken));
  if (served.length === model.served.length) return model;
  const instances = new Set(served.map((s) => s.placed.instance));
  const of = new Map([...model.placements.of].filter(([instance]) => instances.has(instance)));
  return { ...model, served, placements: { ...model.placements, of } };
};

export const checkModel = (model: Model, overrides: readonly Override[]): void => {
  checkUnused(model, overrides);
  const whole = sound(model);
  checkPlacements(whole);
  checkWiring(whole);
  checkNetwork(whole);
  checkPauses(whole);
  checkFlowFabrics(whole);
  checkOffload(whole);
  checkDrivers(whole);
  checkVirtualization(whole);
  checkVolumes(whole);
  checkLimits(whole);
  checkFlash(whole);
  checkStorageLoads(whole);
  checkFlowLoads(whole);
  checkSecurity(whole);
};
