/**
 * Whether instances, cards and workloads stay inside their limits; volumes: see volumes.ts. The
 * limits themselves are rows of the types in the catalogue; nothing is known here.
 */
import type { Node } from '../draft.ts';
import type { Served } from '../io-paths.ts';
import type { Model } from '../model.ts';
import { cardOfInterface, networkCardsIn } from '../network-cards.ts';
import {
  nameAt, number, numberOrNull, oncePerValues, placeFor, sourceFor, typeName, word,
} from '../nodes.ts';
import type { Problems } from '../problems.ts';
import { nearestInside, print } from './bounds.ts';

const checkAttachments = (served: Served, problems: Problems): void => {
  const { instance } = served.placed;
  const interfaces = Math.max(1, served.interfaces.length);
  const mostInterfaces = numberOrNull(instance, 'maximumInterfaces');
  if (mostInterfaces !== null && served.interfaces.length > mostInterfaces) {
    problems.report('limits/interfaces', nameAt(instance), {
      name: instance.id, type: typeName(instance), asked: served.interfaces.length,
      most: mostInterfaces,
    });
  }
  const most = numberOrNull(instance, 'maximumAttachments');
  if (most === null) return;
  const shared = word(instance, 'attachmentLimit') === 'shared';
  const volumes = served.volumes.length;
  const asked = shared ? volumes + interfaces + served.drives.length : volumes;
  if (asked <= most || volumes === 0) return;
  problems.report('limits/attachments', nameAt(instance), {
    name: instance.id, type: typeName(instance), asked, most,
    counts: shared
      ? `${volumes} volumes, ${interfaces} interfaces, ${served.drives.length} drives`
      : `${volumes} volumes`,
  });
};

/** Cards that interfaces name, and those that the type has, are there. */
const checkCards = (served: Served, problems: Problems): void => {
  const { instance, machine } = served.placed;
  const given = networkCardsIn(machine).length;
  if (given === 0) return;
  const asked = number(instance, 'networkCards');
  const [has, of] = asked <= given ? [asked, typeName(instance)] : [given, machine.id];
  if (asked > given) {
    problems.report('limits/network-cards', nameAt(instance), {
      name: instance.id, type: typeName(instance), asked, machine: machine.id, has: given,
    });
  }
  for (const one of served.interfaces) {
    const card = numberOrNull(one, 'card');
    if (card === null || card < has) continue;
    problems.report('limits/network-card', placeFor(one, 'card'), {
      interface: one.id, card, of, last: has - 1,
    }, { fixes: nearestInside(one, 'card', null, has - 1, card, 'count') });
  }
};

const checkQueues = (served: Served, problems: Problems): void => {
  const { instance } = served.placed;
  for (const one of served.interfaces) {
    const asked = numberOrNull(one, 'queues');
    if (asked === null) continue;
    const on = cardOfInterface(served, one);
    const card = on === null ? null : numberOrNull(on, 'queues');
    const bounds: readonly (readonly [number | null, string])[] = [
      [number(instance, 'vcpus'), 'are useful with its vCPUs'],
      [numberOrNull(instance, 'maximumEnaQueues'), 'are allowed by its type'],
      [card, 'are given by its card'],
    ];
    let least: readonly [number, string] | null = null;
    for (const [most, reason] of bounds) {
      if (most !== null && (least === null || most < least[0])) least = [most, reason];
    }
    if (least === null || asked <= least[0]) continue;
    const [most, reason] = least;
    problems.report('limits/ena-queues', placeFor(one, 'queues'), {
      interface: one.id, asked, most, reason,
    }, { fixes: nearestInside(one, 'queues', null, most, asked, 'count') });
  }
};

/** Only a number that somebody wrote is a limit; the default is a guess. */
const checkFunctions = (model: Model): void => {
  const used = new Map<Node, number>();
  const add = (card: Node | null, count: number): void => {
    if (card !== null && word(card, 'exposes') === 'function') {
      used.set(card, (used.get(card) ?? 0) + count);
    }
  };
  for (const served of model.served) {
    if (served.stage === 'metal') continue;
    for (const { card, interfaces } of served.networks) add(card, Math.max(1, interfaces.length));
    add(served.cards.ebs, served.volumes.length);
  }
  for (const [card, asked] of used) {
    const has = number(card, 'functions');
    if (asked <= has || sourceFor(card, 'functions') === undefined) continue;
    model.draft.problems.report('limits/functions', placeFor(card, 'functions'), {
      card: card.id, asked, has,
    }, { fixes: nearestInside(card, 'functions', asked, null, has, 'count') });
  }
};

/** The shares of a mix are of the same instructions. */
const checkMix = (compute: Node, problems: Problems): void => {
  const [sensitive, ports] = [number(compute, 'sensitive'), number(compute, 'ports')];
  const left = 1 - sensitive;
  if (ports <= left) return;
  problems.report('limits/instruction-mix', placeFor(compute, 'ports'), {
    compute: compute.id, sensitive: print(sensitive, 'ratio'), ports: print(ports, 'ratio'),
  }, { fixes: left < 0 ? [] : nearestInside(compute, 'ports', null, left, ports, 'ratio') });
};

export const checkLimits = (model: Model): void => {
  const { problems, nodes } = model.draft;
  for (const compute of oncePerValues(nodes.filter((n) => n.kind === 'compute'))) {
    checkMix(compute, problems);
  }
  for (const served of model.served) {
    checkAttachments(served, problems);
    checkCards(served, problems);
    checkQueues(served, problems);
  }
  checkFunctions(model);
};
