/** Words that are being typed: one problem that names all of them, and what they may become. */
import { expect, it } from 'vitest';
import { checkText, fixed, HOSTS } from '../support/check-text.ts';

const saidOf = async (text: string): Promise<readonly string[]> =>
  (await checkText(text)).problems.map((p) => `${p.code} ${text.slice(p.start, p.end)}`);

const withType = (type: string): string =>
  `${HOSTS}instance web : ${type} on box[0].s {\n  volume root : gp3 { size = 8 GiB }\n}\n`
  + 'scenario s {\n  at 0 s attach web.root\n  expect boot(web) < 40 s\n}\n';

it.each([
  ['c7g.metl', 'c7g.metal'], ['c7g.4xlarg', 'c7g.4xlarge'], ['c7g.larg', 'c7g.large'],
])('%s is one unknown type with one fix, and loses nothing after it', async (type, meant) => {
  const text = withType(type);
  expect(await saidOf(text)).toEqual([`name/unknown-type ${type}`]);
  const [problem] = (await checkText(text)).problems;
  expect(problem?.message).toContain(`did you mean '${meant}'?`);
  expect(problem?.fixes.map((fix) => [fix.title, fix.preferred]))
    .toEqual([[`Change to '${meant}'`, true]]);
  expect(await fixed(text, 'name/unknown-type')).toBe(withType(meant));
});

it('a dotted type that is near none is created in quotes, and then known', async () => {
  const text = withType('qqqqqq.wwwwww');
  const created = await fixed(text, 'name/unknown-type', "Create instance type 'qqqqqq.wwwwww'");
  expect(created).toContain('instance type "qqqqqq.wwwwww" {');
  expect((await saidOf(created)).filter((said) => /^(?:syntax|name)/u.test(said))).toEqual([]);
});

it('a dotted name of a new type wants quotes', async () => {
  const text = 'use aws\ninstance type a1.foo : c7g.large { }\n';
  expect(await saidOf(text)).toEqual(['syntax/unexpected a1.foo']);
  expect(await saidOf(await fixed(text, 'syntax/unexpected'))).toEqual([]);
});

const withStep = (step: string): string =>
  `${HOSTS}instance web[2] : c7g.large on box[0].s\n`
  + `scenario s {\n  duration = 60 s\n  ${step}\n  expect boot(web) < 40 s\n}\n`;

it.each([
  ['expect', "'expect' is only begun: a comparison follows, as in 'expect boot(web) < 40 s'."],
  ['at', "'at' is only begun: a time with an action follows, as in 'at 1 s launch web'."],
  ['at 1 s', /^'at 1 s' is only begun: an action \(launch, stop, .*\) follows, as in 'at 1 s launch/u],
  ['at 1 s stop', /a path to what it acts on follows, as in 'at 1 s stop web'\.$/u],
  ['vary', /a path with a list of values follows, as in 'vary web\.count in \[1, 2, 4\]'\.$/u],
  ['vary web.count', /a list of values follows, as in/u],
  ['vary web.count in', /a list of values follows, as in/u],
])('%s alone says what may follow, and leaves the next line alone', async (step, said) => {
  expect(await saidOf(withStep(step))).toEqual([`syntax/incomplete ${step}`]);
  expect((await checkText(withStep(step))).problems[0]?.message).toMatch(said);
});

it('an expectation that is only begun is not also called missing', async () => {
  const text = withStep('expect').replace('  expect boot(web) < 40 s\n', '');
  expect(await saidOf(text)).toEqual(['syntax/incomplete expect']);
});
