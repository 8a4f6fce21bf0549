/** One slip is one problem: what only follows from it is held back, and what does not is said. */
import { expect, it } from 'vitest';
import { checkText, fixed, HOSTS, problemsOf } from '../support/check-text.ts';

const ROOT = '{ volume root : gp3 { size = 8 GiB } }';
const WEB = `instance web : c7g.large on box[0].s ${ROOT}\n`;
const SCENARIO = `io scan on web.root { block = 4 KiB  depth = 1 }
scenario s {
  duration = 1 s
  expect mean(scan.iops) > 100
  expect boot(web) < 40 s
}
`;

const messages = async (text: string): Promise<readonly string[]> =>
  (await checkText(text)).problems.map(({ message }) => message);

it('says of an open brace that it is open, and nothing of what it has swallowed', async () => {
  for (const open of ['host other {\n', `instance first : c7g.large on box[1].s {\n  ${ROOT.slice(1)}`]) {
    const text = open.includes('instance') ? open.replace(' } }', ' }') : open;
    expect(await problemsOf(`${HOSTS}${text}\n${WEB}${SCENARIO}`)).toEqual(['syntax/missing 11']);
  }
});

it('goes on saying what is wrong before the open brace', async () => {
  expect(await problemsOf(`host early { colour = 1 }\n${HOSTS}host other {\n${WEB}`))
    .toEqual(['text/unknown-property 1', 'syntax/missing 12']);
});

it('says of a misspelt kind that it is one, not that its name is unknown', async () => {
  const text = `${HOSTS}${WEB}${SCENARIO}`.replace('instance', 'instnace');
  expect(await problemsOf(text)).toEqual(['text/unknown-kind 11']);
  const many = text.replace(ROOT, '{\n  volume root : gp3 { size = 8 GiB }\n}');
  expect(await problemsOf(many)).toEqual(['text/unknown-kind 11']);
  // What has nothing to do with it is still said.
  expect(await problemsOf(`${text}flow f from nobody to box`))
    .toContain('name/unknown 18');
});

it('says once of a name outside ASCII that it is none', async () => {
  const text = `${HOSTS}${WEB}${SCENARIO}`.replaceAll('web', 'wäb');
  expect(await messages(text))
    .toEqual(["'wäb' is no name: only letters from A to Z, as in ASCII, make one."]);
  expect(await fixed(text, 'text/name-shape')).toContain('instance wab :');
});

it('names the word of a name that begins with a digit, and the rule', async () => {
  const text = `use aws\nhost sled : Graviton3Host\nhost 2sled : Graviton3Host\n`;
  expect(await problemsOf(`${text}${WEB.replace('box[0].s', '2sled.soc[0]')}`))
    .toEqual(['text/name-shape 3']);
  expect(await messages(text)).toEqual([
    "'2sled' is no name: a letter or '_' begins one, then letters, digits, '_' and single inner "
    + 'hyphens.',
  ]);
});

it('reads blanks that do not break, as pages of the web have them, as blanks', async () => {
  const text = `${HOSTS}${WEB}${SCENARIO}`;
  for (const blank of ['\u00a0', '\u202f']) {
    expect(await problemsOf(text.replaceAll('8 GiB', `8${blank}GiB`).replaceAll('  ', blank)))
      .toEqual([]);
  }
});

it('asks for a time where an action has none', async () => {
  const text = `${HOSTS}${WEB}${SCENARIO}`.replace('  expect boot', '  launch web\n  expect boot');
  expect(await problemsOf(text)).toEqual(['syntax/unexpected 16']);
  expect(await problemsOf(await fixed(text, 'syntax/unexpected', "Change to 'at 0 s launch'")))
    .toEqual([]);
});

it('knows how units are spelt elsewhere, and that a count has none', async () => {
  const seconds = `${HOSTS}${WEB}${SCENARIO}`.replace('= 1 s', '= 45 sec');
  expect(await messages(seconds)).toEqual(["'sec' is not a unit; did you mean 's'?"]);
  expect(await problemsOf(await fixed(seconds, 'syntax/unknown-unit', "Change to 's'"))).toEqual([]);
  const glued = seconds.replace('45 sec', '45seconds');
  expect(await messages(glued)).toEqual(["'seconds' is not a unit; did you mean 's'?"]);
  const counted = `${HOSTS}${WEB}${SCENARIO}`.replace('depth = 1', 'depth = 1 deep');
  expect(await problemsOf(counted)).toEqual(['syntax/unknown-unit 12']);
  const title = "Remove 'deep': a count has no unit";
  expect(await problemsOf(await fixed(counted, 'syntax/unknown-unit', title))).toEqual([]);
});

it('says what there is where nothing has a similar name, and how a measure is written', async () => {
  const pair = `${HOSTS}instance web[2] : c7g.large on box[0].s\n`;
  const flow = (more: string) => `${pair}flow fetch from web[0] to web[1] { size = 1 KiB ${more} }\n`;
  expect(await messages(flow('zzz = 2'))).toContainEqual(
    expect.stringMatching(/^A flow has no property 'zzz'; it has transport, size, every, .* more\.$/u),
  );
  const asked = (what: string) => `${flow('')}scenario s { duration = 1 s  expect ${what} }`;
  expect(await messages(asked('lost(fetch) == 0')))
    .toContain("'lost' is a measure and stands behind a name, as in 'fetch.lost'.");
  const goodput = asked('goodput(fetch) > 1 Gbps');
  expect(await messages(goodput))
    .toContain("'goodput' is a measure and stands behind a name, as in 'mean(fetch.goodput)'.");
  expect(await fixed(goodput, 'scenario/unknown-function'))
    .toContain('expect mean(fetch.goodput) > 1 Gbps');
});

it('checks the variants of a scenario also while the model has an error elsewhere', async () => {
  const many = WEB.replace('web', 'web[2]');
  const text = `${HOSTS}host broken { colour = 1 }\n${many}scenario s {
  duration = 1 s
  vary web.count in [1, 4, 900]
  expect boot(web[2]) < 40 s
}`;
  const { problems } = await checkText(text);
  expect(problems.map(({ code, variants }) => [code, variants])).toEqual([
    ['text/unknown-property', []],
    ['placement/no-cores', ['web.count = 900']],
    ['array/index-out-of-bounds', ['web.count = 1']],
  ]);
});
