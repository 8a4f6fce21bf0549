/** Codes of storage loads: what their properties say together, and of the devices they go to. */
import { code, expecting } from '../register.ts';

/** A model whose storage load has these properties. */
const load = (properties: string): string =>
  expecting('mean(scan.iops) > 0 iops').replace('block = 4 KiB', properties);

export const io = {
  'io/shares': code({
    severity: 'error',
    message: (f: { io: string; read: string; trim: string }) =>
      `Reads (${f.read}) and trims (${f.trim}) of io '${f.io}' are more than all its requests.`,
    why: 'Both are shares of all requests; what is neither is written.',
    remedy: 'Lower the share of reads or of trims.',
    example: load('trim = 10 %'),
  }),
  'io/block-sectors': code({
    severity: 'error',
    message: (f: { io: string; block: string }) =>
      `A block of io '${f.io}' is ${f.block}, which is no whole number of sectors of 512 B.`,
    why: 'A drive or volume is addressed in sectors.',
    remedy: 'Use a multiple of 512 B.',
    example: load('block = 1000 B'),
  }),
  'io/span-beyond': code({
    severity: 'error',
    message: (f: { io: string; span: string; offset: string; device: string; size: string }) =>
      `io '${f.io}' touches ${f.span} from ${f.offset} on, but '${f.device}' ends at ${f.size}.`,
    why: 'There is nothing beyond the end of a device to read or write.',
    remedy: 'Lower span or offset; without a span it touches all from the offset on.',
    example: load('span = 6 GiB  offset = 50 %'),
  }),
  'io/block-beyond': code({
    severity: 'error',
    message: (f: { io: string; block: string; device: string; room: string }) =>
      `A block of io '${f.io}' is ${f.block}, and the part of '${f.device}' that it touches has ${
        f.room}.`,
    why: 'A request lies within the part of the device that the load touches.',
    remedy: 'Use a smaller block, or let it touch more.',
    example: load('block = 1 MiB  span = 512 KiB'),
  }),
  'io/no-effect': code({
    severity: 'warning',
    message: (f: { io: string; property: string; because: string }) =>
      `'${f.property}' of io '${f.io}' changes nothing: ${f.because}.`,
    why: 'A property that changes nothing looks as if it did.',
    remedy: 'Remove it, or set what it needs.',
    tags: ['unnecessary'],
    example: load('skew = 1.2'),
  }),
};
