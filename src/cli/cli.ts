/**
 * The command line as a function: arguments and a world in, an exit code out. Not the process.
 * Keeps true: a command's code is loaded when it is asked for; a mistake of the caller is one
 * sentence and code 2; a fault of ours says how to replay it and ends with 3.
 */
import { Command, CommanderError } from 'commander';
import { nearest } from '#base';
import { addCommands } from './command-table.ts';
import { contextOf, DESCRIPTION, TOOL, type Context } from './context.ts';
import { EXIT, exitOfSignal, UsageError } from './exit-codes.ts';
import { faultText } from './fault.ts';
import { quoted } from './inputs.ts';
import type { Io } from './io.ts';

const HELP_CODES = ['commander.help', 'commander.helpDisplayed', 'commander.version'];

/** Commander's `error: unknown option '--x'\n(Did you mean --y?)` as one sentence. */
function usageSentence(message: string): string {
  const [first = '', ...rest] = message.replace(/^error: /, '').trim().split('\n');
  const hint = /^\(Did you mean (.*)\?\)$/.exec(rest.join(' ').trim())?.[1];
  const sentence = first.charAt(0).toUpperCase() + first.slice(1).replace(/\.$/, '');
  if (hint !== undefined) return `${sentence}; did you mean ${hint}?`;
  const file = /^Unknown command '(.*\.nitro)'$/.exec(sentence)?.[1];
  return file === undefined ? `${sentence}.` : `${sentence}; did you mean check ${file}?`;
}

function program(context: Context, done: (code: number) => void): Command {
  const { io } = context;
  const command = new Command(TOOL.name)
    .description(DESCRIPTION)
    .version(TOOL.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help of a command')
    .showSuggestionAfterError(true)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => { io.stdout.write(text); },
      // The sentence is said below, once.
      writeErr: () => undefined,
      getOutHelpWidth: () => io.stdout.columns ?? 100,
    });
  addCommands(command, context, done);
  return command;
}

/** What commander threw, as an exit code. */
function usageExit(
  error: CommanderError, context: Context, command: Command, argv: readonly string[],
): number {
  if (HELP_CODES.includes(error.code) && error.exitCode === 0) return EXIT.fine;
  const [first, name] = argv;
  if (error.code === 'commander.help' && first === 'help' && name !== undefined) {
    const near = nearest(name, command.commands.map((each) => each.name())).join(' or ');
    context.say(`Unknown command ${quoted(name)}${near === '' ? '' : `; did you mean ${near}`}${
      near === '' ? '.' : '?'}`);
    return EXIT.usage;
  }
  if (error.code === 'commander.help') {
    // Called with nothing at all: the help is the answer, and still it was wrong usage.
    context.io.stderr.write(command.helpInformation());
    return EXIT.usage;
  }
  context.say(usageSentence(error.message));
  return EXIT.usage;
}

export async function runCli(argv: readonly string[], io: Io): Promise<number> {
  const context = contextOf(io);
  let code: number = EXIT.fine;
  const command = program(context, (result) => { code = result; });
  try {
    await command.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return usageExit(error, context, command, argv);
    if (error instanceof UsageError) {
      context.say(error.message);
      return EXIT.usage;
    }
    io.stderr.write(faultText(error, argv));
    return EXIT.fault;
  }
  return io.stop.aborted ? exitOfSignal(io.stop.reason) : code;
}
