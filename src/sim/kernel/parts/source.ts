/**
 * Customers that come one after another, each gap drawn anew: the open end of a queueing network.
 * Not a workload: customers are only numbered.
 * Keeps true: the next gap is drawn when a customer comes, so a pause of the run changes nothing.
 */
import type { EventKind, Simulation } from '../simulation.ts';

export interface SourceOptions {
  readonly gapTicks: () => number;
  readonly onArrival: (customer: number) => void;
  /** How many come in all; unlimited if left out. */
  readonly customersMax?: number;
}

export class Source {
  private readonly simulation: Simulation;
  private readonly options: SourceOptions;
  private readonly arrival: EventKind;

  constructor(simulation: Simulation, options: SourceOptions) {
    this.simulation = simulation;
    this.options = options;
    this.arrival = simulation.register((customer) => {
      this.planNext(customer + 1);
      this.options.onArrival(customer);
    });
  }

  /** Plans the first customer, one gap from now. */
  start(): void {
    this.planNext(0);
  }

  private planNext(customer: number): void {
    if (customer >= (this.options.customersMax ?? Infinity)) return;
    this.simulation.scheduleAfter(this.options.gapTicks(), this.arrival, customer, 0);
  }
}
