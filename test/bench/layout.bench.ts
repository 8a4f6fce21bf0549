/**
 * How long a picture takes: the first one of a process, with the engine still to be loaded, and
 * later ones from the cache, at 150 visible boxes; and how long one takes that is far too large.
 * Not a test: figures are user and system time of this machine, each beside its bar.
 */
import { elkInProcess, layout, LayoutCache } from '#layout';
import { renderTopology, themes } from '#views';
import type { World } from '#ir';
import { secondsOfCpu } from '../support/cpu-clock.ts';
import { world } from '../support/ir-builder.ts';
import {
  cable, clos, graviton3Sled, i3Board, instance, macShelf, many, graviton4Pair,
} from '../support/picture-worlds.ts';

const at = (base: string, index: number): string => `${base}[${String(index)}]`;

/** A rack of hosts of four structures, with instances on every sled. */
function rack(sleds: number): World {
  return world(
    ...many(sleds, (i) => graviton3Sled(at('sled', i))),
    i3Board('board'), graviton4Pair('pair'), macShelf('shelf'), clos('net', 4, 4),
    ...many(sleds * 3, (i) => instance(at('web', i), 'c7g.8xlarge', {
      machine: `${at('sled', Math.floor(i / 3))}.soc[${String(i % 3)}]`, vcpus: 32, memory: 64,
      cores: [{
        socket: `${at('sled', Math.floor(i / 3))}.soc[${String(i % 3)}]`, first: 0, count: 32,
      }],
    })),
    {
      elements: [],
      links: many(sleds * 3, (i) => cable(
        `${at('sled', Math.floor(i / 3))}.nic[${String(i % 3)}]`, `net.leaf[${String(i % 4)}]`,
      )),
    },
  );
}

const engine = elkInProcess();
const cache = new LayoutCache();

async function picture(of: World, sizeLimit = 300): Promise<{ boxes: number; seconds: number }> {
  const start = process.cpuUsage();
  const scene = await layout(of, { engine, sizeLimit, cache });
  renderTopology(scene, { theme: themes.light, title: 'rack' });
  return { boxes: scene.boxes.length, seconds: secondsOfCpu(start) };
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

function say(name: string, seconds: number, barSeconds: number | null): void {
  const figure = `${(seconds * 1000).toFixed(0)} ms`.padStart(9);
  const bar = barSeconds === null ? '' : `  bar ${String(barSeconds * 1000)} ms${
    seconds <= barSeconds ? '' : '  MISSED'}`;
  console.log(`${name.padEnd(48)}${figure}${bar}`);
}

const medium = rack(6);
const first = await picture(medium);
say(`first picture, ${String(first.boxes)} boxes, engine loaded`, first.seconds, 1.5);
const later: number[] = [];
for (let i = 0; i < 31; i++) later.push((await picture(medium)).seconds);
say('the same from the cache, median of 31', median(later), 0.05);
const large = rack(1000);
const closed = await picture(large);
say(`1,003 hosts, ${String(closed.boxes)} boxes shown`, closed.seconds, null);
