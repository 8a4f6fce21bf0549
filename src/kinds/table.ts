/**
 * The kinds table: what may be said in a spec. The language server, the compiler and the printed
 * reference all read it; none of them knows a kind or a property that is not here.
 */
import { nand } from './flash-kinds.ts';
import {
  card, chip, controller, drive, host, hypervisor, machine, socket,
} from './host-kinds.ts';
import { instance, microvm, networkInterface } from './instance-kinds.ts';
import { fabric, link, switchKind } from './network-kinds.ts';
import { transport } from './transport-kinds.ts';
import type { KindName, KindRow, PropertyRow } from './types.ts';
import { volume } from './volume-kind.ts';
import { compute, flow, io, scenario } from './workload-kinds.ts';

export const KINDS = {
  host, socket, machine, hypervisor, card, controller, chip, drive,
  nand, link, fabric, switch: switchKind, transport,
  instance, interface: networkInterface, volume, microvm,
  flow, io, compute, scenario,
} as const satisfies { readonly [K in KindName]: KindRow };

export type Kinds = typeof KINDS;

export const KIND_NAMES = Object.keys(KINDS) as readonly KindName[];

/** The row of a kind, without the exact types of its properties. */
export const kindRow = (name: KindName): KindRow => KINDS[name];

export const isKindName = (name: string): name is KindName => Object.hasOwn(KINDS, name);

/** The row of a property, or undefined when the kind has none of that name. */
export const propertyRow = (kind: KindName, property: string): PropertyRow | undefined => {
  const properties = kindRow(kind).properties;
  return Object.hasOwn(properties, property) ? properties[property] : undefined;
};

/** Kinds that may be declared as `KIND type NAME { … }`. */
export const TYPED_KINDS: readonly KindName[] = KIND_NAMES.filter((name) => name !== 'scenario');
