/** Codes of types: what they extend, what they may change, and what must name one. */
import { a, code } from '../register.ts';

export const type = {
  'type/cycle': code({
    severity: 'error',
    message: (f: { name: string; chain: readonly string[] }) =>
      `Type '${f.name}' extends itself: ${f.chain.join(' : ')}.`,
    why: 'A type is what it extends plus what it adds; in a cycle there is nothing to start from.',
    remedy: 'Remove one of the extensions.',
    example: 'host type A : B { }\nhost type B : A { }',
  }),
  'type/other-kind': code({
    severity: 'error',
    message: (f: { name: string; kind: string; base: string; baseKind: string }) =>
      `${f.kind} type '${f.name}' cannot extend '${f.base}', which is ${a(f.baseKind)} type.`,
    why: 'A type extends a type of its own kind: other kinds have other properties.',
    remedy: 'Extend a type of the same kind.',
    example: 'host type A { }\nsocket type B : A { }',
  }),
  'type/wrong-kind': code({
    severity: 'error',
    message: (f: { name: string; kind: string; type: string; typeKind: string }) =>
      `${f.kind} '${f.name}' cannot be of '${f.type}', which is ${a(f.typeKind)} type.`,
    why: 'An element has a type of its own kind: other kinds have other properties.',
    remedy: 'Name a type of the same kind, or change the kind.',
    example: 'use aws\nhost box { controller ctl : Graviton3 }',
  }),
  'type/required': code({
    severity: 'error',
    message: (f: { kind: string; name: string }) =>
      `${a(f.kind).replace(/^a/u, 'A')} needs a type: '${f.name} : TYPE'.`,
    why: 'Its type gives it its size and limits; without one there is nothing to place or check.',
    remedy: 'Name a type of the catalogue or of your own.',
    example: 'use aws\nhost box { socket s : Graviton3 }\ninstance web on box.s',
  }),
  'type/child-again': code({
    severity: 'error',
    message: (f: { name: string; type: string; inherited: string }) =>
      `'${f.name}' in '${f.type}' is already a part of '${f.inherited}'.`,
    why: 'What extends a type may set properties of its parts and add parts, not declare them anew.',
    remedy: 'Set its properties by path, or choose another name.',
    example: 'use aws\nhost type A { socket s : Graviton3 }\nhost type B : A { socket s : Graviton2 }',
  }),
};
