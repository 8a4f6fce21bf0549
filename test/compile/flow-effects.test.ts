/** Properties of flows that change nothing beside others: each is named, with why. */
import { expect, it } from 'vitest';
import { checkText, HOSTS } from '../support/check-text.ts';

const said = async (properties: string): Promise<readonly string[]> => {
  const { problems } = await checkText(`${HOSTS}fabric net { leaves = 2  spines = 2 }
link box.nic -- net
instance web[2] : c7g.large on box.s
flow f from web[0] to web[1] { size = 1 KiB  ${properties} }`);
  return problems.map(({ code, message }) => `${code}: ${message}`);
};

it.each([
  ['fanOut = 2  barrier = yes', 'fanOut', 'a job sends to all of its receivers'],
  ['answerTime = 1 ms', 'answerTime', 'nothing is answered'],
  ['algorithm = tree', 'algorithm', 'its pattern is no allReduce'],
  ['pieces = 4', 'pieces', 'its pattern is no allReduce'],
  ['patternSeed = 7', 'patternSeed', 'its pattern is no permutation'],
])('says of %s that %s changes nothing', async (properties, property, because) => {
  expect(await said(properties))
    .toEqual([`flow/no-effect: '${property}' of flow 'f' changes nothing: ${because}.`]);
});

it.each([
  'fanOut = 1', 'response = 1 KiB  answerTime = 1 ms',
  'pattern = allReduce  algorithm = tree  pieces = 4', 'pattern = permutation  patternSeed = 7',
])('says nothing of %s', async (properties) => {
  expect(await said(properties)).toEqual([]);
});
