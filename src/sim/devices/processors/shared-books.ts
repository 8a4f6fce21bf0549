/**
 * The books of threads that are shared, and their audit: threads note who held them, vCPUs what
 * they did. Not the rules by which they share. Keeps true: both are compared without rounding.
 */
import { fail, TwoLimb } from '#base';
import { addTimesOf, type SharedVcpu, type Thread, unsettledTicks } from './shared-vcpu.ts';

export interface SharedBooks {
  readonly id: string;
  readonly threads: readonly Thread[];
  readonly vcpus: readonly SharedVcpu[];
  readonly now: number;
}

/** Stops the program unless the time of all threads is what vCPUs ran, switches, and idling. */
export function auditShared({ id, threads, vcpus, now }: SharedBooks): void {
  const [work, ran, switched] = [new TwoLimb(), new TwoLimb(), new TwoLimb()];
  for (const vcpu of vcpus) {
    const times = { served: 0, computed: 0, switched: 0, stolen: 0 };
    addTimesOf(vcpu, now, times);
    work.add(times.served);
    work.add(times.computed);
    switched.add(times.switched);
    ran.add(vcpu.ran);
  }
  const [held, idle, whole] = [new TwoLimb(), new TwoLimb(), new TwoLimb()];
  whole.addProduct(threads.length, now);
  for (const thread of threads) {
    const since = now - thread.from;
    held.add(thread.held);
    idle.add(thread.idle);
    if (thread.vcpu === null) idle.add(since);
    else {
      held.add(since);
      ran.add(unsettledTicks(thread, now));
    }
  }
  if (!ran.equals(work)) {
    fail(`${id}: vCPUs ran ${ran.toText()} ticks, but worked ${work.toText()}`);
  }
  const accounted = ran.copy();
  accounted.addSum(switched);
  if (!held.equals(accounted)) {
    fail(`${id}: threads were held for ${held.toText()} ticks, but vCPUs ran ${ran.toText()} `
      + `and switches took ${switched.toText()}`);
  }
  held.addSum(idle);
  if (!held.equals(whole)) {
    fail(`${id}: threads were held or idle for ${held.toText()} of ${whole.toText()} ticks`);
  }
}
