/**
 * The least time that a round of a job can take: what nobody's queue is in the way of.
 * Not a forecast. Keeps true: no round of a run is shorter, whatever the transport.
 */
import type { Rounds } from './rounds.ts';

/**
 * The longest chain of messages that wait for each other, each as on an idle path; or all bytes
 * that one end sends or receives on its link, with the rest of the way of the last; 0 where no
 * fabric carries the job, whose times are not known then.
 */
export function idealRoundTicks(job: Rounds): number {
  const members = job.plan;
  const alone = members.map(({ load }) => load.ideal?.aloneTicks ?? 0);
  if (alone.includes(0)) return 0;
  const ends = members.map(() => new Float64Array(0));
  members.forEach(({ messages }, i) => { ends[i] = new Float64Array(messages); });
  let longest = 0;
  const steps = members.reduce((most, { messages }) => Math.max(most, messages), 0);
  // Messages of a step wait for earlier ones, or for others of the same step that come before.
  for (let again = true; again;) {
    again = false;
    for (let m = 0; m < steps; m++) {
      members.forEach(({ messages, after }, i) => {
        if (m >= messages) return;
        let begins = 0;
        for (const { member, lag } of after) {
          const waited = m - lag;
          if (waited >= 0) begins = Math.max(begins, ends[member]![waited] ?? 0);
        }
        const done = begins + alone[i]!;
        if (done <= ends[i]![m]!) return;
        ends[i]![m] = done;
        longest = Math.max(longest, done);
        again = true;
      });
    }
  }
  return Math.max(longest, busiestEnd(members));
}

/** What the busiest end sends or receives, until the last bit of it is there. */
function busiestEnd(members: Rounds['plan']): number {
  const ends = new Map<string, { ticks: number; restTicks: number }>();
  for (const { load, messages } of members) {
    if (load.ideal === null) continue;
    const { aloneTicks, wireTicks } = load.ideal;
    const all = messages * wireTicks;
    const restTicks = aloneTicks - wireTicks;
    for (const end of [`out ${load.stream.from ?? ''}`, `in ${load.stream.to ?? ''}`]) {
      const known = ends.get(end) ?? { ticks: 0, restTicks };
      known.ticks += all;
      known.restTicks = Math.min(known.restTicks, restTicks);
      ends.set(end, known);
    }
  }
  return Math.round([...ends.values()].reduce(
    (most, { ticks, restTicks }) => Math.max(most, ticks + restTicks), 0,
  ));
}
