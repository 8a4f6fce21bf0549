/** Values that have no source: defaults of the kinds, and what its author calls assumed. */
import { expect, it } from 'vitest';
import { elementOf, HOSTS, irOf, worldOf } from '../support/check-text.ts';
import { results } from '../support/life-runs.ts';

const MAC = `use aws
host shelf {
  machine mini : MacMini2018
  card nic : NitroVpc
  card ebs : NitroEbs
  controller ctl : NitroController
  link nic -- mini : Thunderbolt3
  link ebs -- mini : Thunderbolt3
  link ctl -- mini : PowerSwitch
}
instance mac : mac1.metal on shelf.mini { volume root : gp3 { size = 100 GiB } }
scenario boot {
  at 0 s launch mac
  expect boot(mac) > 6 min
}
`;

const assumedOf = async (text: string, id: string): Promise<readonly string[]> =>
  elementOf(await worldOf(text), id).assumed;

it('a value of the catalogue can be assumed, and is then named so', async () => {
  expect(await assumedOf(MAC, 'shelf.mini')).toContain('powerOnTime');
  expect(await assumedOf(MAC, 'shelf.mini')).not.toContain('scrubTime');
  expect(await assumedOf(MAC, 'mac')).toContain('kernelTime');
});

it('a Mac without a security chip takes 6 minutes to launch, as every Mac does', async () => {
  const ran = results(await irOf(MAC));
  const [boot] = ran.scenarios;
  expect(boot?.expectations.map((e) => e.verdict)).toEqual(['holds']);
  expect(boot?.assumed).toEqual(expect.arrayContaining(['powerOnTime of MacMini2018', 'kernelTime of mac1.metal']));
});

it('a value that its author gives is none, unless the author says so', async () => {
  const web = (body: string): string =>
    `${HOSTS}instance web : c7g.large on box[0].s {\n${body}\n}\n`;
  expect(await assumedOf(web(''), 'web')).toContain('kernelTime');
  expect(await assumedOf(web('kernelTime = 3 s'), 'web')).not.toContain('kernelTime');
  expect(await assumedOf(web('/// Assumed.\nkernelTime = 3 s'), 'web')).toContain('kernelTime');
  expect(await assumedOf(web('/// Assumed.\n/// Or so.\nservicesTime = 3 s'), 'web'))
    .toContain('servicesTime');
  expect(await assumedOf(web('/// Never assumed.\nkernelTime = 3 s'), 'web'))
    .not.toContain('kernelTime');
  expect(await assumedOf(web('// Assumed.\nkernelTime = 3 s'), 'web')).not.toContain('kernelTime');
});

it('a nearer value replaces what a type assumed', async () => {
  const text = MAC.replace('MacMini2018', 'MacMini2018 { powerOnTime = 7 min }');
  expect(await assumedOf(text, 'shelf.mini')).not.toContain('powerOnTime');
});
