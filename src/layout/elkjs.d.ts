/** The worker of elkjs as a module: loaded outside a browser it exports a stand-in for itself. */
declare module 'elkjs/lib/elk-worker.min.js' {
  export class Worker {
    postMessage(message: unknown): void;
    onmessage: ((event: { readonly data: unknown }) => void) | null;
    terminate(): void;
  }
}
