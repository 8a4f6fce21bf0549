/**
 * The least time that messages, requests and rounds of a job can take: what nobody's queue is in
 * the way of. Not a forecast. Keeps true: no round of a run is shorter, whatever the transport;
 * what is not known is null.
 */
import { FanOut } from './fan-out.ts';
import type { Ideal, MessageLoad } from './message-load.ts';
import type { Rounds } from './rounds.ts';

/** A message and its answer, which takes so long to begin. */
const aloneTicks = ({ there, back }: Ideal, answerTicks: number): number =>
  there.aloneTicks + (back === null ? 0 : answerTicks + back.aloneTicks);

/**
 * What one message takes, or one request with all answers to it, which share the links of the cards
 * of who asks; half of the times that are drawn to answer are no longer than that which counts.
 * Null: over no fabric, or each has another size.
 */
export function idealMessageTicks({ ideal, conductor }: MessageLoad): number | null {
  if (ideal === null) return null;
  const alone = aloneTicks(ideal, ideal.answerAfter?.medianTicks ?? 0);
  const others = conductor instanceof FanOut ? conductor.overOneCard - 1 : 0;
  const held = Math.max(ideal.there.outTicks, ideal.back?.inTicks ?? 0);
  return Math.round(alone + others * held);
}

/**
 * The longest chain of messages that wait for each other, each as on an idle path; or all bytes
 * that one card sends or receives on its link, or one stream on its way, with the rest of the way
 * of the last; null where no fabric carries the job, whose times are not known then.
 */
export function idealRoundTicks(job: Rounds): number | null {
  const members = job.plan;
  const ideals = members.flatMap(({ load }) => load.ideal ?? []);
  if (ideals.length < members.length) return null;
  const alone = ideals.map((ideal) => aloneTicks(ideal, ideal.answerAfter?.leastTicks ?? 0));
  const ends = members.map(({ messages }) => new Float64Array(messages));
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
  return Math.max(longest, busiest(members, alone));
}

/**
 * What the busiest card or stream sends or receives, until the last bit of it is there and is
 * answered.
 */
function busiest(members: Rounds['plan'], alone: readonly number[]): number {
  const ends = new Map<string, { ticks: number; restTicks: number }>();
  members.forEach(({ load: { ideal, stream }, messages }, i) => {
    if (ideal === null) return;
    const [out, into] = stream.cards ?? [0, 0];
    const from = `${String(out)} ${stream.from ?? ''}`;
    const to = `${String(into)} ${stream.to ?? ''}`;
    const add = (end: string, sendTicks: number): void => {
      const restTicks = alone[i]! - sendTicks;
      const known = ends.get(end) ?? { ticks: 0, restTicks };
      known.ticks += messages * sendTicks;
      known.restTicks = Math.min(known.restTicks, restTicks);
      ends.set(end, known);
    };
    add(`there ${stream.id}`, ideal.there.wireTicks);
    add(`out ${from}`, ideal.there.outTicks);
    add(`in ${to}`, ideal.there.inTicks);
    if (ideal.back === null) return;
    add(`back ${stream.id}`, ideal.back.wireTicks);
    add(`out ${to}`, ideal.back.outTicks);
    add(`in ${from}`, ideal.back.inTicks);
  });
  return Math.round([...ends.values()].reduce(
    (most, { ticks, restTicks }) => Math.max(most, ticks + restTicks), 0,
  ));
}
