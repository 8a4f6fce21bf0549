/**
 * The manifest names what is there: files, commands, and nothing that calls home.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { COMMANDS } from '../../language-server/protocol.ts';
import { filesBelow } from '../../scripts/lib/files.mjs';
import { read, root } from '../house/repository.ts';

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly icon: string;
  readonly contributes: {
    readonly commands: readonly { command: string; title: string; category: string }[];
    readonly menus: { readonly [menu: string]: readonly { command: string; when?: string }[] };
    readonly keybindings: readonly { command: string }[];
    readonly walkthroughs: readonly { steps: readonly { media: { svg: string } }[] }[];
    readonly configuration: { readonly properties: { readonly [name: string]: object } };
  };
}

const manifest = JSON.parse(read('package.json')) as Manifest;
const { contributes } = manifest;
const registered = filesBelow(join(root, 'extension', 'host'))
  .map((path) => read(path.slice(root.length + 1))).join('\n');
const names = contributes.commands.map(({ command }) => command);

it('lists each command that the extension registers, and no other', () => {
  const inCode = new Set([
    ...Object.values(COMMANDS),
    ...[...registered.matchAll(/'(nitro\.[a-zA-Z]+)': /g)].map(([, name]) => name),
    'nitro.clearRuns',
  ]);
  expect([...inCode].sort()).toEqual([...names].sort());
});

it('names only its own commands in menus and keys', () => {
  const used = [...Object.values(contributes.menus).flat(), ...contributes.keybindings]
    .map(({ command }) => command);
  expect(used.filter((name) => !names.includes(name))).toEqual([]);
});

it('puts every command under one category and begins its title with a verb', () => {
  for (const { title, category } of contributes.commands) {
    expect(category).toBe('Nitro');
    expect(title).toMatch(/^(Run|Open|New|Export|Show|Restart|Clear) /);
  }
});

it('has the files that it names', () => {
  const text = read('package.json');
  const paths = [...text.matchAll(/"(?:\.\/)?((?:extension|syntaxes)\/[^"]+\.[a-z]+)"/gi)]
    .map(([, path]) => path ?? '');
  expect(paths.length).toBeGreaterThan(8);
  expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

it('wakes for its own files and panels only, and has one walkthrough of few steps', () => {
  expect(manifest.activationEvents.filter((event) =>
    !/^(onWebviewPanel:nitro\.|workspaceContains:\*\*\/\*\.nitro$)/.test(event))).toEqual([]);
  expect(contributes.walkthroughs).toHaveLength(1);
  expect(contributes.walkthroughs[0]?.steps.length).toBeLessThanOrEqual(6);
});

it('asks the settings that it declares', () => {
  const declared = Object.keys(contributes.configuration.properties);
  const asked = [...registered.matchAll(/\.get(?:<[a-z]+>)?\('([a-z]+\.[a-zA-Z]+)'/g)]
    .map(([, name]) => `nitro.${name ?? ''}`);
  expect(asked.filter((name) => !declared.includes(name))).toEqual([]);
  expect(declared.filter((name) => !asked.includes(name))).toEqual(['nitro.trace.server']);
});
