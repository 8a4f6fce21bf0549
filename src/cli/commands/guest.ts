/**
 * `guest`: what a command prints inside an instance, worked out from the model; what counts and
 * what comes and goes is read from the first run of a scenario. Not an emulator. Keeps true: what
 * neither the model nor the run knows is not printed.
 */
import type { Ir, World } from '#ir';
import { openerOf, planRuns, runJob, summarise, type JobOptions } from '#sim/run';
import {
  GUEST_COMMANDS, guestPrint, guestSubject, isGuestCommand, needsRun, type GuestCommandName,
  type GuestRun,
} from '#views';
import type { Context } from '../context.ts';
import { hintFor } from '../element-names.ts';
import { EXIT, UsageError } from '../exit-codes.ts';
import { quoted } from '../inputs.ts';
import { filesBeside } from '../named-files.ts';
import { ticksOf } from '../option-readers.ts';
import { modelOrProblems } from './model.ts';

export interface GuestOptions {
  readonly set?: readonly string[];
  readonly scenario?: string;
  /** A time with its unit. */
  readonly at?: string;
}

/** Words that need no quotes in a shell. */
const ALSO: { readonly [word: string]: GuestCommandName } = {
  nvme: 'nvme list', 'nvme-list': 'nvme list', ethtool: 'ethtool -S',
};

function commandNamed(word: string): GuestCommandName {
  if (isGuestCommand(word)) return word;
  const other = Object.hasOwn(ALSO, word) ? ALSO[word] : undefined;
  if (other !== undefined) return other;
  throw new UsageError(`There is no guest command ${quoted(word)}; there are ${
    GUEST_COMMANDS.join(', ')}.`);
}

function checkInstance(world: World | undefined, instance: string): World {
  if (world !== undefined && guestSubject(world, instance) !== null) return world;
  const known = (world?.placements ?? []).map((placement) => placement.instance);
  const first = known[0] === undefined ? ' The model has none.' : ` The first is ${known[0]}.`;
  const hint = hintFor(instance, known);
  throw new UsageError(`There is no instance ${quoted(instance)}.${hint === '' ? first : hint}`);
}

/** The first run of the first variant, and the world it is in. */
function firstRun(
  ir: Ir, open: NonNullable<JobOptions['open']>, command: GuestCommandName, wanted: string | undefined,
): { readonly run: GuestRun; readonly world: World; readonly scenario: string } {
  const name = wanted ?? ir.scenarios[0]?.name;
  if (name === undefined) {
    throw new UsageError(command === 'console'
      ? 'The console needs a scenario, and there is none.'
      : `${quoted(command)} shows a run, and there is no scenario.`);
  }
  const options = { seed: null, runs: 1, scenarios: [name], shard: null };
  const plan = planRuns(ir, options);
  if (!plan.ok) throw new UsageError(plan.problems.map((problem) => problem.message).join(' '));
  const jobs = plan.jobs.filter((job) => job.variant === 0);
  const results = summarise(ir, options, jobs.map((job) => runJob(ir, job, { open })));
  const scenario = ir.scenarios.find((one) => one.name === name);
  const variant = scenario?.variants[0];
  const run = results.scenarios[0]?.variants[0]?.runs[0];
  const world = variant === undefined ? undefined : ir.worlds[variant.world];
  if (run === undefined || world === undefined) {
    throw new UsageError(`The scenario ${quoted(name)} has no run.`);
  }
  return {
    world, scenario: name,
    run: {
      results, run, actions: variant?.actions ?? [], warmupTicks: scenario?.warmupTicks ?? 0,
    },
  };
}

export async function guest(
  context: Context, [file = '', instance = '', word = '']: readonly string[],
  options: GuestOptions,
): Promise<number> {
  const command = commandNamed(word);
  const model = await modelOrProblems(context, file, options);
  if (model === null) return EXIT.failed;
  const { ir } = model;
  const open = openerOf(filesBeside(model.input.path, ir), context.io.openPath);
  const still = checkInstance(ir.worlds[0], instance);
  const shown = needsRun(command) || options.at !== undefined || options.scenario !== undefined
    ? firstRun(ir, open, command, options.scenario) : null;
  const atTicks = options.at === undefined ? null : ticksOf('--at', options.at, ir.tickPicoseconds);
  const answer = guestPrint({
    world: shown?.world ?? still, instance, command, run: shown?.run ?? null, atTicks,
  });
  if (answer.is === 'text') {
    context.io.stdout.write(answer.text);
    return EXIT.fine;
  }
  if (answer.is === 'absent') {
    throw new UsageError(`At that time ${quoted(instance)} is ${answer.state}: nobody is there.`);
  }
  throw new UsageError(`The first variant of '${shown?.scenario ?? ''}', whose run ${
    command === 'console' ? 'the console shows' : 'is shown'}, has no ${quoted(instance)}.`);
}
