/**
 * What the console of an instance shows of a run: its states and the steps of its launches, each
 * at its simulated time. Not the log of a real system: nothing is printed that was not simulated.
 */
import type { LaunchResult, LifeResult, Results } from '#results';
import { compareNumbers, sorted } from '#base';

interface Entry {
  readonly atTicks: number;
  readonly text: string;
}

const STEP_WORDS: { readonly [step: string]: string } = {
  requested: 'launch requested by the control plane',
  accepted: 'controller took the request',
  verified: 'hardware and firmware verified',
  allocated: 'vCPUs and memory allocated',
  powered: 'power on, platform firmware ready',
  cards: 'cards attached',
  started: 'start command given',
  firmware: 'guest firmware done',
  loaded: 'boot code loaded from the boot volume',
  kernel: 'kernel up, network stack answers',
  running: 'first service accepts connections',
};

/** `[   12.345678]`, as kernels stamp their lines. */
const stamp = (ticks: number, tickPicoseconds: number): string => {
  const seconds = (ticks * tickPicoseconds) / 1e12;
  return `[${seconds.toFixed(6).padStart(13)}]`;
};

function launchEntries(launch: LaunchResult): readonly Entry[] {
  return launch.steps.map((step) => ({
    atTicks: step.toTicks,
    text: `${STEP_WORDS[step.step] ?? step.step}${step.by === null ? '' : ` (${step.by})`}${
      step.timedOutTicks > 0 ? ', after time-outs' : ''}`,
  }));
}

export function consoleText(life: LifeResult, results: Results): string {
  const entries: readonly Entry[] = [
    ...life.launches.flatMap((launch) => launchEntries(launch)),
    ...life.states.map(({ atTicks, state }) => ({ atTicks, text: `state: ${state}` })),
  ];
  return sorted(entries, (a, b) => compareNumbers(a.atTicks, b.atTicks))
    .map(({ atTicks, text }) => `${stamp(atTicks, results.tickPicoseconds)} ${text}\n`).join('');
}
