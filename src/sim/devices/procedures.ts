/**
 * What is done, in which order, to launch, stop, reboot or terminate an instance, and to attach or
 * detach one of its devices. Virtual: the hypervisor allocates and starts. Bare metal: the
 * controller drives the board, after the security chip has verified it. A whole computer: the
 * controller presses its power switch.
 * Not how long anything takes: that comes out of the parts. Keeps true: the order of marks is that
 * of the steps of the life cycle.
 */
import { defined } from '#base';
import type { ElementIr, PlacementIr } from '#ir';
import { type BootPath, bootPath } from './boot-read.ts';
import type { Stage } from './operation.ts';
import {
  type CardSite, type ControllerSite, elementOf, type HypervisorSite, type MachineSite, type Site,
  timing, type Timing,
} from './site.ts';

/** Where one instance lives, and what serves it there. */
export interface Home {
  readonly placement: PlacementIr;
  readonly machine: MachineSite;
  readonly hypervisor: HypervisorSite | null;
  readonly controller: ControllerSite | null;
  readonly bootPath: BootPath | null;
  readonly firmwareTime: Timing;
  readonly kernelTime: Timing;
  readonly servicesTime: Timing;
  readonly shutdownTime: Timing;
}

export function homeOf(site: Site, placement: PlacementIr): Home {
  const instance: ElementIr<'instance'> = elementOf(site, placement.instance, 'instance');
  const element = defined(site.elements.get(placement.instance), 'an instance is an element');
  const { properties } = instance;
  const { chance } = site;
  return {
    placement,
    machine: defined(
      site.machines.get(placement.machine), () => `there is no machine '${placement.machine}'`,
    ),
    hypervisor: placement.hypervisor === null
      ? null
      : defined(site.hypervisors.get(placement.hypervisor), 'a hypervisor is an element'),
    controller: placement.controller === null
      ? null
      : defined(site.controllers.get(placement.controller), 'a controller is an element'),
    bootPath: bootPath(site, placement),
    firmwareTime: timing(element, 'firmwareTime', properties.firmwareTimeTicks, chance),
    kernelTime: timing(element, 'kernelTime', properties.kernelTimeTicks, chance),
    servicesTime: timing(element, 'servicesTime', properties.servicesTimeTicks, chance),
    shutdownTime: timing(element, 'shutdownTime', properties.shutdownTimeTicks, chance),
  };
}

const request: Stage = { is: 'request' };
const command: Stage = { is: 'command' };
const step = (name: string, guest = false): Stage => ({ is: 'reached', step: name, guest });

/** The card that serves a device to an instance; null: it is on no card. */
function cardOf(site: Site, home: Home, deviceId: string): CardSite | null {
  const { network, volumes, drives } = home.placement;
  const element = site.elements.get(deviceId);
  if (element?.kind === 'volume') return site.cards.get(volumes?.card ?? '') ?? null;
  if (element?.kind === 'drive') {
    return site.cards.get(element.parent ?? '') ?? site.cards.get(drives?.card ?? '') ?? null;
  }
  return site.cards.get(network?.card ?? '') ?? null;
}

/** Cards work side by side; the devices of one card wait for each other in its line. */
function together(
  site: Site,
  home: Home,
  devices: readonly string[],
  time: 'attachTime' | 'detachTime',
): Stage {
  const work = devices.flatMap((device) => {
    const card = cardOf(site, home, device);
    return card === null ? [] : [{ part: card.part, time: card[time] }];
  });
  return { is: 'together', work };
}

function guestPhases(home: Home, marked: boolean): readonly Stage[] {
  const phases: readonly (readonly [string, Stage])[] = [
    ['firmware', { is: 'guest', time: home.firmwareTime }],
    ['loaded', { is: 'read', path: home.bootPath }],
    ['kernel', { is: 'guest', time: home.kernelTime }],
    ['running', { is: 'guest', time: home.servicesTime }],
  ];
  return phases.flatMap(([name, stage]) =>
    marked ? [stage, step(name, stage.is === 'guest')] : [stage]);
}

export function launchStages(site: Site, home: Home, devices: readonly string[]): Stage[] {
  const { machine, hypervisor } = home;
  const stages: Stage[] = [request, step('accepted')];
  if (hypervisor === null) {
    if (machine.chip !== null && machine.verifyTime !== null) {
      stages.push(
        command,
        { is: 'work', part: machine.chip, times: [machine.verifyTime], board: true },
        { is: 'then', effect: 'verified' },
        step('verified'),
      );
    }
    stages.push(
      command,
      { is: 'work', part: machine.board, times: machine.powerOnTimes, board: true },
      step('powered'),
    );
  } else {
    stages.push(
      command,
      { is: 'work', part: hypervisor.part, times: [hypervisor.allocateTime], board: false },
      step('allocated'),
    );
  }
  stages.push(command, together(site, home, devices, 'attachTime'), step('cards'), command);
  if (hypervisor !== null) {
    stages.push({
      is: 'work', part: hypervisor.part, times: [hypervisor.startTime], board: false,
    });
  }
  stages.push(
    step('started'), { is: 'then', effect: 'started' }, ...guestPhases(home, true),
    { is: 'then', effect: 'booted' },
  );
  return stages;
}

/** What a host does to let go of an instance. */
function release(site: Site, home: Home, devices: readonly string[]): readonly Stage[] {
  const { machine, hypervisor } = home;
  const off: Stage = hypervisor === null
    ? { is: 'work', part: machine.board, times: machine.powerOffTimes, board: true }
    : { is: 'work', part: hypervisor.part, times: [hypervisor.stopTime], board: false };
  return [off, command, together(site, home, devices, 'detachTime')];
}

export function stopStages(site: Site, home: Home, devices: readonly string[]): Stage[] {
  return [
    request, command, { is: 'guest', time: home.shutdownTime }, ...release(site, home, devices),
    { is: 'then', effect: 'stopped' },
  ];
}

/** `held`: it still holds its place on the host. `up`: a guest runs that can shut down. */
export function terminateStages(
  site: Site,
  home: Home,
  devices: readonly string[],
  is: { readonly held: boolean; readonly up: boolean },
): Stage[] {
  return [
    request, command,
    ...(is.up ? [{ is: 'guest', time: home.shutdownTime } as const] : []),
    ...(is.held ? release(site, home, devices) : []),
    { is: 'then', effect: 'terminated' },
  ];
}

export function rebootStages(home: Home): Stage[] {
  return [
    request, command, { is: 'guest', time: home.shutdownTime }, ...guestPhases(home, false),
    { is: 'then', effect: 'rebooted' },
  ];
}

export function attachStages(site: Site, home: Home, device: string): Stage[] {
  return [
    request, command, together(site, home, [device], 'attachTime'),
    { is: 'then', effect: 'attached' },
  ];
}

export function detachStages(site: Site, home: Home, device: string): Stage[] {
  return [
    request, command, together(site, home, [device], 'detachTime'),
    { is: 'then', effect: 'detached' },
  ];
}
