/** One more run for the editor: ended by its answer, by a fault, or by whoever asked. */
import { expect, it } from 'vitest';
import type { Ir } from '#ir';
import type { FromWorker, Job, ToWorker } from '#sim/run';
import { SimulationService, type RunAgain } from '../../language-server/simulation-service.ts';

const ir = { worlds: [] } as unknown as Ir;
const job: Job = {
  index: 0, scenario: 'steady', variant: 0, run: 0, seed: 7,
  faster: { element: 'app.data/iops', factor: 2 },
};

function begun(): {
  readonly again: RunAgain; readonly posted: ToWorker[]; readonly ends: () => number;
  readonly say: (message: FromWorker) => void; readonly fail: (message: string) => void;
} {
  const posted: ToWorker[] = [];
  let ends = 0;
  let say: (message: FromWorker) => void = () => undefined;
  let die: (message: string) => void = () => undefined;
  const service = new SimulationService((receive, fail) => {
    say = receive;
    die = fail;
    const terminate = (): void => {
      ends++;
    };
    return { post: (message) => void posted.push(message), terminate };
  });
  const again = service.again(ir, job);
  return {
    again, posted, ends: () => ends,
    say: (message) => say(message), fail: (message) => die(message),
  };
}

it('does the one job, and ends its worker with the answer', async () => {
  const { again, posted, ends, say } = begun();
  expect(posted).toEqual([{ is: 'model', ir, limits: {}, files: {} }, { is: 'jobs', jobs: [job] }]);
  expect(ends()).toBe(0);
  const result = { run: 0 } as Extract<FromWorker, { is: 'done' }>['jobResult']['result'];
  say({ is: 'done', jobResult: { job, result, assumed: [] } });
  say({ is: 'idle' });
  expect(await again.ended).toEqual({ outcome: 'done', result });
  expect(ends()).toBe(1);
});

it('ends its worker at once when it is cancelled, and hears nothing of it any more', async () => {
  const { again, ends, say } = begun();
  again.cancel();
  expect(ends()).toBe(1);
  say({ is: 'broken', job, message: 'late' });
  expect(await again.ended).toEqual({ outcome: 'cancelled' });
  again.cancel();
  expect(ends()).toBe(1);
});

it('says which run is broken, or that a worker could not be had', async () => {
  const broken = begun();
  broken.say({ is: 'broken', job, message: 'no such thing' });
  expect(await broken.again.ended).toEqual({
    outcome: 'failed',
    message: "internal/crash in run 0 of variant 0 of 'steady', seed 7: no such thing",
  });
  const dead = begun();
  dead.fail('no worker');
  expect(await dead.again.ended).toEqual({ outcome: 'failed', message: 'no worker' });
  expect(dead.ends()).toBe(1);
});
