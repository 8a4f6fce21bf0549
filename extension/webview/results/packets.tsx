/**
 * Packets of one stream over a fabric: whose they are is chosen, and they are written down by one
 * more run. Drawn by the views, as in a report. Not the run, which is the server's.
 * Keeps true: one question at a time; packets are shown with the run that they are of.
 */
import { useEffect, useState } from 'preact/hooks';
import type { JSX } from 'preact';
import type { PacketsResult, StreamResult } from '#results';
import { packetOutcome, renderPacketTimeline, themes } from '#views';
import type { Host } from '../host.ts';
import type {
  FromResults, ResultsModel, ResultsPageState, StreamQuestion, ToResults,
} from '../protocol.ts';
import { Drawing, Section } from './chart.tsx';
import type { Sheet } from './csv.ts';
import { seconds, type Shown } from './shown.ts';
import type { Shelf } from './things.tsx';
import { isSame, questionOf } from './what-ifs.ts';

/** The last question, and of which results it was asked. */
interface Asked {
  readonly question: StreamQuestion;
  readonly irFingerprint: string;
  readonly seed: number;
}

/** What came of it: packets, or why there are none. */
type Answer = Extract<ToResults, { readonly type: 'packets' }>;

export interface Packets {
  readonly of: (stream: string) => Answer | null;
  /** The stream that is being asked about; null: none. */
  readonly asking: string | null;
  readonly canAsk: boolean;
  readonly ask: (stream: string) => void;
  readonly stop: () => void;
}

export function usePackets(
  host: Host<ResultsPageState, FromResults, ToResults>, model: ResultsModel | null,
  shown: Shown | null,
): Packets {
  const [asked, setAsked] = useState<Asked | null>(null);
  const [answer, setAnswer] = useState<Answer | null>(null);
  useEffect(() => host.onHear((message) => {
    if (message.type === 'packets') setAnswer(message);
  }), []);
  const isAnswered = asked !== null && answer !== null && isSame(asked.question, answer.question);
  return {
    of: (stream) => isAnswered && shown !== null
      && isSame(answer.question, questionOf(shown, stream)) && asked.seed === shown.run.seed
      && asked.irFingerprint === shown.results.irFingerprint ? answer : null,
    asking: asked === null || isAnswered ? null : asked.question.stream,
    canAsk: model?.answer?.state === 'current',
    ask: (stream) => {
      if (shown === null) return;
      const question = questionOf(shown, stream);
      const { results: { irFingerprint }, run: { seed } } = shown;
      setAnswer(null);
      setAsked({ question, irFingerprint, seed });
      host.say({ type: 'packets', question });
    },
    stop: () => host.say({ type: 'stopPackets' }),
  };
}

/** That with the most trouble is the one to look at. */
const troubleOf = ({ network }: StreamResult): number =>
  (network?.dropped ?? 0) + (network?.retransmitted ?? 0) + (network?.timeouts ?? 0);

export function PacketsOf({ shown, wide, shelf, packets }: {
  readonly shown: Shown; readonly wide: number; readonly shelf: Shelf; readonly packets: Packets;
}): JSX.Element | null {
  const [chosen, setChosen] = useState<string | null>(null);
  const streams = shown.run.streams.filter(({ network }) =>
    network !== null && network.sentPackets !== null);
  const [first] = [...streams].sort((one, two) => troubleOf(two) - troubleOf(one));
  const stream = streams.find(({ id }) => id === chosen) ?? first;
  if (stream === undefined) return null;
  const { id } = stream;
  const answer = packets.of(id);
  return <>
    <section aria-label="Packets">
      <h2>Packets</h2>
      <div class="facts">
        <select
          aria-label="Stream" value={id} disabled={packets.asking !== null}
          onChange={({ currentTarget }) => setChosen(currentTarget.value)}
        >{streams.map((one) => <option key={one.id} value={one.id}>{one.id}</option>)}</select>
        {packets.asking === null
          ? <button disabled={!packets.canAsk} title="Runs it once more, and writes packets down"
            onClick={() => packets.ask(id)}>Show packets</button>
          : <button onClick={packets.stop}>Stop</button>}
      </div>
      <div role="status" class="answer">{answer?.message ?? null}</div>
    </section>
    {answer?.packets == null ? null
      : <Section sheet={packetSheet(answer.packets, shown)} {...shelf}>
        <Drawing svg={renderPacketTimeline(answer.packets, {
          theme: themes.vscode, width: wide, title: `Packets of ${id}`,
          tickPicoseconds: shown.results.tickPicoseconds,
        })} />
      </Section>}
  </>;
}

function packetSheet(record: PacketsResult, { results }: Shown): Sheet {
  return {
    title: `Packets of ${record.stream}`,
    head: [
      'kind', 'number', 'way', 'sent s', 'ended s', 'bytes', 'path', 'sent again', 'marked', 'end',
      'last link',
    ],
    rows: record.packets.map((packet) => [
      packet.isOfAnswers ? `${packet.kind} of answers` : packet.kind, packet.sequence,
      packet.isBack ? 'back' : 'there', seconds(packet.sentTicks, results),
      seconds(packet.endTicks, results), packet.bytes, packet.path, packet.isAgain ? 'yes' : 'no',
      packet.isMarked ? 'yes' : 'no', packetOutcome(packet),
      record.links[packet.links.at(-1) ?? -1]?.id ?? null,
    ]),
  };
}
