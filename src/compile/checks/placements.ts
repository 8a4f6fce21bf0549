/**
 * Whether what is placed fits where it is: architecture, the size of metal, Macs, hypervisors.
 * Not the placing: that is placement.ts.
 */
import { printQuantity } from '#kinds';
import type { Draft, Node } from '../draft.ts';
import type { Model } from '../model.ts';
import {
  isMetal, nameAt, number, numberOrNull, oncePerValues, placeFor, sourceFor, typeName, word, words,
} from '../nodes.ts';
import type { Placed } from '../placement.ts';
import { sharesCores, threadsSold } from '../room.ts';

/** The processor that each word of `architectures` runs on; Mac ones want a whole computer. */
const RUNS_ON: { readonly [architecture: string]: string } = {
  arm64: 'arm64', x86: 'x86', i386: 'x86', armMac: 'arm64', x86Mac: 'x86',
};
const MAC: readonly string[] = ['armMac', 'x86Mac'];

export const isMac = (instance: Node): boolean => {
  const wanted = words(instance, 'architectures');
  return wanted.length > 0 && wanted.every((a) => MAC.includes(a));
};

const at = (instance: Node): string => {
  const { pointer, spec } = instance.blueprint.declaration;
  return spec.on.length > 0 ? `${pointer}/on/0` : nameAt(instance);
};

const checkArchitecture = (placed: Placed, draft: Draft, model: Model): void => {
  const { instance, machine } = placed;
  const part = placed.cores[0]?.part ?? machine.parts[0];
  if (part === undefined) return;
  const wants = words(instance, 'architectures');
  const has = word(part, 'architecture');
  if (isMac(instance) && machine.computer === null) {
    const computers = model.machines.list.filter((m) => m.computer !== null).map((m) => m.id);
    draft.problems.report('placement/mac-machine', at(instance), {
      name: instance.id, type: typeName(instance), place: part.id,
    }, { fixes: computers.slice(0, 3).map((id) => ({
      title: `Move to ${id}`, edits: [{ at: at(instance), action: 'replace', text: id }],
    })) });
    return;
  }
  if (wants.length === 0 || has === null || wants.some((a) => RUNS_ON[a] === has)) return;
  const fitting = model.machines.list
    .filter((m) => wants.some((a) => m.parts.some((p) => RUNS_ON[a] === word(p, 'architecture'))))
    .map((m) => m.id);
  draft.problems.report('placement/architecture', at(instance), {
    name: instance.id, type: typeName(instance), wants, place: part.id, has,
  }, { fixes: fitting.slice(0, 3).map((id) => ({
    title: `Move to ${id}`, edits: [{ at: at(instance), action: 'replace', text: id }],
  })) });
};

const checkMetal = (placed: Placed, draft: Draft): void => {
  const { instance, machine } = placed;
  const threads = machine.parts.reduce(
    (sum, p) => sum + number(p, 'cores') * Math.max(1, number(p, 'threadsPerCore')), 0,
  );
  const memory = machine.parts.reduce((sum, p) => sum + number(p, 'memoryBytes'), 0);
  const vcpus = number(instance, 'vcpus');
  const wanted = number(instance, 'memoryBytes');
  if (vcpus <= threads && wanted <= memory) return;
  const said = (t: number, m: number): string => `${t} threads and ${printQuantity(m, 'size')}`;
  draft.problems.report('placement/metal-size', at(instance), {
    name: instance.id, type: typeName(instance), wants: said(vcpus, wanted), machine: machine.id,
    has: said(threads, memory),
  });
};

const checkHypervisor = (placed: Placed, draft: Draft): void => {
  const { instance, machine } = placed;
  if (machine.hypervisor !== null) return;
  const [part] = machine.parts;
  const host = machine.host?.blueprint.declaration.pointer;
  draft.problems.report('placement/no-hypervisor', at(instance), {
    name: instance.id, machine: machine.id,
  }, {
    fixes: host === undefined || part === undefined ? [] : [{
      title: `Add a Nitro hypervisor on '${part.name}'`,
      edits: [{ at: host, action: 'inside', text: `hypervisor hv : Nitro on ${part.name}` }],
    }],
  });
};

/** What says how an instance shares cores, and what of it means nothing where it is. */
const checkSharing = (placed: Placed, draft: Draft): void => {
  const { instance, machine } = placed;
  const { hypervisor } = machine;
  const shared = !isMetal(instance) && hypervisor !== null
    && (sharesCores(machine) || domainShares(hypervisor));
  const pinned = numberOrNull(instance, 'pinnedCore');
  if (shared) {
    const vcpus = number(instance, 'vcpus');
    const threads = threadsSold(machine);
    if (pinned === null || pinned + vcpus <= threads) return;
    draft.problems.report('placement/pinned-core', placeFor(instance, 'pinnedCore'), {
      name: instance.id, pinned, last: pinned + vcpus - 1, machine: machine.id, threads,
    });
    return;
  }
  for (const property of ['pinnedCore', 'weight']) {
    const source = sourceFor(instance, property);
    if (source === undefined || source.origin === 'type') continue;
    draft.problems.report('placement/not-shared', placeFor(instance, property), {
      name: instance.id, property, machine: machine.id,
    }, {
      fixes: [{
        title: `Remove '${property}'`, edits: [{ at: source.pointer, action: 'remove', text: '' }],
      }],
    });
  }
};

/** Whether a management domain has no cores but those of guests. */
const domainShares = (hypervisor: Node): boolean =>
  word(hypervisor, 'managementDomain') === 'yes' && number(hypervisor, 'managementCores') === 0;

/** A domain that shares cores takes of what each vCPU was to have to itself. */
const checkDomain = (hypervisor: Node, draft: Draft): void => {
  if (!domainShares(hypervisor) || word(hypervisor, 'cpuSharing') === 'shared') return;
  const source = sourceFor(hypervisor, 'managementCores');
  if (source === undefined || source.origin === 'type') return;
  draft.problems.report('placement/domain-without-cores', source.valueAt, {
    hypervisor: hypervisor.id,
  }, { fixes: [{
    title: "Change to '1'", edits: [{ at: source.valueAt, action: 'replace', text: '1' }],
  }] });
};

/** MicroVMs are small: they must have a place, and it must be one of the kinds that take them. */
const checkMicrovms = (draft: Draft): void => {
  for (const group of draft.roots.values()) {
    const [first] = group.nodes;
    if (group.kind !== 'microvm' || first === undefined) continue;
    if (first.blueprint.declaration.spec.on.length > 0) continue;
    draft.problems.report('placement/missing', nameAt(first), {
      kind: 'microvm', name: group.name, places: [],
    });
  }
};

export const checkPlacements = (model: Model): void => {
  const { draft, placements } = model;
  for (const placed of placements.of.values()) {
    checkArchitecture(placed, draft, model);
    if (isMetal(placed.instance)) checkMetal(placed, draft);
    else checkHypervisor(placed, draft);
    checkSharing(placed, draft);
  }
  for (const node of oncePerValues(draft.nodes.filter((n) => n.kind === 'hypervisor'))) {
    checkDomain(node, draft);
  }
  checkMicrovms(draft);
};
