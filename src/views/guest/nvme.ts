/**
 * `nvme list` inside an instance. Keeps true: a volume shows as NVMe only where the model's path
 * gives the guest an NVMe function, and its serial number is that of the volume. Device names
 * follow the order of attachment here, where real ones follow the order of responses.
 */
import { fingerprint } from '#base';
import { blockDevices } from './drivers.ts';
import type { GuestSubject } from './subject.ts';

interface Row {
  readonly name: string;
  readonly serial: string;
  readonly model: string;
  readonly bytes: number;
  readonly firmware: string;
}

/** Seventeen digits that belong to this element alone, in the manner of the cloud's own ids. */
const digits = (id: string): string => fingerprint(id).replace(/[^0-9a-f]/g, '').slice(0, 17)
  .padEnd(17, '0');

/** `107.37  GB`: decimal, two places, as the tool prints sizes. */
function sizeText(bytes: number): string {
  for (const [unit, size] of [['TB', 1e12], ['GB', 1e9], ['MB', 1e6]] as const) {
    if (bytes >= size) return `${(bytes / size).toFixed(2).padStart(6)}  ${unit}`;
  }
  return `${(bytes / 1e3).toFixed(2).padStart(6)}  kB`;
}

function rowsOf(subject: GuestSubject): readonly Row[] {
  return blockDevices(subject).flatMap(({ name, driver, id, bytes, isVolume }): readonly Row[] => {
    if (driver !== 'nvme') return [];
    return [isVolume
      ? {
        name, bytes, firmware: '1.0', serial: `vol0${digits(id).slice(1)}`,
        model: 'Amazon Elastic Block Store',
      }
      : {
        name, bytes, firmware: '0', serial: `AWS${digits(id).toUpperCase()}`,
        model: 'Amazon EC2 NVMe Instance Storage',
      }];
  });
}

const COLUMNS = [
  ['Node', 21], ['SN', 20], ['Model', 40], ['Namespace', 9], ['Usage', 26], ['Format', 16],
  ['FW Rev', 8],
] as const;

const line = (cells: readonly string[]): string =>
  `${cells.map((cell, index) => cell.padEnd(COLUMNS[index]?.[1] ?? 0)).join(' ').trimEnd()}\n`;

export function nvmeList(subject: GuestSubject): string {
  const head = line(COLUMNS.map(([name]) => name));
  const rule = line(COLUMNS.map(([, width]) => '-'.repeat(width)));
  const rows = rowsOf(subject).map((row) => line([
    `/dev/${row.name}`, row.serial, row.model, '1',
    `${sizeText(row.bytes)} / ${sizeText(row.bytes)}`, '512   B +  0 B', row.firmware,
  ]));
  return head + rule + rows.join('');
}
