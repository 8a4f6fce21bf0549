/**
 * `run`: simulates the scenarios of files and judges what they expect. Not the simulator.
 * Keeps true: what is printed and written depends on the files and the options alone, whatever the
 * number of threads; a run that is stopped prints what it has and says that it is partial.
 */
import { compareIds, sorted } from '#base';
import { explain } from '#diagnostics';
import type { Ir } from '#ir';
import {
  countOf, expectationsOf, isFine, jsonResults, problemsOf,
  type FileReport, type ReportedProblem, type Undecided,
} from '#report';
import type { Results, RunOptions } from '#results';
import {
  flowStreams, isCutShort, planRuns, summarise, unknownStreamText, type RunProblem,
} from '#sim/run';
import { actionsOf } from '#views';
import { TOOL, type Context } from '../context.ts';
import { EXIT, exitOfSignal, UsageError } from '../exit-codes.ts';
import { findInputs, type Input } from '../inputs.ts';
import { Language, type CheckedInput } from '../language.ts';
import { filesBeside } from '../named-files.ts';
import { ticksOf, type Shard } from '../option-readers.ts';
import {
  requirePlaces, writeOutput, writeReports, type Format, type ReportTarget,
} from '../outputs.ts';
import { doJobs, type Progress } from '../pool.ts';
import { ProgressMeter } from '../progress.ts';
import { repeatOnChange, type Outcome } from '../watch.ts';
import { filesOf, tooManyWarnings } from './check.ts';

export interface RunCommandOptions {
  readonly scenario?: readonly string[];
  readonly seed?: number;
  readonly runs?: number;
  readonly set?: readonly string[];
  readonly jobs?: number;
  readonly packets?: string;
  readonly packetsFrom?: string;
  readonly shard?: Shard;
  readonly output?: string;
  readonly undecided: Undecided;
  readonly format: Format;
  readonly report?: readonly ReportTarget[];
  readonly maxWarnings?: number;
  readonly watch?: boolean;
  readonly stdinFilename?: string;
}

type PicksOptions = Pick<
  RunCommandOptions, 'seed' | 'runs' | 'shard' | 'packets' | 'packetsFrom'
>;

const runOptions = (
  ir: Ir, picked: readonly string[], options: PicksOptions,
): RunOptions => ({
  seed: options.seed ?? null,
  runs: options.runs ?? null,
  scenarios: sorted(new Set(picked), compareIds),
  shard: options.shard ?? null,
  ...(options.packets === undefined ? {} : {
    packets: {
      stream: options.packets,
      fromTicks: options.packetsFrom === undefined ? null
        : Math.round(ticksOf('--packets-from', options.packetsFrom, ir.tickPicoseconds)),
    },
  }),
});

/** What forbids a run, as a problem at its scenario. */
function reportedProblem(
  problem: RunProblem, file: CheckedInput, language: Language,
): ReportedProblem {
  const row = explain(problem.code);
  return {
    code: problem.code,
    severity: 'error',
    message: problem.message,
    why: row?.why ?? null,
    remedy: row?.remedy ?? null,
    place: language.scenarioPlace(file, problem.scenario),
    related: [],
    fixes: [],
    variants: [],
  };
}

/** A name that no file knows is a mistake of the call. */
function knownScenarios(files: readonly CheckedInput[], wanted: readonly string[]): void {
  const models = files.flatMap(({ checked }) => (checked.ir === null ? [] : [checked.ir]));
  const known = new Set(models.flatMap((ir) => ir.scenarios.map((scenario) => scenario.name)));
  // A file with errors may have them; its errors are what is said then.
  if (models.length < files.length) return;
  for (const name of wanted) {
    if (known.has(name)) continue;
    const there = known.size === 0 ? 'none' : sorted(known, compareIds).join(', ');
    throw new UsageError(`There is no scenario '${name}'; there are ${there}.`);
  }
}

/** A stream of which no file has a flow is a mistake of the call. */
function knownStream(files: readonly CheckedInput[], options: RunCommandOptions): void {
  const { packets: wanted, packetsFrom } = options;
  if (wanted === undefined) {
    if (packetsFrom !== undefined) {
      throw new UsageError('--packets-from says from when on; which stream it is, says --packets.');
    }
    return;
  }
  const models = files.flatMap(({ checked }) => (checked.ir === null ? [] : [checked.ir]));
  if (models.length < files.length) return;
  const known = models.flatMap((ir) => flowStreams(ir, ir.scenarios));
  if (!known.includes(wanted)) throw new UsageError(unknownStreamText(wanted, known));
}

/** Says where there is nothing to be seen of the packets that were asked for. */
function tellOfPackets(context: Context, { options, scenarios }: Results): void {
  if (options.packets === undefined) return;
  const { stream } = options.packets;
  for (const { name, variants } of scenarios) {
    const records = variants.flatMap(({ runs }) => runs.slice(0, 1)).map(({ packets }) => packets);
    if (records.every((record) => record == null)) {
      context.say(`No fabric carries ${stream} in ${name} packet by packet, so that none is told apart.`);
    } else if (records.every((record) => record?.packets.length === 0)) {
      context.say(`${stream} sends no packet in ${name} from then on.`);
    }
  }
}

class RunCommand {
  private readonly context: Context;
  private readonly options: RunCommandOptions;
  private readonly language: Language;

  constructor(context: Context, options: RunCommandOptions) {
    this.context = context;
    this.options = options;
    this.language = new Language(context);
  }

  async all(inputs: readonly Input[]): Promise<Outcome> {
    const { context, options } = this;
    const checked: CheckedInput[] = [];
    for (const input of inputs) checked.push(await this.language.check(input, options.set));
    knownScenarios(checked, options.scenario ?? []);
    knownStream(checked, options);
    const files: FileReport[] = [];
    for (const file of checked) files.push(await this.one(file));
    if (options.output !== undefined) await this.writeResults(options.output, files);
    const said = {
      report: { tool: TOOL, files }, texts: this.language.texts, ran: true,
      undecided: options.undecided,
    };
    await writeReports(context, said, options.format, options.report ?? []);
    return { code: this.codeOf(files), watched: checked.flatMap(filesOf) };
  }

  private async one(file: CheckedInput): Promise<FileReport> {
    const { ir } = file.checked;
    if (ir === null) return file.report;
    const wanted = this.options.scenario ?? [];
    const picked = wanted.filter((name) => ir.scenarios.some((s) => s.name === name));
    if (wanted.length > 0 && picked.length === 0) return file.report;
    if (ir.scenarios.length === 0) {
      this.context.say(`${file.input.name} has no scenario to run.`);
    }
    const options = runOptions(ir, picked, this.options);
    const plan = planRuns(ir, options);
    if (!plan.ok) {
      const problems = plan.problems.map((p) => reportedProblem(p, file, this.language));
      return { ...file.report, problems: [...file.report.problems, ...problems] };
    }
    const meter = new ProgressMeter(this.context, file.input.name, plan.jobs.length);
    let last: Progress = { jobsDone: 0, events: 0 };
    const done = await doJobs(this.context, ir, plan.jobs, {
      threads: this.threads(), files: filesBeside(file.input.path, ir),
      onProgress: (progress) => {
        last = progress;
        meter.update(progress);
      },
    });
    meter.end(last);
    const results = summarise(ir, options, done, file.report.model?.fingerprint);
    tellOfPackets(this.context, results);
    return this.fileReport(file, ir, results);
  }

  private threads(): number {
    return this.options.jobs ?? Math.max(1, this.context.io.cores - 1);
  }

  private async fileReport(file: CheckedInput, ir: Ir, results: Results): Promise<FileReport> {
    const ran = {
      ...file.report,
      run: {
        results, places: this.language.placesOf(file.checked), actions: actionsOf(ir.scenarios),
      },
    };
    const { format, report = [] } = this.options;
    const drawn = format === 'html' || report.some((target) => target.format === 'html');
    if (!drawn) return ran;
    const { picturesOf } = await import('../pictures.ts');
    const { whatIfsOf } = await import('../what-if.ts');
    const { name } = file.input;
    const threads = this.threads();
    return {
      ...ran, pictures: await picturesOf(ir, results, name),
      whatIfs: await whatIfsOf(this.context, ir, results, {
        file: name, threads, files: filesBeside(file.input.path, ir),
      }),
    };
  }

  private async writeResults(path: string, files: readonly FileReport[]): Promise<void> {
    const results = files[0]?.run?.results;
    if (results !== undefined) await writeOutput(this.context, path, jsonResults(results));
  }

  private codeOf(files: readonly FileReport[]): number {
    const { context, options } = this;
    if (context.io.stop.aborted) return exitOfSignal(context.io.stop.reason);
    const errors = countOf(problemsOf({ tool: TOOL, files }), 'error') > 0;
    const limits = files.some((file) => file.run !== null && isCutShort(file.run.results));
    // One part of several decides nothing; merge judges the whole.
    const judged = options.shard === undefined;
    const failed = judged && files.some((file) =>
      expectationsOf(file).some(({ expectation }) => !isFine(expectation, options.undecided)));
    const warned = tooManyWarnings(context, files, options.maxWarnings);
    return errors || limits || failed || warned ? EXIT.failed : EXIT.fine;
  }
}

export async function run(
  context: Context, arguments_: readonly string[], options: RunCommandOptions,
): Promise<number> {
  const inputs = await findInputs(context, arguments_, options);
  if (options.output !== undefined && inputs.length > 1) {
    throw new UsageError('-o takes the results of one file; call run once for each file.');
  }
  await requirePlaces(context, options);
  const known = inputs.map((input) => input.path);
  return repeatOnChange(context, options.watch ?? false, known, () =>
    new RunCommand(context, options).all(inputs));
}
