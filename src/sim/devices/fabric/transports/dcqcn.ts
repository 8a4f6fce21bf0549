/**
 * DCQCN (Zhu and others, SIGCOMM 2015): the rate of a RoCE sender, cut when the receiver tells of
 * marks, and raised again by a timer and by bytes sent.
 * Keeps true: the rate stays between its least and the line's.
 */
export const dcqcnParameters = Object.freeze({
  /** Gain of the share of marks, and the time after which it sinks without one. */
  gain: 1 / 256,
  alphaMicroseconds: 55,
  /** The receiver tells of marks at most so often. */
  noticeMicroseconds: 50,
  /** Increase: after so long or so many bytes; five steps of recovery first. */
  timerMicroseconds: 55,
  bytes: 10_000_000,
  recoverySteps: 5,
  /** Additive and hyper increase, as shares of the line's rate: 40 and 400 Mb/s of 40 Gb/s. */
  additiveShare: 0.001,
  hyperShare: 0.01,
  leastShare: 0.001,
});

/** The state of one flow's rate, as shares of the line. */
export interface DcqcnState {
  current: number;
  target: number;
  alpha: number;
  timerSteps: number;
  byteSteps: number;
  bytesSince: number;
}

export function newDcqcn(): DcqcnState {
  return { current: 1, target: 1, alpha: 1, timerSteps: 0, byteSteps: 0, bytesSince: 0 };
}

/** The receiver tells of marks. */
export function cut(state: DcqcnState): void {
  state.target = state.current;
  state.current = Math.max(dcqcnParameters.leastShare, state.current * (1 - state.alpha / 2));
  state.alpha = (1 - dcqcnParameters.gain) * state.alpha + dcqcnParameters.gain;
  state.timerSteps = 0;
  state.byteSteps = 0;
  state.bytesSince = 0;
}

/** Time went by without a notice: marks count less, and the rate rises a step. */
export function rest(state: DcqcnState): void {
  state.alpha *= 1 - dcqcnParameters.gain;
  state.timerSteps++;
  raise(state);
}

/** So many bytes were sent. */
export function noteBytes(state: DcqcnState, bytes: number): void {
  state.bytesSince += bytes;
  if (state.bytesSince < dcqcnParameters.bytes) return;
  state.bytesSince -= dcqcnParameters.bytes;
  state.byteSteps++;
  raise(state);
}

function raise(state: DcqcnState): void {
  const { recoverySteps, additiveShare, hyperShare } = dcqcnParameters;
  const most = Math.max(state.timerSteps, state.byteSteps);
  const least = Math.min(state.timerSteps, state.byteSteps);
  if (least > recoverySteps) state.target += hyperShare;
  else if (most > recoverySteps) state.target += additiveShare;
  state.target = Math.min(1, state.target);
  state.current = Math.min(1, (state.current + state.target) / 2);
}
