/**
 * What the graph of a host must not allow: a controller that dials out, keys or plain data within
 * reach of the host, firmware that a customer can change. What happens in time is the run's.
 */
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
  const [drive] = served.drives;
  if (drive !== undefined && word(instance, 'diskEncryption') === 'required') {
    const card = drive.parent?.kind === 'card' ? drive.parent : served.cards.storage;
    if (card === null || word(card, 'encryption') !== 'yes') {
      problems.report('security/drives-plain',
        card === null ? nameAt(instance) : placeFor(card, 'encryption'), {
          name: instance.id, type: typeName(instance), card: card?.id ?? drive.id,
        });
    }
  }
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
};
