/**
 * The glossary: each term says where it is to be seen. Each thing that the story of these hosts
 * tells of processors, devices, life and observation has a term.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { storyRows, WITHOUT_STORY } from '../support/shared.ts';

const file = join(import.meta.dirname, '../../language-server/reference/glossary.md');
const rows = readFileSync(file, 'utf8').split('\n').filter((line) => line.startsWith('| '))
  .map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()))
  .filter(([term]) => term !== 'name' && term !== '---');
const terms = new Set(rows.map(([term]) => term ?? ''));

it('says of each term what it is, how to say it, and where to see it', () => {
  const wrong = rows.filter((cells) => cells.length !== 4 || cells.some((cell) => cell === ''));
  expect(wrong).toEqual([]);
  expect(terms.size).toBe(rows.length);
});

// Whether the place exists is asked of all pages of the reference together.
it('leads from each term to a place', () => {
  expect(rows.filter(([, , , seen = '']) => !/\]\([^)]+\)/u.test(seen))).toEqual([]);
});

/** First row, last row, and the terms that tell of them. */
const STORY: readonly (readonly [number, number, ...(readonly string[])])[] = [
  [1, 1, 'the question'], [2, 3, 'type 1, type 2'], [4, 5, 'sensitive instruction'],
  [6, 6, 'crash of a plain process'], [7, 7, 'privileged instruction'], [8, 8, 'privilege rings'],
  [9, 10, 'trap'], [11, 12, 'trap and emulate'], [13, 14, 'native execution'],
  [15, 15, 'what cannot be virtualized'],
  [16, 16, 'virtual machine monitor', 'scheduler, memory manager', 'logging, monitoring'],
  [17, 17, 'device model'], [18, 18, '2006, EC2 and Xen', '1974, the seventies'],
  [19, 19, 'what cannot be virtualized'], [20, 20, 'paravirtualization, hypercall'],
  [21, 21, 'full virtualization'], [22, 22, 'paravirtualization, hypercall'],
  [23, 23, 'Dom0, management domain'], [24, 24, 'privilege rings'],
  [25, 26, '2012 and 2013, the goal'], [27, 27, 'contention'], [28, 28, 'vertical optimization'],
  [29, 29, 'device model'], [30, 30, 'contention'], [31, 31, 'parts of a hypervisor moved'],
  [32, 32, 'vertical optimization'], [33, 33, 'SR-IOV, physical and virtual function'],
  [34, 34, 'Intel 82599'], [35, 37, 'NVMe, submission and completion queue'],
  [38, 38, 'drivers an image must have'], [39, 39, 'parts of a hypervisor moved'], [40, 40, 'ENA'],
  [41, 41, 'Intel 82599'], [42, 42, 'ENA'], [43, 43, 'local NVMe'], [44, 44, 'encryption engine'],
  [45, 45, 'local NVMe'], [46, 46, 'parts of a hypervisor moved'], [47, 47, 'Nitro hypervisor'],
  [48, 48, 'the question'], [49, 49, 'Xen on EC2', 'Dom0, management domain'],
  [50, 50, 'Nitro hypervisor', 'SR-IOV, physical and virtual function'],
  [97, 100, 'Mac'], [101, 101, 'the question'], [102, 102, '2012 and 2013, the goal'],
  [103, 103, 'VT-d, directed I/O'], [104, 104, 'vertical optimization'],
  [105, 105, 'VPC overlay, encapsulation'], [106, 106, 'Intel 82599'],
  [107, 107, 'bump in the wire'], [108, 109, 'Intel 82599'],
  [110, 110, 'EBS over iSCSI, NVMe, SRD', 'software initiator'], [111, 113, 'Annapurna Labs'],
  [114, 114, 'interrupt scale-out'], [115, 115, 'EBS over iSCSI, NVMe, SRD'],
  [116, 116, 'parts of a hypervisor moved'], [117, 117, 'drivers an image must have'],
  [118, 119, 'split driver, shared ring, grant, copy'], [120, 120, 'encryption engine'],
  [121, 121, 'sold resources'], [122, 122, 'local NVMe'], [123, 123, 'firmware-command blocking'],
  [124, 124, 'key in the card, key erasure'], [125, 125, 'local NVMe'],
  [126, 126, 'smaller local storage'], [127, 129, 'ENA'],
  [130, 130, 'logging, monitoring', 'VPC overlay, encapsulation'], [131, 132, 'bare metal'],
  [133, 133, 'local NVMe'], [134, 134, 'logging, monitoring', 'encryption engine'],
  [135, 135, 'security chip, root of trust, bus interposition'], [136, 136, '`lspci -d 1d0f:*`'],
  [137, 137, 'serial controller'], [138, 138, '`lspci -d 1d0f:*`'], [139, 139, '`nvme list`'],
  [140, 140, 'trap'], [141, 141, 'native execution'], [142, 142, 'port instruction'],
  [143, 143, '1974, the seventies'], [144, 144, 'binary translation'],
  [145, 145, 'paravirtual guests retired'], [146, 146, 'fewer traps each year'],
  [147, 147, 'parts of a hypervisor moved'], [148, 148, 'contention'], [149, 149, 'Intel 82599'],
  [150, 150, 'Xen block and network front end', 'drivers an image must have'],
  [151, 151, 'sold resources'], [152, 152, 'ENA'], [153, 153, 'parts of a hypervisor moved'],
  [154, 154, 'local NVMe'], [155, 155, 'four cards, one base'], [156, 156, 'sold resources'],
  [157, 157, 'Nitro hypervisor'], [158, 158, 'security chip, root of trust, bus interposition'],
  [159, 159, 'four cards, one base'], [160, 160, 'security chip, root of trust, bus interposition'],
  [161, 161, 'Nitro hypervisor'], [162, 162, 'four cards, one base'],
  [163, 163, 'same type, same performance'], [164, 164, 'security group'],
  [165, 165, 'same type, same performance'], [166, 166, 'EBS over iSCSI, NVMe, SRD'],
  [167, 167, 'from arrays to remote storage'],
  [168, 168, 'wear leveling, wear monitoring, lifetime'], [169, 169, 'control plane'],
  [170, 170, 'isolation'], [171, 171, 'microVM, Firecracker'], [172, 172, 'init time'],
  [173, 173, 'density'], [174, 174, 'microVM, Firecracker'],
  [175, 176, 'ena-support check', 'drivers an image must have'],
  [177, 177, '100 Gbps', 'ENA Express, EFA'], [178, 178, '`lstopo`'],
  [179, 179, '`lscpu`, `/proc/cpuinfo`, `turbostat`'], [180, 180, '`htop`, `nethogs`'],
];

it('has the terms that the story needs', () => {
  const unknown = STORY.flatMap(([, , ...needed]) => needed).filter((term) => !terms.has(term));
  expect(unknown).toEqual([]);
});

const story = storyRows();

it.skipIf(story === null)(`has a term for each row of the story (else ${WITHOUT_STORY})`, () => {
  const told = new Set(STORY.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, i) => first + i)));
  const wanted = (story ?? []).filter((row) => row <= 50 || (row >= 97 && row <= 180));
  expect(wanted.length).toBe(134);
  expect(wanted.filter((row) => !told.has(row))).toEqual([]);
});
