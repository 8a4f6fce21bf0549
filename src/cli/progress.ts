/**
 * How far a run is, on standard error: a line that is redrawn on a terminal, a line every ten
 * seconds elsewhere. Not a result. Keeps true: nothing of it reaches standard output, and the line
 * is gone when the run is.
 */
import { counted, shortCount } from '#report';
import { styleFor, type Context } from './context.ts';

const REDRAW_MS = 100;
const LINE_MS = 10_000;
/** Runs that are over at once need no line. */
const QUIET_MS = 250;

/** `3.1 s`, `2 min 5 s`, `1 h 3 min`. */
function durationText(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.floor(Math.round(seconds) / 60);
  if (minutes < 60) return `${minutes} min ${Math.round(seconds) % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export class ProgressMeter {
  private readonly context: Context;
  private readonly name: string;
  private readonly total: number;
  private readonly startMs: number;
  private lastMs: number;
  private drawn = false;
  private said = false;

  constructor(context: Context, name: string, total: number) {
    this.context = context;
    this.name = name;
    this.total = total;
    this.startMs = context.io.nowMs();
    this.lastMs = this.startMs;
  }

  update(progress: { readonly jobsDone: number; readonly events: number }): void {
    const { io } = this.context;
    const now = io.nowMs();
    const { isTerminal } = io.stderr;
    if (now - this.startMs < QUIET_MS) return;
    if (now - this.lastMs < (isTerminal ? REDRAW_MS : LINE_MS)) return;
    this.lastMs = now;
    const line = this.line(progress, now - this.startMs);
    if (isTerminal) {
      io.stderr.write(`\r\u001b[K${line}`);
      this.drawn = true;
    } else {
      io.stderr.write(`${line}\n`);
      this.said = true;
    }
  }

  /** What it came to, for people who watch. */
  end(progress: { readonly jobsDone: number; readonly events: number }): void {
    const { io } = this.context;
    if (this.drawn) io.stderr.write('\r\u001b[K');
    if (!io.stderr.isTerminal && !this.said) return;
    const ms = io.nowMs() - this.startMs;
    const style = styleFor(io, io.stderr);
    io.stderr.write(style.dim(`${counted(progress.jobsDone, 'run')} and ${
      shortCount(progress.events)} events in ${durationText(ms)}\n`));
  }

  private line(progress: { jobsDone: number; events: number }, ms: number): string {
    const parts = [
      this.name,
      `${progress.jobsDone} of ${counted(this.total, 'run')}`,
      `${shortCount(Math.round(progress.events / (ms / 1000)))} events a second`,
    ];
    if (progress.jobsDone > 0) {
      const left = (ms / progress.jobsDone) * (this.total - progress.jobsDone);
      parts.push(`about ${durationText(left)} left`);
    }
    return parts.join('   ');
  }
}
