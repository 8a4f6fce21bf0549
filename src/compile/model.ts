/**
 * One model, from expanded elements to placed and served instances, with all checks. Not yet IR.
 */
import { Dealing } from './dealing.ts';
import type { Draft, LinkDraft, Node, Override, Shared } from './draft.ts';
import { expandAll, newDraft } from './expand.ts';
import { type Served, serveAll } from './io-paths.ts';
import { expandLinks } from './links.ts';
import { type Machines, machinesOf } from './machines.ts';
import { type MicrovmPlaced, placeMicrovms } from './microvms.ts';
import { placeAll, type Placements } from './placement.ts';
import type { Problems } from './problems.ts';
import { type StreamDraft, streamsOf } from './streams.ts';
import { switchSettings, type SwitchSettings } from './switch-settings.ts';
import { placeVolumes, type VolumePlaced } from './volume-nodes.ts';
import { checkModel } from './checks/checks.ts';

export interface Model {
  readonly draft: Draft;
  readonly links: readonly LinkDraft[];
  readonly switches: ReadonlyMap<Node, SwitchSettings>;
  readonly machines: Machines;
  readonly placements: Placements;
  readonly served: readonly Served[];
  readonly microvms: readonly MicrovmPlaced[];
  /** Those that are on hosts. */
  readonly volumes: readonly VolumePlaced[];
  readonly streams: readonly StreamDraft[];
}

export const modelOf = (
  shared: Shared, overrides: readonly Override[], problems: Problems,
): Model => {
  const draft = newDraft(shared, overrides, problems);
  expandAll(draft);
  const links = expandLinks(draft);
  const switches = switchSettings(draft, links);
  const machines = machinesOf(draft, links);
  const placements = placeAll(draft, machines);
  const microvms = placeMicrovms(draft, machines, placements);
  const served = serveAll(placements, machines);
  const volumes = placeVolumes(draft, machines, served);
  const streams = streamsOf(draft, new Dealing(served, machines.near));
  const model = {
    draft, links, switches, machines, placements, served, microvms, volumes, streams,
  };
  checkModel(model, overrides);
  return model;
};
