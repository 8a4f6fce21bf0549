/**
 * Whether what an instance type gets agrees with what its host can hand to it.
 * Not the derivation of paths: that is io-paths.ts.
 */
import type { Node } from '../draft.ts';
import type { Served } from '../io-paths.ts';
import type { Model } from '../model.ts';
import { cardOfInterface } from '../network-cards.ts';
import { isMetal, isOf, nameAt, number, placeFor, sourceFor, typeName, word } from '../nodes.ts';
import type { Problems } from '../problems.ts';
import { isMac } from './placements.ts';

/** The catalogue's types that stand for a design of hypervisor; others extend one of them. */
const DESIGNS: { readonly [word: string]: string } = { nitro: 'Nitro', xen: 'Xen' };

const checkNitro = (hypervisor: Node, problems: Problems): void => {
  if (!isOf(hypervisor, 'Nitro')) return;
  const wrong: readonly (readonly [string, boolean])[] = [
    ['managementDomain', word(hypervisor, 'managementDomain') === 'yes'],
    ['managementCores', number(hypervisor, 'managementCores') > 0],
    ['managementMemory', number(hypervisor, 'managementMemoryBytes') > 0],
  ];
  for (const [property, is] of wrong) {
    if (!is) continue;
    const source = sourceFor(hypervisor, property);
    problems.report('offload/nitro-management-domain', placeFor(hypervisor, property), {
      hypervisor: hypervisor.id, property,
    }, {
      fixes: source === undefined ? [] : [{
        title: `Remove '${property}'`,
        edits: [{ at: source.pointer, action: 'remove', text: '' }],
      }],
    });
  }
};

const checkDesign = (served: Served, problems: Problems): void => {
  const { instance, machine } = served.placed;
  const { hypervisor } = machine;
  const wants = word(instance, 'hypervisor') ?? 'nitro';
  if (isMetal(instance)) {
    if (wants !== 'none') {
      problems.report('offload/metal-hypervisor', placeFor(instance, 'hypervisor'), {
        name: instance.id, hypervisor: wants,
      });
    }
    return;
  }
  const wanted = DESIGNS[wants];
  const known = Object.values(DESIGNS).some((d) => hypervisor !== null && isOf(hypervisor, d));
  if (hypervisor === null || wanted === undefined || !known || isOf(hypervisor, wanted)) return;
  const { pointer, spec } = instance.blueprint.declaration;
  problems.report('offload/hypervisor-differs', spec.on.length > 0 ? `${pointer}/on/0` : nameAt(instance), {
    name: instance.id, type: typeName(instance), wants: wanted, hypervisor: hypervisor.id,
  });
};

const checkPaths = (served: Served, problems: Problems): void => {
  const { instance, machine } = served.placed;
  const { network, volumePath, drivePath, volumes } = served;
  if (volumePath?.exposure === 'function' && volumePath.interface === 'nvme'
    && word(instance, 'ebsNvme') === 'unsupported' && volumes[0] !== undefined) {
    problems.report('offload/ebs-nvme', nameAt(volumes[0]), {
      name: instance.id, type: typeName(instance), card: volumePath.card,
    });
  }
  if (network?.exposure === 'function' && network.interface === 'ena'
    && word(instance, 'ena') === 'unsupported') {
    problems.report('offload/ena-unsupported', nameAt(instance), {
      name: instance.id, type: typeName(instance), card: network.card,
    });
  }
  const management = machine.hypervisor?.values['managementDomain'] === 'yes';
  for (const path of [network, volumes.length > 0 ? volumePath : null, drivePath]) {
    if (path?.exposure !== 'domain' || management) continue;
    problems.report('offload/domain-without-management', nameAt(instance), {
      card: path.card, machine: machine.id,
    });
  }
};

const checkDisks = (served: Served, problems: Problems): void => {
  const { instance, machine } = served.placed;
  const wants = served.drivesWanted;
  if (wants === 0) return;
  if (machine.computer !== null || isMac(instance)) {
    const source = sourceFor(instance, 'disks');
    problems.report('offload/mac-disks', placeFor(instance, 'disks'), {
      name: instance.id, type: typeName(instance), disks: wants,
    }, {
      fixes: source === undefined || source.origin === 'type' ? [] : [{
        title: "Remove 'disks'", edits: [{ at: source.pointer, action: 'remove', text: '' }],
      }],
    });
  } else if (served.drives.length < wants) {
    problems.report('offload/disks-missing', nameAt(instance), {
      name: instance.id, type: typeName(instance), wants, machine: machine.id,
      has: served.drives.length,
    });
  }
};

const checkExpress = (served: Served, problems: Problems): void => {
  const { instance } = served.placed;
  for (const one of served.interfaces) {
    if (word(one, 'express') !== 'yes') continue;
    const at = placeFor(one, 'express');
    const source = sourceFor(one, 'express');
    const fixes = source === undefined ? [] : [{
      title: "Remove 'express'", edits: [{ at: source.pointer, action: 'remove' as const, text: '' }],
    }];
    if (word(instance, 'enaExpress') !== 'yes') {
      problems.report('offload/express-unsupported', at, {
        interface: one.id, type: typeName(instance),
      }, { fixes });
      continue;
    }
    const card = cardOfInterface(served, one);
    if (card !== null && word(card, 'reliableDatagram') !== 'yes') {
      problems.report('offload/express-card', at, { interface: one.id, card: card.id }, { fixes });
    }
  }
};

export const checkOffload = (model: Model): void => {
  const { problems } = model.draft;
  for (const node of model.draft.nodes) if (node.kind === 'hypervisor') checkNitro(node, problems);
  for (const served of model.served) {
    checkDesign(served, problems);
    checkPaths(served, problems);
    checkDisks(served, problems);
    checkExpress(served, problems);
  }
};
