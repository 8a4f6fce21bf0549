/**
 * What the graph of a host must not allow: a controller that dials out, keys or plain data within
 * reach of the host, firmware that a customer can change. What happens in time is the run's.
 */
import { nearest } from '#base';
import type { Fix } from '#diagnostics';
import type { Node } from '../draft.ts';
import type { Served } from '../io-paths.ts';
import type { Model } from '../model.ts';
import { isMetal, nameAt, placeFor, sourceFor, typeName, word } from '../nodes.ts';
import type { Problems } from '../problems.ts';

const removal = (node: Node, property: string): readonly Fix[] => {
  const source = sourceFor(node, property);
  return source === undefined || source.origin === 'type' ? [] : [{
    title: `Remove '${property}'`, edits: [{ at: source.pointer, action: 'remove', text: '' }],
  }];
};

const checkNode = (node: Node, problems: Problems): void => {
  if (node.kind === 'controller' && word(node, 'outboundPath') === 'yes') {
    problems.report('security/outbound-path', placeFor(node, 'outboundPath'), {
      controller: node.id,
    }, { fixes: removal(node, 'outboundPath') });
  }
  if (node.kind === 'chip' && word(node, 'firmwareWrites') === 'allowed') {
    problems.report('security/firmware-writes', placeFor(node, 'firmwareWrites'), {
      chip: node.id,
    }, { fixes: removal(node, 'firmwareWrites') });
  }
  if (node.kind === 'card' && word(node, 'firmwareCommands') === 'allowed') {
    problems.report('security/firmware-commands', placeFor(node, 'firmwareCommands'), {
      card: node.id,
    }, { fixes: removal(node, 'firmwareCommands') });
  }
};

/** Types of the catalogue say whether local drives are encrypted; where nobody does, it is news. */
const checkDrives = (served: Served, problems: Problems): void => {
  const { instance } = served.placed;
  const [drive] = served.drives;
  const wanted = word(instance, 'diskEncryption');
  if (drive === undefined || wanted === 'unsupported') return;
  const card = drive.parent?.kind === 'card' ? drive.parent : served.cards.storage;
  if (card !== null && word(card, 'encryption') === 'yes') return;
  if (wanted === 'required') {
    problems.report('security/drives-plain',
      card === null ? nameAt(instance) : placeFor(card, 'encryption'), {
        name: instance.id, type: typeName(instance), card: card?.id ?? drive.id,
      });
  } else {
    problems.report('security/drives-readable', nameAt(instance), {
      name: instance.id, drive: drive.id, type: typeName(instance),
    });
  }
};

/** Rules name security groups; one that no instance is in lets nobody pass. */
const checkGroups = (model: Model): void => {
  const instances = model.draft.nodes.filter((node) => node.kind === 'instance');
  const groups = new Set(instances.flatMap((node) => word(node, 'securityGroup') ?? []));
  for (const node of instances) {
    for (const rule of ['inboundFrom', 'outboundTo'] as const) {
      const group = word(node, rule);
      if (group === null || groups.has(group)) continue;
      const near = nearest(group, groups);
      const at = placeFor(node, rule);
      model.draft.problems.report('security/unknown-group', at, {
        rule, group, name: node.id, nearest: near,
      }, {
        fixes: sourceFor(node, rule)?.origin === 'type' ? [] : near.map((name) => ({
          title: `Change to '${name}'`,
          edits: [{ at, action: 'replace', text: JSON.stringify(name) }],
        })),
      });
    }
  }
};

const checkServed = (served: Served, problems: Problems): void => {
  const { instance, machine } = served.placed;
  const { ebs } = served.cards;
  for (const volume of served.volumes) {
    if (ebs === null || word(volume, 'encrypted') !== 'yes') continue;
    if (word(ebs, 'encryption') !== 'yes') {
      // Said only where somebody asked for encryption: the default is what cards of today do.
      const asked = sourceFor(volume, 'encrypted') !== undefined;
      const off = sourceFor(ebs, 'encryption');
      const chosen = off !== undefined && off.origin !== 'type';
      if (!asked && !chosen) continue;
      problems.report('security/key-reachable', asked ? placeFor(volume, 'encrypted') : placeFor(ebs, 'encryption'), {
        volume: volume.id, card: ebs.id,
      }, { fixes: asked ? [] : removal(ebs, 'encryption') });
    } else if (served.volumePath?.exposure === 'domain'
      && sourceFor(ebs, 'exposes')?.origin !== 'type') {
      problems.report('security/data-in-domain', placeFor(ebs, 'exposes'), {
        card: ebs.id, volume: volume.id, hypervisor: machine.hypervisor?.id ?? machine.id,
      }, { fixes: removal(ebs, 'exposes') });
    }
  }
  checkDrives(served, problems);
  if (isMetal(instance) && machine.chip === null && machine.computer === null) {
    problems.report('security/metal-without-chip', nameAt(instance), {
      name: instance.id, machine: machine.id,
    });
  }
};

export const checkSecurity = (model: Model): void => {
  const { problems, nodes } = model.draft;
  for (const node of nodes) checkNode(node, problems);
  for (const served of model.served) checkServed(served, problems);
  checkGroups(model);
};
