/**
 * Security of one world as behaviour: keys on cards, trials to read blocks and to write firmware,
 * the root of trust at a start, and what controllers send. Not the static checks of a model, which
 * the compiler makes. Keeps true: every trial is counted once, at the thing it was made on.
 */
import type { ActionIr } from '#ir';
import type { Life } from '../life.ts';
import type { Log } from '../log.ts';
import type { MachineSite, Site } from '../site.ts';
import { Firmware } from './firmware.ts';
import { Keys } from './keys.ts';
import { Messages } from './messages.ts';
import { Trials } from './trials.ts';

/** What is counted, by the id of an element. */
export type SecurityCount = 'refused' | 'readable' | 'unreadable' | 'outbound';

export class Security {
  readonly keys: Keys;
  readonly messages: Messages;
  private readonly log: Log;
  private readonly now: () => number;
  private readonly firmware: Firmware;
  private readonly trials: Trials;
  private readonly counts = new Map<string, number>();
  private outboundBefore: ReadonlyMap<string, number> = new Map();
  private readonly site: Site;

  constructor(site: Site, log: Log, now: () => number) {
    this.site = site;
    this.log = log;
    this.now = now;
    this.keys = new Keys(site);
    this.messages = new Messages(site);
    this.firmware = new Firmware(site);
    this.trials = new Trials(site, this.keys);
  }

  lifeChanged(life: Life): void {
    this.keys.lifeChanged(life);
  }

  /** A trial: blocks are read, or firmware is written. */
  act(action: ActionIr): void {
    if (action.action === 'read') this.read(action);
    else this.write(action);
  }

  /** Bare metal starts only on firmware that the root of trust knows, where there is one. */
  stopsBoot({ id, home }: Life): boolean {
    const why = this.firmware.distrust(home.machine);
    if (why === null) return false;
    const message = `The launch of ${id} failed before 'verified': ${why}.`;
    this.log.find('run/launch-failed', this.now(), id, message);
    return true;
  }

  /** A whole computer is scrubbed after it was let go. */
  scrubbed(machine: MachineSite): void {
    this.firmware.scrubbed(machine);
  }

  /** Of some elements together, since the warm-up. */
  count(what: SecurityCount, of: readonly string[]): number {
    return of.reduce((sum, id) => sum + (what === 'outbound'
      ? this.messages.outbound(id) - (this.outboundBefore.get(id) ?? 0)
      : this.counts.get(`${what} ${id}`) ?? 0), 0);
  }

  /** The warm-up is over: counts start anew. */
  cut(): void {
    this.counts.clear();
    this.outboundBefore = new Map(
      [...this.site.controllers.keys()].map((id) => [id, this.messages.outbound(id)]),
    );
  }

  audit(): void {
    this.messages.audit();
  }

  private read({ atTicks, target, to }: ActionIr): void {
    const { readable, exposed, why } = this.trials.read(target, to);
    this.add(readable ? 'readable' : 'unreadable', target);
    const who = to ?? 'the host';
    if (exposed) {
      this.log.find('run/blocks-exposed', atTicks, target,
        `Blocks of ${target} were read by ${who}: ${why}.`);
    } else if (readable) {
      this.log.find('run/blocks-read', atTicks, target, `${target} was read by ${who}: ${why}`);
    } else {
      this.log.find('run/blocks-unreadable', atTicks, target,
        `Blocks of ${target} say nothing: ${why}.`);
    }
  }

  private write({ atTicks, target }: ActionIr): void {
    const { refusedBy, why } = this.firmware.write(target);
    if (refusedBy === null) {
      this.log.find('run/firmware-written', atTicks, target,
        `The firmware of ${target} was written from the host: ${why}.`);
      return;
    }
    this.add('refused', refusedBy);
    this.log.find('run/firmware-refused', atTicks, target,
      `A write of the firmware of ${target} was refused: ${why}.`);
  }

  private add(what: SecurityCount, id: string): void {
    const key = `${what} ${id}`;
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
  }
}
