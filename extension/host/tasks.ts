/**
 * Tasks: the command line of this same version, run by the editor. Not a way of its own to check
 * or run. Keeps true: no shell reads the arguments.
 */
import {
  ProcessExecution, Task, TaskScope, tasks, workspace,
  type Disposable, type TaskDefinition, type WorkspaceFolder,
} from 'vscode';

export interface CommandLine {
  readonly program: string;
  readonly script: string;
  readonly environment: { readonly [name: string]: string };
}

interface NitroTask extends TaskDefinition {
  readonly type: 'nitro';
  readonly command: string;
  readonly file?: string;
  readonly args?: readonly string[];
  readonly watch?: boolean;
}

const isNitroTask = (definition: TaskDefinition): definition is NitroTask =>
  definition.type === 'nitro' && typeof definition['command'] === 'string';

export function registerTasks(commandLine: CommandLine): Disposable {
  return tasks.registerTaskProvider('nitro', {
    provideTasks: () => (workspace.workspaceFolders ?? []).flatMap((folder) => [
      taskOf({ type: 'nitro', command: 'check', file: '.' }, folder, commandLine),
      taskOf({ type: 'nitro', command: 'check', file: '.', watch: true }, folder, commandLine),
      taskOf({ type: 'nitro', command: 'run', file: '.' }, folder, commandLine),
    ]),
    resolveTask: ({ definition, scope }) => isNitroTask(definition)
      ? taskOf(definition, typeof scope === 'object' ? scope : TaskScope.Workspace, commandLine)
      : undefined,
  });
}

function taskOf(
  definition: NitroTask, scope: WorkspaceFolder | TaskScope.Workspace, commandLine: CommandLine,
): Task {
  const { command, file, args = [], watch = false } = definition;
  const execution = new ProcessExecution(
    commandLine.program,
    [
      commandLine.script, command, ...(file === undefined ? [] : [file]),
      ...(watch ? ['--watch'] : []), ...args,
    ],
    { env: { ...commandLine.environment } },
  );
  const name = [command, ...(file === undefined || file === '.' ? [] : [file]),
    ...(watch ? ['(watch)'] : [])].join(' ');
  const task = new Task(
    definition, scope, name, 'nitro', execution, watch ? '$nitro-watch' : '$nitro',
  );
  task.isBackground = watch;
  return task;
}
