import { expect, it } from 'vitest';
import { InvariantError } from '#base';
import { Desk } from '#sim/devices';

it('serves first come, first served, and ranks before that', () => {
  const desk = new Desk('card', 1);
  desk.arrive(0, 1);
  expect(desk.start(0)).toBe(1);
  expect(desk.start(0)).toBe(-1);
  desk.arrive(1, 2, 0);
  desk.arrive(2, 3, 5);
  desk.arrive(3, 4, 5);
  desk.arrive(4, 5, 0);
  const served: number[] = [];
  let now = 10;
  desk.finish(now, 1);
  for (let task = desk.start(now); task >= 0; task = desk.start(now)) {
    served.push(task);
    now += 10;
    desk.finish(now, task);
  }
  expect(served).toEqual([3, 4, 2, 5]);
  desk.audit(now);
});

it('computes the figures of a run by hand', () => {
  const desk = new Desk('card', 1);
  desk.arrive(0, 1);
  desk.start(0);
  desk.arrive(2, 2);
  desk.finish(10, 1);
  desk.start(10);
  desk.finish(16, 2);
  // Busy from 0 to 16 of 20; one in line from 2 to 10.
  expect(desk.figures(20)).toEqual({
    arrived: 2, completed: 2, dropped: 0, inside: 0, servers: 1, utilization: 16 / 20,
    meanQueueLength: 8 / 20, longestQueue: 1, meanWaitTicks: 4, meanServiceTicks: 8,
  });
});

it('counts shares of time from the end of the warm-up', () => {
  const desk = new Desk('card', 2);
  desk.arrive(0, 1);
  desk.start(0);
  desk.cut(10);
  expect(desk.busyShare(10)).toBe(0);
  desk.finish(15, 1);
  // One of two servers, for 5 of 10 ticks.
  expect(desk.busyShare(20)).toBe(0.25);
});

it('keeps its books when work is given up, at work or in line', () => {
  const desk = new Desk('card', 1);
  for (const task of [1, 2, 3]) desk.arrive(task, task);
  desk.start(3);
  desk.drop(7, 1);
  desk.start(7);
  expect(desk.dropAll(9)).toEqual([2, 3]);
  desk.audit(9);
  expect(desk.figures(9)).toMatchObject({ arrived: 3, completed: 0, dropped: 3, inside: 0 });
});

it('stops the program when a piece of work is lost or counted twice', () => {
  const lost = new Desk('card', 1);
  lost.arrive(0, 1);
  // What nobody may do: take an entry away behind the back of the books.
  Reflect.set(lost, 'lines', []);
  expect(() => lost.audit(5)).toThrow(InvariantError);
  const twice = new Desk('card', 1);
  twice.arrive(0, 1);
  twice.start(0);
  twice.finish(5, 1);
  Reflect.set(twice, 'completed', 2);
  expect(() => twice.audit(5)).toThrow(/1 came in, but 2 went out/u);
});

it('stops the program when the time in one book is not that in the other', () => {
  const desk = new Desk('card', 1);
  desk.arrive(0, 1);
  desk.start(0);
  const [entry] = Reflect.get(desk, 'serving') as { arrivedTicks: number }[];
  if (entry !== undefined) entry.arrivedTicks = 1;
  expect(() => desk.audit(5)).toThrow(/the area under the number inside is 5 ticks/u);
});

it('does not finish what it does not work on', () => {
  const desk = new Desk('card', 1);
  expect(() => desk.finish(0, 7)).toThrow(/card does not work on 7/u);
});
