/**
 * Files that only the editor can read: in a browser, or in a virtual workspace. Asks the client.
 * Keeps true: a file that cannot be had is a rejected promise, as with a disk.
 */
import { URI, type FileSystemNode, type FileSystemProvider } from 'langium';
import type { Connection } from 'vscode-languageserver';
import {
  ReadDirectoryRequest, ReadFileRequest, StatRequest, type DocumentParameters, type FileEntry,
  type RequestOf,
} from '../protocol.ts';
import { decoded } from './decode.ts';

interface Decoders {
  readonly atob: (base64: string) => string;
}

/** Both Node and browsers have this; no library of types is common to both. */
const { atob } = globalThis as unknown as Decoders;

const cannotBeHad = (what: string): never => {
  throw new Error(`${what} is not there for this client.`);
};

export class ClientFileSystem implements FileSystemProvider {
  private readonly connection: Connection;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  private ask<A>(request: RequestOf<DocumentParameters, A>, uri: URI): Promise<A> {
    return this.connection.sendRequest<A>(request.method, { uri: uri.toString() });
  }

  async stat(uri: URI): Promise<FileSystemNode> {
    const entry = await this.ask(StatRequest, uri);
    return entry === null ? cannotBeHad(uri.toString()) : toNode(entry);
  }

  async exists(uri: URI): Promise<boolean> {
    try {
      return (await this.ask(StatRequest, uri)) !== null;
    } catch {
      return false;
    }
  }

  async readBinary(uri: URI): Promise<Uint8Array> {
    const { base64 } = await this.ask(ReadFileRequest, uri);
    if (base64 === null) return cannotBeHad(uri.toString());
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  }

  async readFile(uri: URI): Promise<string> {
    return decoded(await this.readBinary(uri));
  }

  async readDirectory(uri: URI): Promise<FileSystemNode[]> {
    return (await this.ask(ReadDirectoryRequest, uri)).map(toNode);
  }

  readFileSync(uri: URI): string {
    return cannotBeHad(uri.toString());
  }

  readBinarySync(uri: URI): Uint8Array {
    return cannotBeHad(uri.toString());
  }

  readDirectorySync(uri: URI): FileSystemNode[] {
    return cannotBeHad(uri.toString());
  }

  statSync(uri: URI): FileSystemNode {
    return cannotBeHad(uri.toString());
  }

  existsSync(): boolean {
    return false;
  }
}

const toNode = ({ uri, isFile, isDirectory }: FileEntry): FileSystemNode => ({
  uri: URI.parse(uri), isFile, isDirectory,
});
