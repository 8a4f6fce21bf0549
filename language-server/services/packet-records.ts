/**
 * What became of the packets of a stream: answers it by running once more and writing them down,
 * from shortly before the first loss on. Not the run, and not the picture.
 */
import type { RunResult, StreamResult } from '#results';
import {
  PacketsRequest, type PacketsAnswer, type PacketsParameters,
} from '../protocol.ts';
import { isRefused, type Question } from './once-more.ts';

/**
 * When the window begins in which something was first dropped, where packets of the stream were;
 * null: it does not matter when.
 */
function troubleFrom({ series, networks }: RunResult, { network }: StreamResult): number | null {
  if (series === null || network === null || (network.dropped ?? 0) === 0) return null;
  const ways = networks.flatMap(({ cables }) => cables.flatMap((cable) => cable.ways));
  const first = series.atTicks.findIndex((_, i) =>
    ways.some((way) => (way.series?.dropped?.[i] ?? 0) > 0));
  return first < 1 ? null : series.atTicks[first - 1] ?? null;
}

export const packetRecords: Question<PacketsParameters, PacketsAnswer> = {
  request: PacketsRequest,
  refuse: ({ refused }) => ({ packets: null, message: refused }),
  answer: async (subject, { scenario, variant }, once) => {
    const { run: { run, seed }, stream: { id } } = subject;
    const after = await once(subject, {
      scenario, variant, run, seed,
      packets: { stream: id, fromTicks: troubleFrom(subject.run, subject.stream) },
    });
    if (after === null || isRefused(after)) return after;
    const { packets } = after;
    if (packets == null) {
      return { refused: `No fabric carries ${id} packet by packet, so that none is told apart.` };
    }
    return packets.packets.length === 0 ? { refused: `${id} sends no packet after the warm-up.` }
      : { packets, message: null };
  },
};
