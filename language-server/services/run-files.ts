/**
 * The files that a model names, for the worker that runs it: by their paths where workers read the
 * disk themselves, else their bytes. Keeps true: a file that cannot be had says why, and stops no
 * run.
 */
import { URI, type FileSystemProvider } from 'langium';
import type { Ir } from '#ir';
import { HANDED_OVER_MAX, type FileAt, type FilesAt } from '#sim/run';
import { namedFileUri } from '../named-files.ts';

const megabytes = 1024 * 1024;

export class RunFiles {
  private readonly disk: Pick<FileSystemProvider, 'readBinary'>;
  /** Whether workers have the disk that `file:` is of. */
  private readonly workersRead: boolean;

  constructor(disk: Pick<FileSystemProvider, 'readBinary'>, workersRead: boolean) {
    this.disk = disk;
    this.workersRead = workersRead;
  }

  async of(main: string, ir: Ir): Promise<FilesAt> {
    const uri = URI.parse(main);
    return Object.fromEntries(await Promise.all(ir.files.map(async ({ name, sizeBytes }) =>
      [name, await this.at(namedFileUri(uri, name), sizeBytes)] as const)));
  }

  private async at(uri: URI, sizeBytes: number): Promise<FileAt> {
    if (this.workersRead && uri.scheme === 'file') return { is: 'path', path: uri.fsPath };
    if (sizeBytes > HANDED_OVER_MAX) {
      return {
        is: 'none', reason: `is larger than ${String(HANDED_OVER_MAX / megabytes)} MiB, which is `
          + 'the most that is handed to a worker that reads no disk',
      };
    }
    try {
      return { is: 'bytes', bytes: await this.disk.readBinary(uri) };
    } catch {
      return { is: 'none', reason: 'cannot be read' };
    }
  }
}
