import { expect, it } from 'vitest';
import type { PacketResult, PacketsResult } from '#results';
import { renderPacketTimeline, themes } from '#views';
import { brokenTime } from '../../src/views/broken-time.ts';
import { shownPackets } from '../../src/views/packet-words.ts';

const us = 1e6;

const links = [
  { id: 'a.nic > leaf', delayTicks: us, ticksPerByte: 80 },
  { id: 'leaf > b.nic', delayTicks: us, ticksPerByte: 80 },
  { id: 'b.nic > leaf', delayTicks: us, ticksPerByte: 80 },
  { id: 'leaf > a.nic', delayTicks: us, ticksPerByte: 80 },
];

const packet = (
  sequence: number, sentTicks: number, more: Partial<PacketResult> = {},
): PacketResult => ({
  kind: 'data', isBack: false, isOfAnswers: false, sequence, payloadBytes: 1000, bytes: 1090,
  path: 0, isAgain: false, isMarked: false, sentTicks, links: [0, 1],
  atTicks: [sentTicks, sentTicks + 2 * us],
  end: 'delivered', endTicks: sentTicks + 4 * us, ...more,
});

const record = (packets: readonly PacketResult[], timeoutTicks: number[] = []): PacketsResult => ({
  stream: 'copy[0]', from: 'a', to: 'b<', fromTicks: 0, links, packets, timeoutTicks, cutTicks: null,
});

const drawn = (given: PacketsResult): string => renderPacketTimeline(given, {
  theme: themes.light, title: 'Packets of copy[0]', tickPicoseconds: 1, width: 800,
});

const acknowledgement = packet(1, 4 * us, {
  kind: 'acknowledgement', isBack: true, links: [2, 3], atTicks: [4 * us, 6 * us], endTicks: 8 * us,
});

it('draws data downwards, acknowledgements upwards, and names what lies between', () => {
  const svg = drawn(record([packet(0, 0), acknowledgement]));
  const ys = (kind: string): readonly number[] => {
    const path = new RegExp(`class="packet ${kind}"><title>[^<]*</title><path d="([^"]*)"`, 'u').exec(svg);
    return [...(path?.[1] ?? '').matchAll(/,([\d.]+)/gu)].map(([, y]) => Number(y));
  };
  const down = ys('data');
  const up = ys('acknowledgement');
  expect(down.length).toBeGreaterThan(2);
  expect(down).toEqual([...down].sort((a, b) => a - b));
  expect(up).toEqual([...up].sort((a, b) => b - a));
  expect(up.at(-1)).toBe(down[0]);
  for (const name of ['a.nic', 'leaf', 'b.nic', 'b&lt;']) expect(svg).toContain(`>${name}<`);
});

it('crosses what was lost where it was, dashes what was sent again, and says both in words', () => {
  const svg = drawn(record([
    packet(0, 0, { end: 'queue-full', endTicks: 2 * us }),
    packet(0, 9 * us, { isAgain: true, isMarked: true }),
  ], [8 * us]));
  expect(svg).toContain('class="packet data lost"');
  expect(svg).toContain('dropped (queue-full) at leaf &gt; b.nic after 2 µs');
  expect(svg).toMatch(/class="packet data again"><title>data 0, sent again: .*marked/u);
  expect(svg).toMatch(/class="timeout"><title>time-out after 8 µs/u);
  expect(svg).toContain('around the first loss');
});

it('cuts time where nothing happens for long, and says for how long', () => {
  const svg = drawn(record([packet(0, 0), packet(1, us), packet(2, 200_000 * us)]));
  expect(svg).toContain('>200 ms<');
  const time = brokenTime([0, 1, 2, 1000, 1001], { left: 100, width: 264 });
  expect(time.gaps.map(({ ticks }) => ticks)).toEqual([998]);
  expect([0, 1, 2, 500, 1000, 1001].map((at) => Math.round(time.xOf(at))))
    .toEqual([100, 167, 233, 233, 297, 364]);
  expect(brokenTime([0, 1, 2, 3], { left: 0, width: 30 }).gaps).toEqual([]);
});

it('shows so many packets, from before the first loss on', () => {
  const many = Array.from({ length: 400 }, (_, i) =>
    packet(i, i * us, i === 200 ? { end: 'lost', endTicks: i * us } : {}));
  const { packets, about } = shownPackets(record(many), 120);
  expect(packets).toHaveLength(120);
  expect(packets[0]?.sequence).toBe(176);
  expect(about).toBe('packets 177 to 296 of 400, around the first loss');
  expect(shownPackets(record(many.slice(0, 150)), 120).about).toBe('packets 1 to 120 of 150');
});

it('draws nothing where nothing was sent, and stays an image', () => {
  expect(drawn(record([]))).toMatch(/^<svg .*all 0 packets.*<\/svg>\n$/su);
});
