/**
 * `guest`: what a command prints inside an instance, worked out from the model; the console shows
 * the first run of a scenario. Not an emulator. Keeps true: what the model does not know is not
 * printed.
 */
import type { Ir } from '#ir';
import type { LifeResult } from '#results';
import { planRuns, runJob, summarise } from '#sim/run';
import { consoleText, guestSubject, lscpu, lspci, lstopo, nvmeList, type GuestSubject } from '#views';
import type { Context } from '../context.ts';
import { hintFor } from '../element-names.ts';
import { EXIT, UsageError } from '../exit-codes.ts';
import { quoted } from '../inputs.ts';
import { modelOrProblems } from './model.ts';

export interface GuestOptions {
  readonly set?: readonly string[];
  readonly scenario?: string;
}

const PRINTERS: { readonly [command: string]: (subject: GuestSubject) => string } = {
  lspci, lscpu, lstopo, nvme: nvmeList, 'nvme-list': nvmeList,
};
const COMMANDS = [...Object.keys(PRINTERS), 'console'];

function subjectOf(ir: Ir, instance: string): GuestSubject {
  const world = ir.worlds[0];
  const subject = world === undefined ? null : guestSubject(world, instance);
  if (subject !== null) return subject;
  const known = (world?.placements ?? []).map((placement) => placement.instance);
  const first = known[0] === undefined ? ' The model has none.' : ` The first is ${known[0]}.`;
  const hint = hintFor(instance, known);
  throw new UsageError(`There is no instance ${quoted(instance)}.${hint === '' ? first : hint}`);
}

/** The life of an instance in the first run of the first variant. */
function lifeOf(ir: Ir, instance: string, wanted: string | undefined): string {
  const scenario = wanted ?? ir.scenarios[0]?.name;
  if (scenario === undefined) throw new UsageError('The console needs a scenario, and there is none.');
  const options = { seed: null, runs: 1, scenarios: [scenario], shard: null };
  const plan = planRuns(ir, options);
  if (!plan.ok) throw new UsageError(plan.problems.map((problem) => problem.message).join(' '));
  const jobs = plan.jobs.filter((job) => job.variant === 0);
  const results = summarise(ir, options, jobs.map((job) => runJob(ir, job)));
  const lives: readonly LifeResult[] = results.scenarios[0]?.variants[0]?.runs[0]?.lives ?? [];
  const life = lives.find((each) => each.instance === instance);
  if (life === undefined) {
    throw new UsageError(`The first variant of '${scenario}', whose run the console shows, has no ${
      quoted(instance)}.`);
  }
  return consoleText(life, results);
}

export async function guest(
  context: Context, [file = '', instance = '', command = '']: readonly string[],
  options: GuestOptions,
): Promise<number> {
  if (!COMMANDS.includes(command)) {
    throw new UsageError(`There is no guest command ${quoted(command)}; there are ${COMMANDS.join(', ')}.`);
  }
  const model = await modelOrProblems(context, file, options);
  if (model === null) return EXIT.failed;
  const subject = subjectOf(model.ir, instance);
  const print = PRINTERS[command];
  context.io.stdout.write(print === undefined
    ? lifeOf(model.ir, subject.id, options.scenario)
    : print(subject));
  return EXIT.fine;
}
