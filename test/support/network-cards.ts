/** Specs of two hosts with two network cards each, and what their flows get. Not a test. */
import { boxes, ms, runOf } from './network-specs.ts';

/** Cards of 100 Gbps at a fabric that never holds them up; settings of the instance type. */
export const twoCards = (type = '', body = '', count = 2): string => `${boxes(count)
  .replace('card nic {', 'card nic[2] {').replace('rate = 100 Tbps  proc', 'rate = 100 Gbps  proc')
  .replace('vcpus = 1', `vcpus = 1  networkCards = 2  ${type}`)
  .replace(': Guest on box.s', `: Guest on box.s ${body}`)}
fabric net : Clos { leaves = 2  spines = 4  rate = 100 Gbps }\nlink box.nic -- net\n`;

/** Of each stream, in Gbps. */
export async function goodputs(spec: string, action = ''): Promise<readonly number[]> {
  const run = await runOf(`${spec}scenario s {\n  duration = 3 ms\n  ${action}\n`
    + '  expect f.lost == 0\n}\n');
  return run.streams.map(({ bytes }) => bytes * 8 / (3 * ms / 1e12) / 1e9);
}
