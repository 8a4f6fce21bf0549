/**
 * Every command with its arguments, options, help and examples. Not what they do: that is in
 * commands/, one file each, loaded when called. Keeps true: help and behaviour come from one row.
 */
import { Option, type Command } from 'commander';
import type { CheckOptions } from './commands/check.ts';
import type { CompileOptions } from './commands/compile.ts';
import type { DiffOptions } from './commands/diff.ts';
import type { ExplainOptions } from './commands/explain.ts';
import type { FormatOptions } from './commands/fmt.ts';
import type { GuestOptions } from './commands/guest.ts';
import type { ImportOptions } from './commands/import.ts';
import type { MergeOptions } from './commands/merge.ts';
import type { NewOptions } from './commands/new.ts';
import type { RenderOptions } from './commands/render.ts';
import type { RunCommandOptions } from './commands/run.ts';
import type { Context } from './context.ts';
import {
  collect, formatOption, jobsOption, outputOption, readFaster, readShard, reportOption, setOption,
  stdinOption, wholeNumber,
} from './option-readers.ts';

type Done = (code: number) => void;

const examples = (lines: readonly string[]): string =>
  `\nExamples:\n${lines.map((line) => `  $ nitrospec ${line}\n`).join('')}`;

/** A command with its words; `from` waits for the action to end and takes its exit code. */
class Table {
  private readonly program: Command;
  private readonly done: Done;

  constructor(program: Command, done: Done) {
    this.program = program;
    this.done = done;
  }

  add(words: string, description: string, shown: readonly string[]): Command {
    return this.program.command(words).description(description)
      .showHelpAfterError(false)
      .addHelpText('after', examples(shown));
  }

  /** Commander hands over the arguments, then the options, then the command. */
  action(
    command: Command,
    act: (files: readonly string[], options: never) => Promise<number>,
  ): void {
    command.action(async (...given: unknown[]) => {
      // What commander has read is of the shape that the options above it describe.
      const options = given.at(-2) as never;
      const files = given.slice(0, -2).flat().filter((word): word is string => word !== undefined);
      this.done(await act(files, options));
    });
  }
}

function addCheck(table: Table, context: Context): void {
  const command = table.add('check <file|dir...>', 'report errors and warnings', [
    'check rack.nitro', 'check specs/ --format github', 'check - --stdin-filename a.nitro < a.nitro',
    'check specs/ --report sarif=out.sarif --report junit=out.xml --max-warnings 0',
  ]).addOption(formatOption()).addOption(reportOption()).addOption(setOption())
    .option('--max-warnings <n>', 'fail when there are more warnings', wholeNumber(0))
    .option('--watch', 'check again when a file changes')
    .addOption(stdinOption());
  table.action(command, async (files, options: CheckOptions) =>
    (await import('./commands/check.ts')).check(context, files, options));
}

function addRun(table: Table, context: Context): void {
  const command = table.add('run <file...>', 'simulate scenarios and judge what they expect', [
    'run examples/graviton3-sled.nitro', 'run rack.nitro -s boot --runs 50 --jobs 8',
    'run rack.nitro --set web.count=8 --format json', 'run rack.nitro --shard 2/8 -o part-2.json',
    "run rack.nitro --packets 'fetch[0]' --report perfetto=trace.json",
  ])
    .option('-s, --scenario <name>', 'run this scenario only; may be repeated', collect)
    .option('--seed <n>', 'instead of the scenario’s own', wholeNumber(0))
    .option('--runs <n>', 'instead of the scenario’s own', wholeNumber(1))
    .addOption(setOption())
    .addOption(jobsOption())
    .option('--packets <stream>', 'also write down what becomes of packets of one stream')
    .option('--packets-from <time>', 'from when on (default: the end of the warm-up)')
    .addOption(new Option('--shard <i/n>', 'only the i-th of n parts, for merge').argParser(readShard))
    .addOption(outputOption('write the results as JSON'))
    .addOption(new Option('--undecided <as>', 'what an undecided expectation counts as')
      .choices(['fails', 'pass']).default('fails'))
    .addOption(formatOption()).addOption(reportOption())
    .option('--max-warnings <n>', 'fail when the spec has more warnings', wholeNumber(0))
    .option('--watch', 'run again when a file changes')
    .addOption(stdinOption());
  table.action(command, async (files, options: RunCommandOptions) =>
    (await import('./commands/run.ts')).run(context, files, options));
}

function addCompile(table: Table, context: Context): void {
  const command = table.add('compile <file>', 'print the model, or make it a program or a page', [
    'compile rack.nitro', 'compile rack.nitro -o rack.mjs && node rack.mjs',
    'compile rack.nitro -o rack.html',
  ]).addOption(outputOption('a .json, .mjs or .html file')).addOption(setOption())
    .addOption(stdinOption());
  table.action(command, async (files, options: CompileOptions) =>
    (await import('./commands/compile.ts')).compileFile(context, files, options));
}

function addRender(table: Table, context: Context): void {
  const command = table.add('render <file>', 'draw the topology', [
    'render rack.nitro --format txt', 'render rack.nitro -o rack.svg',
  ]).addOption(new Option('--format <format>', 'svg, txt or html (default: from the output’s name)')
    .choices(['svg', 'txt', 'html']))
    .addOption(new Option('--theme <theme>', 'colours of the picture')
      .choices(['light', 'dark', 'contrast']).default('light'))
    .addOption(outputOption('write to a file')).addOption(setOption()).addOption(stdinOption());
  table.action(command, async (files, options: RenderOptions) =>
    (await import('./commands/render.ts')).render(context, files, options));
}

function addExplain(table: Table, context: Context): void {
  const command = table.add(
    'explain <code|file> [path]',
    'explain a problem’s code, where a value comes from, or what latencies are made of', [
      'explain placement/no-room', "explain rack.nitro 'web[0]'",
      "explain rack.nitro 'web[0].memory'", 'explain rack.nitro', 'explain rack.nitro scan',
      'explain rack.nitro scan --faster web.data=2',
    ]).addOption(new Option('--format <format>', 'pretty or json').choices(['pretty', 'json'])
    .default('pretty')).addOption(setOption())
    .option('-s, --scenario <name>', 'run this scenario only; may be repeated', collect)
    .option('--seed <n>', 'instead of the scenario’s own', wholeNumber(0))
    .addOption(new Option('--faster <element=factor>',
      'what if this were so many times as fast; may be repeated (default: twice the bottleneck)')
      .argParser(readFaster))
    .option('--results <file>', 'take these results, of run -o, instead of running')
    .addOption(jobsOption());
  table.action(command, async (files, options: ExplainOptions) =>
    (await import('./commands/explain.ts')).explainWord(context, files, options));
}

function addGuest(table: Table, context: Context): void {
  const command = table.add(
    'guest <file> <instance> <command>', 'what a command prints inside an instance', [
      "guest rack.nitro 'web[0]' lspci", "guest rack.nitro 'web[0]' lspci --at '40 s'",
      "guest rack.nitro 'web[0]' 'ethtool -S' -s busy",
    ]).addHelpText('after', '\nCommands: lspci, nvme, lsblk, lscpu, turbostat, lstopo, '
      + "'ethtool -i', 'ethtool -S', nethogs, checks, console, cloudwatch\n")
    .addOption(setOption())
    .option('-s, --scenario <name>', 'whose first run is shown (default: the first scenario)')
    .option('--at <time>', 'show the devices of that instant of the run');
  table.action(command, async (files, options: GuestOptions) =>
    (await import('./commands/guest.ts')).guest(context, files, options));
}

function addText(table: Table, context: Context): void {
  const format = table.add('fmt <file|dir...>', 'format files in place', [
    'fmt specs/', 'fmt --check specs/', 'fmt - < a.nitro',
  ]).option('--check', 'change nothing; fail when a file is not formatted')
    .addOption(stdinOption());
  table.action(format, async (files, options: FormatOptions) =>
    (await import('./commands/fmt.ts')).formatFiles(context, files, options));
  const importing = table.add(
    'import <file>', 'turn describe-instance-types JSON or hwloc XML into a spec', [
      'import describe-instance-types.json -o types.nitro', 'import topology.xml',
    ]).addOption(outputOption('write to a file'));
  table.action(importing, async (files, options: ImportOptions) =>
    (await import('./commands/import.ts')).importFile(context, files, options));
  const fresh = table.add('new [name]', 'write an example to start from', ['new', 'new rack'])
    .addOption(new Option('--example <example>', 'which').default('first'))
    .option('--list', 'list the examples');
  table.action(fresh, async (files, options: NewOptions) =>
    (await import('./commands/new.ts')).newSpec(context, files, options));
}

function addResults(table: Table, context: Context): void {
  const merge = table.add('merge <part...>', 'put the parts of a sharded run together', [
    'merge part-*.json -o results.json', 'merge part-*.json --format junit',
  ]).addOption(outputOption('write the results as JSON')).addOption(formatOption())
    .addOption(reportOption())
    .addOption(new Option('--undecided <as>', 'what an undecided expectation counts as')
      .choices(['fails', 'pass']).default('fails'));
  table.action(merge, async (files, options: MergeOptions) =>
    (await import('./commands/merge.ts')).merge(context, files, options));
  const diff = table.add('diff <old> <new>', 'what changed in the model or in the results', [
    'diff main.nitro branch.nitro', 'diff old-results.json new-results.json --format json',
  ]).addOption(new Option('--format <format>', 'pretty or json').choices(['pretty', 'json'])
    .default('pretty'))
    .option('--exit-code', 'end with 1 when there is a difference');
  table.action(diff, async (files, options: DiffOptions) =>
    (await import('./commands/diff.ts')).diff(context, files, options));
  // Editors add such words of their own.
  const lsp = table.add('lsp', 'serve an editor over standard input and output', ['lsp'])
    .option('--stdio', 'the default').allowUnknownOption().allowExcessArguments();
  table.action(lsp, async () => (await import('./commands/lsp.ts')).lsp(context));
}

export function addCommands(program: Command, context: Context, done: Done): void {
  const table = new Table(program, done);
  addCheck(table, context);
  addRun(table, context);
  addCompile(table, context);
  addRender(table, context);
  addExplain(table, context);
  addGuest(table, context);
  addText(table, context);
  addResults(table, context);
  program.addHelpText('after', '\nExit codes: 0 fine, 1 something fails, 2 wrong usage, '
    + '3 a fault of this program.\n');
}
