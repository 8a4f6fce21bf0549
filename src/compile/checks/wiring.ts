/**
 * Whether the wiring of hosts can be: lanes, slots, ports, and what no link reaches.
 * Not one link by itself: that is links.ts.
 */
import type { LinkDraft, Machine, Node } from '../draft.ts';
import type { Served } from '../io-paths.ts';
import type { Model } from '../model.ts';
import { nameAt, number, numberOrNull } from '../nodes.ts';
import { Reach } from '../ways.ts';

const linksOf = (node: Node, medium: string, model: Model): readonly LinkDraft[] => {
  const seen = new Set<LinkDraft>();
  for (const { link } of model.machines.near.get(node) ?? []) {
    if (link.medium === medium) seen.add(link);
  }
  return [...seen];
};

const checkLanes = (socket: Node, model: Model): void => {
  const has = numberOrNull(socket, 'pcieLanes');
  if (has === null) return;
  const links = linksOf(socket, 'pcie', model);
  const asked = links.reduce((sum, l) => sum + (l.lanes ?? 0), 0);
  const last = links.at(-1);
  if (asked <= has || last === undefined) return;
  model.draft.problems.report('wiring/lanes', last.pointer, {
    socket: socket.id, asked, has, links: links.map((l) => `${l.id} (${l.lanes ?? 0})`),
  }, {
    related: links.slice(0, -1)
      .filter((l) => l.pointer !== last.pointer)
      .map((l) => ({ at: l.pointer, message: `This link takes ${l.lanes ?? 0} lanes.` })),
  });
};

const checkComputer = (computer: Node, model: Model): void => {
  const { problems } = model.draft;
  const cards = linksOf(computer, 'pcie', model);
  const slots = number(computer, 'pcieSlots');
  const ports = number(computer, 'thunderboltPorts');
  const [over] = cards.slice(slots);
  if (over !== undefined) {
    const card = over.ends.find((e) => e !== computer)?.id ?? '';
    const types = [...model.draft.shared.names.types.values()].filter((t) =>
      t.kind === 'link' && t.name.startsWith('Thunderbolt')).map((t) => t.name);
    problems.report('wiring/no-slot', over.pointer, { machine: computer.id, card }, {
      fixes: over.type === null || ports === 0 ? [] : types.map((text) => ({
        title: `Change to '${text}'`,
        edits: [{ at: `${over.pointer}/type`, action: 'replace', text }],
      })),
    });
  }
  const cables = linksOf(computer, 'thunderbolt', model);
  const last = cables.at(-1);
  if (cables.length > ports && last !== undefined) {
    problems.report('wiring/thunderbolt-ports', last.pointer, {
      machine: computer.id, asked: cables.length, has: ports,
    });
  }
};

const checkCards = (model: Model): void => {
  const { mislinked } = model.draft;
  const reached = new Set<Node>(model.machines.list.flatMap((m) => m.cards));
  // A card in the wire stands behind one that is reached, and needs no slot.
  const inWire = (node: Node): boolean => linksOf(node, 'ethernet', model)
    .some(({ ends }) => ends.some((end) => reached.has(end) && end.parent === node.parent));
  for (const node of model.draft.nodes) {
    if (node.kind !== 'card' || reached.has(node) || mislinked.has(node) || inWire(node)) continue;
    model.draft.problems.report('wiring/card-unreachable', nameAt(node), { card: node.id });
  }
};

const checkServed = (served: Served, model: Model): void => {
  const { instance, machine } = served.placed;
  const { problems } = model.draft;
  const [volume] = served.volumes;
  if (volume !== undefined && served.cards.ebs === null) {
    problems.report('wiring/no-volume-path', nameAt(volume), {
      name: instance.id, machine: machine.id, volume: volume.id,
    });
  }
  const [first] = served.interfaces;
  if (first !== undefined && served.cards.vpc === null) {
    problems.report('wiring/no-network-path', nameAt(first), {
      name: instance.id, machine: machine.id, need: `interface '${first.name}'`,
    });
  }
};

const checkFlows = (model: Model): void => {
  const { problems } = model.draft;
  let reach: Reach | null = null;
  const machineOf = new Map<Node, Machine>(
    model.served.map((s) => [s.placed.instance, s.placed.machine]),
  );
  for (const { workload, from, to, cards: [a, b] } of model.streams) {
    if (workload.kind !== 'flow' || from === null || to === null) continue;
    for (const [end, card] of [[from, a], [to, b]] as const) {
      if (card !== null || !machineOf.has(end)) continue;
      problems.report('wiring/no-network-path', nameAt(workload), {
        name: end.id, machine: machineOf.get(end)?.id ?? '', need: `flow '${workload.id}'`,
      });
    }
    if (a === null || b === null || a === b) continue;
    reach ??= new Reach(model.machines.near);
    if (!reach.joins(a, b)) {
      problems.report('wiring/no-peer-path', nameAt(workload), {
        flow: workload.id, from: from.id, to: to.id,
      });
    }
  }
};

const checkDriveWork = (model: Model): void => {
  const drives = new Map(model.served.map((s) => [s.placed.instance, s.drives.length]));
  const given = new Set(model.served.flatMap((s) => s.drives));
  for (const { workload, from } of model.streams) {
    if (workload.kind === 'io' && from?.kind === 'drive' && !given.has(from)) {
      model.draft.problems.report('wiring/drive-of-nobody', nameAt(workload), {
        workload: workload.id, drive: from.id,
      });
    }
    if (workload.kind !== 'io' || from?.kind !== 'instance' || drives.get(from) !== 0) continue;
    model.draft.problems.report('wiring/no-drives', nameAt(workload), {
      workload: workload.id, instance: from.id,
    });
  }
};

export const checkWiring = (model: Model): void => {
  for (const machine of model.machines.list) {
    for (const socket of machine.sockets) checkLanes(socket, model);
    if (machine.computer !== null) checkComputer(machine.computer, model);
  }
  checkCards(model);
  for (const served of model.served) checkServed(served, model);
  checkFlows(model);
  checkDriveWork(model);
};
