/**
 * What became of the packets of a stream: answers it by running once more and writing them down.
 * Not the run, and not the picture.
 */
import {
  PacketsRequest, type PacketsAnswer, type PacketsParameters,
} from '../protocol.ts';
import { isRefused, type Question } from './once-more.ts';

export const packetRecords: Question<PacketsParameters, PacketsAnswer> = {
  request: PacketsRequest,
  refuse: ({ refused }) => ({ packets: null, message: refused }),
  answer: async (subject, { scenario, variant }, once) => {
    const { run: { run, seed }, stream: { id } } = subject;
    const after = await once(subject, {
      scenario, variant, run, seed, packets: { stream: id, fromTicks: null },
    });
    if (after === null || isRefused(after)) return after;
    const { packets } = after;
    if (packets == null) {
      return { refused: `No fabric carries ${id}, so that its packets are not told apart.` };
    }
    return packets.packets.length === 0 ? { refused: `${id} sends no packet after the warm-up.` }
      : { packets, message: null };
  },
};
