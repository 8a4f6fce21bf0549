/**
 * What devices write down while they live: states, steps, and what a reader should be told. Not
 * results: the run turns these into them. Keeps true: entries stand in order of time.
 */
import { sorted, compareIds } from '#base';
import type { AnyElement } from '#ir';

export interface StepLog {
  readonly step: string;
  readonly fromTicks: number;
  readonly toTicks: number;
  readonly queuedTicks: number;
  readonly timedOutTicks: number;
  readonly by: string | null;
}

export interface LaunchLog {
  readonly requestedTicks: number;
  bootTicks: number | null;
  readonly steps: StepLog[];
  timeouts: number;
}

export interface LifeLog {
  readonly instance: string;
  readonly states: { readonly atTicks: number; readonly state: string }[];
  readonly launches: LaunchLog[];
}

/** What devices find worth saying, with how bad it is. */
export const FINDINGS = {
  'run/action-ignored': 'warning',
  'run/launch-failed': 'error',
  'run/command-failed': 'error',
  'run/killed': 'warning',
  'run/attached': 'information',
  'run/detached': 'information',
  'run/rebooted': 'information',
  'run/no-boot-volume': 'information',
  'run/launch-unfinished': 'information',
  'run/credits-spent': 'warning',
  'run/process-crashed': 'error',
  'run/deadlock': 'error',
  'run/link-freed': 'warning',
  'run/flow-refused': 'information',
  'run/flow-broken': 'error',
  'run/drive-worn-out': 'error',
  'run/drive-not-steady': 'warning',
  'run/trace-unreadable': 'error',
  'run/trace-line': 'error',
  'run/trace-order': 'information',
  'run/trace-wrapped': 'information',
  'run/blocks-read': 'information',
  'run/blocks-exposed': 'error',
  'run/blocks-unreadable': 'information',
  'run/firmware-refused': 'information',
  'run/firmware-written': 'error',
} as const;

export type FindingCode = keyof typeof FINDINGS;

export interface FindingLog {
  readonly code: FindingCode;
  readonly atTicks: number;
  readonly element: string | null;
  readonly message: string;
}

export class Log {
  readonly findings: FindingLog[] = [];
  private readonly assumedNames = new Set<string>();

  find(code: FindingCode, atTicks: number, elementId: string, message: string): void {
    this.findings.push({ code, atTicks, element: elementId, message });
  }

  /** Notes that a property took part in what happened; only assumed ones are kept. */
  use(element: AnyElement, property: string): void {
    if (element.assumed.includes(property)) this.guess(element, property);
  }

  /** Notes a property that nobody gave and that has no default, so that one was guessed. */
  guess(element: AnyElement, property: string): void {
    this.assumedNames.add(`${property} of ${element.type ?? element.kind}`);
  }

  /** Notes an assumed property of a type that is no element's own. */
  assume(property: string): void {
    this.assumedNames.add(property);
  }

  /** `property of type`, sorted. */
  assumed(): readonly string[] {
    return sorted(this.assumedNames, compareIds);
  }
}
