/**
 * Random valid worlds and scenarios of the life cycle, by seed, for swarm tests: hosts of every
 * sort, lossy and failing parts, drawn times, and actions at random instants, legal or not.
 */
import { Chance, type Stream } from '#base';
import type { ActionIr, Distribution, Ir, MachineIr, PropertyValue } from '#ir';
import {
  action, expectation, instance, ir, macShelf, minute, type Parts, scenario, second, sled, variant,
  world,
} from './ir-builder.ts';

type Given = Readonly<Record<string, PropertyValue>>;

const pick = <Value>(stream: Stream, values: readonly Value[]): Value => {
  const value = values[stream.integerBelow(values.length)];
  if (value === undefined) throw new Error('there is nothing to pick from');
  return value;
};

const duration = (stream: Stream, scale: number): Distribution => pick<Distribution>(stream, [
  { shape: 'constant', parameters: [Math.round(scale)] },
  { shape: 'exponential', parameters: [scale] },
  { shape: 'uniform', parameters: [0, 2 * scale] },
  { shape: 'lognormal', parameters: [scale, 0.5] },
  { shape: 'pareto', parameters: [scale / 2, 2] },
  { shape: 'constant', parameters: [0] },
]);

function lossy(stream: Stream, times: Readonly<Record<string, number>>): Given {
  const given: Record<string, PropertyValue> = {
    concurrency: 1 + stream.integerBelow(4),
    lostCommands: stream.happens(0.85) ? 0 : stream.integerBelow(6),
    lossRatio: stream.happens(0.85) ? 0 : stream.uniform() * 0.5,
  };
  for (const [key, scale] of Object.entries(times)) given[key] = duration(stream, scale);
  return given;
}

function host(stream: Stream, name: string): Parts {
  const controller = {
    ...lossy(stream, { requestTimeTicks: 1.5 * second, commandTimeTicks: 0.1 * second }),
    timeoutTicks: pick(stream, [1e6, 10 * second, 10 * second, minute]),
    boardTimeoutTicks: pick(stream, [second, 30 * minute, 30 * minute]),
    retries: stream.integerBelow(6),
  };
  if (stream.happens(0.2)) {
    return macShelf(name, { controller, machine: {
      powerOnTimeTicks: duration(stream, minute), scrubTimeTicks: duration(stream, minute),
      powerOffTimeTicks: duration(stream, minute),
    } });
  }
  const card = (): Given => lossy(stream, { attachTimeTicks: second, detachTimeTicks: second });
  return sled(name, {
    controller, sockets: 1 + stream.integerBelow(3), metal: stream.happens(0.3),
    drives: stream.integerBelow(3), nic: card(),
    ebs: { ...card(), rateBitsPerSecond: pick(stream, [1e8, 1e9, null]) },
    hypervisor: lossy(stream, {
      allocateTimeTicks: second, startTimeTicks: second, stopTimeTicks: second,
    }),
    socket: { powerOnTimeTicks: duration(stream, minute) },
    chip: { verifyTimeTicks: duration(stream, minute) },
  });
}

function guests(stream: Stream, machine: MachineIr, name: string): readonly Parts[] {
  const count = machine.hypervisor === null ? 1 : stream.integerBelow(4);
  return Array.from({ length: count }, (_, i) => instance(`${name}[${String(i)}]`, {
    machine, volumes: stream.happens(0.5) ? ['data'] : [], later: stream.happens(0.5) ? ['data'] : [],
    interfaces: stream.happens(0.5) ? ['side'] : [],
    drives: stream.integerBelow(1 + machine.drives.length),
    volume: { latencyTicks: duration(stream, 1e9), iops: pick(stream, [100, 3000, null]) },
    instance: {
      bootReadBytes: pick(stream, [0, 1, 131_072, 1_000_000, 8 * 1024 ** 2]),
      firmwareTimeTicks: duration(stream, second), kernelTimeTicks: duration(stream, 5 * second),
      servicesTimeTicks: duration(stream, second), shutdownTimeTicks: duration(stream, second),
    },
  }));
}

function actions(stream: Stream, parts: readonly Parts[], untilTicks: number): ActionIr[] {
  const elements = parts.flatMap((p) => p.elements);
  const ids = (kinds: readonly string[]): readonly string[] =>
    elements.filter((e) => kinds.includes(e.kind)).map((e) => e.id);
  const instances = ids(['instance']);
  const devices = ids(['volume', 'interface']);
  const breakable = ids(['card', 'controller', 'hypervisor', 'socket', 'machine']);
  const list: ActionIr[] = [];
  for (let i = stream.integerBelow(40); i > 0; i--) {
    const atTicks = stream.integerBelow(untilTicks);
    const kind = stream.integerBelow(12);
    if (instances.length === 0 || kind > 9) {
      const forTicks = stream.happens(0.9) ? 1 + stream.integerBelow(minute) : null;
      const name = stream.happens(0.8) ? 'fail' : 'restore';
      const lasting = name === 'fail' && forTicks !== null ? { forTicks } : {};
      list.push(action(atTicks, name, pick(stream, breakable), lasting));
    } else if (kind > 6 && devices.length > 0) {
      const name = pick(stream, ['attach', 'detach']);
      const to = name === 'attach' ? { to: pick(stream, instances) } : {};
      list.push(action(atTicks, name, pick(stream, devices), to));
    } else {
      const name = pick(stream, ['launch', 'launch', 'stop', 'reboot', 'terminate']);
      list.push(action(atTicks, name, pick(stream, instances)));
    }
  }
  return list.sort((a, b) => a.atTicks - b.atTicks);
}

/** A model with one scenario, `swarm`; the same seed gives the same one. */
export function randomLives(seed: number): Ir {
  const stream = new Chance(seed).stream('random lives');
  const hosts = Array.from({ length: 1 + stream.integerBelow(2) }, (_, i) =>
    host(stream, `host[${String(i)}]`));
  const machines = hosts.flatMap((h) => h.machines ?? []);
  const parts = [
    ...hosts, ...machines.flatMap((m, i) => guests(stream, m, `vm${String(i)}`)),
  ];
  const untilTicks = pick(stream, [30 * second, 5 * minute, 60 * minute]);
  const warmupTicks = pick(stream, [0, 0, 10 * second]);
  const placed = parts.flatMap((p) => p.placements ?? []).map((p) => p.instance);
  const done = actions(stream, parts, untilTicks);
  const measured = expectation({
    left: { is: 'measure', measure: 'boot', statistic: 'p90', of: placed },
    right: { is: 'constant', value: minute },
  });
  return ir([world(...parts)], [scenario('swarm', {
    seed, runs: 2, warmupTicks, durationTicks: stream.happens(0.5) ? untilTicks : null,
    expectations: ['p90(vm.boot) < 1 min'],
    variants: [variant({ actions: done, expectations: [measured] })],
  })]);
}
