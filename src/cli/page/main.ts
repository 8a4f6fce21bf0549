/**
 * A compiled spec as a page: runs its scenarios in the reader's browser and shows verdicts and
 * pictures. Nothing is fetched. Keeps true: the results are the bytes of `nitrospec run --format
 * json`; the simulation is off the page's own thread where the browser allows it.
 */
import { escapeMarkup, jsonResults, reportBody } from '#report';
import type { Results } from '#results';
import {
  openerOf, planRuns, runJob, RunWorker, summarise, type FromWorker, type Job, type JobResult,
  type ToWorker,
} from '#sim/run';
import { actionsOf } from '#views';
import { filesCarried, type StandaloneModel } from '../standalone-model.ts';
import { timelinesOf } from '../timelines.ts';

const OPTIONS = { seed: null, runs: null, scenarios: [], shard: null } as const;
const REDRAW_MS = 400;

/** The parts of the page; the writer of the page puts them there. */
const part = (id: string): HTMLElement => {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no part ${id}`);
  return element;
};

class Page {
  private readonly model: StandaloneModel;
  private readonly jobs: readonly Job[];
  private readonly done: JobResult[] = [];
  private drawnMs = 0;

  constructor(model: StandaloneModel, jobs: readonly Job[]) {
    this.model = model;
    this.jobs = jobs;
  }

  /** Draws what there is; the last time always. */
  add(result: JobResult): void {
    this.done.push(result);
    const ended = this.done.length === this.jobs.length;
    if (!ended && performance.now() - this.drawnMs < REDRAW_MS) return;
    this.drawnMs = performance.now();
    const { ir, file, tool, places } = this.model;
    const results = summarise(ir, OPTIONS, this.done);
    const pictures = [...file.pictures, ...timelinesOf(results)];
    const report = {
      tool: { ...tool, homepage: null },
      files: [{ ...file, pictures, run: { results, places, actions: actionsOf(ir.scenarios) } }],
    };
    part('report').innerHTML = reportBody(report, () => undefined);
    part('status').textContent = ended ? '' : `${this.done.length} of ${this.jobs.length} runs`;
    if (ended) finish(results);
  }
}

function finish(results: Results): void {
  const text = jsonResults(results);
  const link = part('download') as HTMLAnchorElement;
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.hidden = false;
  // For whoever drives the page: a test, or a script of its reader.
  Object.assign(globalThis, { nitrospecResults: text });
  document.documentElement.dataset['state'] = 'done';
}

function fault(message: string): void {
  part('status').innerHTML = `<span class="mark fails">stopped</span> ${escapeMarkup(message)}`;
  document.documentElement.dataset['state'] = 'failed';
}

/** In turns with the page's own work, when there is no worker to be had. */
async function runHere(model: StandaloneModel, jobs: readonly Job[], page: Page): Promise<void> {
  const open = openerOf(filesCarried(model), null);
  for (const job of jobs) {
    await new Promise((resolve) => setTimeout(resolve, 0));
    page.add(runJob(model.ir, job, { open }));
  }
}

function runInWorker(code: string, model: StandaloneModel, jobs: readonly Job[], page: Page): void {
  const worker = new Worker(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })));
  let heard = false;
  const post = (message: ToWorker): void => { worker.postMessage(message); };
  worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
    heard = true;
    if (data.is === 'done') page.add(data.jobResult);
    else if (data.is === 'broken') fault(data.message);
    else if (data.is === 'idle') worker.terminate();
  });
  worker.addEventListener('error', (event) => {
    worker.terminate();
    // It never started: some browsers give a page from disk no workers.
    if (heard) fault(event.message);
    else void runHere(model, jobs, page).catch((error: unknown) => { fault(String(error)); });
  });
  post({ is: 'model', ir: model.ir, limits: {}, files: filesCarried(model) });
  post({ is: 'jobs', jobs });
}

function startPage(model: StandaloneModel, code: string): void {
  const plan = planRuns(model.ir, OPTIONS);
  if (!plan.ok) {
    fault(plan.problems.map((problem) => problem.message).join(' '));
    return;
  }
  const page = new Page(model, plan.jobs);
  if (plan.jobs.length === 0) {
    part('status').textContent = 'There is no scenario to run.';
    finish(summarise(model.ir, OPTIONS, []));
    return;
  }
  try {
    runInWorker(code, model, plan.jobs, page);
  } catch {
    void runHere(model, plan.jobs, page).catch((error: unknown) => { fault(String(error)); });
  }
}

/** A worker sees no page; its messages are those of the command line's threads. */
function startWorker(): void {
  const scope = globalThis as unknown as {
    postMessage: (message: FromWorker) => void;
    addEventListener: (type: 'message', listener: (event: MessageEvent<ToWorker>) => void) => void;
  };
  const worker = new RunWorker((message) => { scope.postMessage(message); });
  scope.addEventListener('message', ({ data }) => { worker.receive(data); });
}

if (typeof document === 'undefined') startWorker();
else {
  const text = part('model').textContent;
  startPage(JSON.parse(text) as StandaloneModel, document.currentScript?.textContent ?? '');
}
