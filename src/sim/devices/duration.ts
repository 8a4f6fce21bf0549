/**
 * A length of time that may be drawn anew each time, with dice of its own for each one it is drawn
 * for. Not a source of chance: streams come from the run.
 * Keeps true: what one instance draws does not depend on how often others drew.
 */
import { type Chance, defined, exp, fail, log, type Stream, ticksMax } from '#base';
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

function leastOf({ shape, parameters }: Distribution): number {
  const first = parameters[0] ?? 0;
  switch (shape) {
    case 'constant':
    case 'uniform':
    case 'pareto':
      return first;
    case 'exponential':
    case 'lognormal':
      return 0;
    case 'mix':
      return choicesOf(parameters)[0]?.value ?? 0;
    case 'bursts':
      fail('bursts describe arrivals and are no length of time');
  }
}

function medianOf({ shape, parameters }: Distribution): number {
  const [first = 0, second = 1] = parameters;
  switch (shape) {
    case 'constant':
    case 'lognormal':
      return first;
    case 'exponential':
      return first * log(2);
    case 'uniform':
      return (first + second) / 2;
    case 'pareto':
      return first * exp(log(2) / second);
    case 'mix':
      return middleOf(choicesOf(parameters));
    case 'bursts':
      fail('bursts describe arrivals and are no length of time');
  }
}

interface Choice {
  readonly value: number;
  readonly share: number;
}

/** What a mix chooses from, rising. */
function choicesOf(parameters: readonly number[]): readonly Choice[] {
  return parameters.flatMap((value, i): Choice[] =>
    i % 2 === 0 && (parameters[i + 1] ?? 0) > 0 ? [{ value, share: parameters[i + 1] ?? 0 }] : [])
    .sort((one, two) => one.value - two.value);
}

function middleOf(choices: readonly Choice[]): number {
  let below = 0;
  return choices.find(({ share }) => (below += share) >= 0.5)?.value ?? choices.at(-1)?.value ?? 0;
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

  /** No draw is shorter, in ticks. */
  get leastTicks(): number {
    return Math.floor(leastOf(this.distribution));
  }

  /** Half of all draws are no longer, in ticks. */
  get medianTicks(): number {
    return Math.round(medianOf(this.distribution));
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
