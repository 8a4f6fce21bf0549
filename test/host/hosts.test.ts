/**
 * The file that both hosts of the editor load, in a browser's stead: a scope without Node, and an
 * editor that has whatever it is asked for.
 */
import { createContext, runInContext } from 'node:vm';
import { expect, it } from 'vitest';
import { read } from '../house/repository.ts';

type Activate = (context: unknown) => Promise<void>;

/** A class that has every member; its instances have them too, and calling it makes one. */
function anything(): new () => object {
  class Anything { readonly here = true; }
  const member = (target: object, key: string | symbol): unknown => {
    if (key in target || key === 'then') return Reflect.get(target, key);
    if (key === Symbol.iterator) return [][Symbol.iterator];
    return key === Symbol.toPrimitive ? () => '' : anything();
  };
  Object.setPrototypeOf(Anything.prototype, new Proxy({}, { get: member }));
  const handler = { get: member, apply: () => new (anything())() };
  return new Proxy<new () => object>(Anything, handler);
}

function loadInBrowser() {
  const vscode = anything();
  const asked = new Set<string>();
  const workers: unknown[] = [];
  const module = { exports: {} as { activate: Activate; activateElsewhere: Activate } };
  const scope = createContext({
    module, setTimeout, clearTimeout, TextDecoder, TextEncoder, URL,
    Worker: class {
      constructor(address: unknown) { workers.push(address); }
      postMessage(): void { /* Nobody answers. */ }
    },
    require: (name: string): unknown => {
      asked.add(name);
      if (name !== 'vscode') throw new Error(`a browser has no ${name}`);
      return vscode;
    },
  });
  runInContext('globalThis.self = globalThis', scope);
  runInContext(read('dist/extension/main.js'), scope);
  return { ...module.exports, asked, workers };
}

const context = { subscriptions: [], extensionUri: anything(), asAbsolutePath: () => '' };

it('starts in a browser with the editor alone, and its server as a worker', async () => {
  const { activate, asked, workers } = loadInBrowser();
  await activate(context);
  expect([...asked]).toEqual(['vscode']);
  expect(workers).toHaveLength(1);
});

it('asks for Node when it is to start there, and not before', async () => {
  const { activateElsewhere, asked } = loadInBrowser();
  expect([...asked]).toEqual(['vscode']);
  await expect(activateElsewhere(context)).rejects.toThrow('a browser has no child_process');
});

it('is one file behind both names of the manifest', () => {
  const { main, browser } = JSON.parse(read('package.json')) as { main: string; browser: string };
  expect(browser).toBe('./dist/extension/main.js');
  expect(read(main)).toContain("require('./main.js')");
  expect(read(main).length).toBeLessThan(200);
});
