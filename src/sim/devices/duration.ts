/**
 * A length of time that may be drawn anew each time, with dice of its own for each one it is drawn
 * for. Not a source of chance: streams come from the run.
 * Keeps true: what one instance draws does not depend on how often others drew.
 */
import { type Chance, defined, fail, type Stream, ticksMax } from '#base';
import type { Distribution } from '#ir';

/** Whether a distribution can be a length of time; `bursts` describes arrivals. */
export function isDuration(distribution: Distribution): boolean {
  return distribution.shape !== 'bursts';
}

function draw(distribution: Distribution, stream: Stream): number {
  const first = defined(distribution.parameters[0], 'a distribution without a parameter');
  const secondParameter = (): number =>
    defined(distribution.parameters[1], `'${distribution.shape}' has two parameters`);
  switch (distribution.shape) {
    case 'constant':
      return first;
    case 'exponential':
      return stream.exponential(first);
    case 'uniform':
      return first + stream.uniform() * (secondParameter() - first);
    case 'lognormal':
      return stream.lognormal(first, secondParameter());
    case 'pareto':
      return stream.pareto(first, secondParameter());
    case 'mix':
      return fromMix(distribution.parameters, stream.uniform());
    case 'bursts':
      fail('bursts describe arrivals and are no length of time');
  }
}

/** The value whose share a number from 0 to below 1 falls into. */
function fromMix(parameters: readonly number[], at: number): number {
  let left = at;
  for (let i = 0; i + 2 < parameters.length; i += 2) {
    const share = parameters[i + 1] as number;
    if (left < share) return parameters[i] as number;
    left -= share;
  }
  return parameters.at(-2) as number;
}

export class Duration {
  private readonly distribution: Distribution;
  private readonly chance: Chance;
  private readonly name: string;
  private readonly streams = new Map<string, Stream>();

  /** `name` is the element and the property: each one the time is drawn for adds its own id. */
  constructor(distribution: Distribution, chance: Chance, name: string) {
    this.distribution = distribution;
    this.chance = chance;
    this.name = name;
  }

  /** The next length for one instance, in whole ticks. */
  next(whom: string): number {
    const { distribution } = this;
    if (distribution.shape === 'constant') return whole(distribution.parameters[0] ?? 0);
    let stream = this.streams.get(whom);
    if (stream === undefined) {
      stream = this.chance.stream(`${this.name}/${whom}`);
      this.streams.set(whom, stream);
    }
    return whole(draw(distribution, stream));
  }
}

/** A draw from a heavy tail may exceed the clock; such an event lies beyond every run's end. */
function whole(value: number): number {
  return value < ticksMax ? Math.max(0, Math.round(value)) : ticksMax;
}
