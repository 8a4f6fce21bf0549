/**
 * Whether a hypervisor can do with its processor, and with its guests, what it says: what traps,
 * what the processor helps with, which images boot, and what a plain process may not do.
 * Not what that costs: the run shows it.
 */
import type { Fix } from '#diagnostics';
import type { Machine, Node } from '../draft.ts';
import type { Served } from '../io-paths.ts';
import type { Model } from '../model.ts';
import {
  isBroken, isMetal, nameAt, number, placeFor, sourceFor, typeName, word, words,
} from '../nodes.ts';

const PROPERTY = 'virtualization';

/** The nearest element around a part of the catalogue that an author can see and change. */
const ownPlace = (node: Node): string => {
  let up = node;
  while (up.blueprint.declaration.catalogue && up.parent !== null) up = up.parent;
  return nameAt(up);
};

const placeOf = (hypervisor: Node): string => {
  const source = sourceFor(hypervisor, PROPERTY);
  return source === undefined || source.origin === 'type'
    ? ownPlace(hypervisor) : placeFor(hypervisor, PROPERTY);
};

/** Says it another way: where the author said it, or else in the body of the hypervisor. */
const changesTo = (hypervisor: Node, modes: readonly string[]): readonly Fix[] => {
  const source = sourceFor(hypervisor, PROPERTY);
  const { declaration } = hypervisor.blueprint;
  const isSaid = source !== undefined && source.origin !== 'type';
  if (!isSaid && declaration.catalogue) return [];
  return modes.map((mode) => ({
    title: `Change to '${mode}'`,
    edits: [isSaid
      ? { at: source.valueAt, action: 'replace' as const, text: mode }
      : { at: declaration.pointer, action: 'inside' as const, text: `${PROPERTY} = ${mode}` }],
  }));
};

/** Popek and Goldberg: what does not trap cannot be virtualized by trapping. */
const checkProcessor = (machine: Machine, model: Model): void => {
  const { hypervisor, parts } = machine;
  if (hypervisor === null || isBroken(hypervisor) || parts.some(isBroken)) return;
  const mode = word(hypervisor, PROPERTY);
  const assists = parts.every((part) => word(part, 'hardwareAssist') === 'yes');
  const stubborn = parts.find((part) => word(part, 'sensitiveTraps') !== 'yes');
  const { problems } = model.draft;
  if (mode === 'hardware' && !assists) {
    problems.report('offload/no-hardware-assist', placeOf(hypervisor), {
      hypervisor: hypervisor.id, machine: machine.id,
    }, {
      fixes: changesTo(hypervisor, [
        'paravirtual', 'translation', ...(stubborn === undefined ? ['full'] : []),
      ]),
    });
  }
  if (mode === 'full' && stubborn !== undefined) {
    problems.report('offload/not-virtualizable', placeOf(hypervisor), {
      hypervisor: hypervisor.id, part: stubborn.id,
    }, {
      fixes: changesTo(hypervisor, ['paravirtual', 'translation', ...(assists ? ['hardware'] : [])]),
    });
  }
};

/** Which images a mode boots; null: any, or none at all. */
const imageOf = (mode: string | null): string | null => {
  if (mode === 'paravirtual') return 'paravirtual';
  return mode === 'hardware' || mode === 'full' || mode === 'translation' ? 'hvm' : null;
};

const checkImages = (served: Served, model: Model): void => {
  const { instance, machine: { hypervisor } } = served.placed;
  if (isMetal(instance) || hypervisor === null || isBroken(hypervisor)) return;
  const image = imageOf(word(hypervisor, PROPERTY));
  const boots = words(instance, 'virtualizationTypes');
  if (image === null || boots.length === 0 || boots.includes(image)) return;
  const { pointer, spec } = instance.blueprint.declaration;
  model.draft.problems.report(
    'offload/image-type', spec.on.length > 0 ? `${pointer}/on/0` : nameAt(instance), {
      type: typeName(instance), boots, hypervisor: hypervisor.id, image,
    },
  );
};

/** Where nothing is virtualized, a process may not change the machine: the run shows its end. */
const checkProcesses = (model: Model): void => {
  const placed = new Map(model.served.map((s) => [s.placed.instance, s.placed]));
  for (const { workload, from } of model.streams) {
    if (workload.kind !== 'compute' || from === null || isMetal(from)) continue;
    const hypervisor = placed.get(from)?.machine.hypervisor;
    if (hypervisor == null || word(hypervisor, PROPERTY) !== 'none') continue;
    if (number(workload, 'sensitive') === 0 && number(workload, 'ports') === 0) continue;
    model.draft.problems.report('offload/plain-process', nameAt(workload), {
      compute: workload.id, instance: from.id, hypervisor: hypervisor.id,
    }, { fixes: changesTo(hypervisor, ['hardware', 'paravirtual', 'translation']) });
  }
};

export const checkVirtualization = (model: Model): void => {
  for (const machine of model.machines.list) checkProcessor(machine, model);
  for (const served of model.served) checkImages(served, model);
  checkProcesses(model);
};
