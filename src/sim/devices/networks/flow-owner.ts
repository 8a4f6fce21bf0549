/** Tells traffic what became of messages of its flow; as packets and as flows alike. */
import type { FlowListener } from '../fabric-port.ts';
import type { FlowOwner } from '../fabric/index.ts';

export const ownerOf = (listener: FlowListener): FlowOwner => ({
  sent: (_flow, tag) => {
    listener.sent(tag);
  },
  delivered: (_flow, tag) => {
    listener.delivered(tag);
  },
  lost: (_flow, tag) => {
    listener.lost(tag);
  },
  broken: () => {
    listener.gaveUp?.();
  },
});
