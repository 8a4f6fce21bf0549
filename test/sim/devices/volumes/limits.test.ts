/** What volumes of the catalogue do each second, by the tables of the user guide. */
import { describe, expect, it } from 'vitest';
import type { ElementIr, World } from '#ir';
import { volumeLimits } from '../../../../src/sim/devices/volumes/limits.ts';
import { irOf } from '../../../support/check-text.ts';

const mebibyte = 1024 * 1024;

const limitsOf = async (text: string, isNitro = true) => {
  const { worlds } = await irOf(`use aws
host sled : Graviton3Host
instance web : c7g.16xlarge on sled.soc[0] { volume data : ${text} }
scenario s { duration = 1 s  expect web.data.utilization < 1 }
`);
  const volume = (worlds[0] as World).elements.find(({ kind }) => kind === 'volume');
  return volumeLimits(volume as unknown as ElementIr<'volume'>, isNitro);
};

describe('volumes of the catalogue', () => {
  it.each([
    // Size, baseline operations, burst seconds at 3,000, seconds to refill, MiB/s.
    ['10 GiB', 100, 1862, 54_000, 128],
    ['100 GiB', 300, 2000, 18_000, 128],
    ['334 GiB', 1002, 2703, 5389, 250],
    ['750 GiB', 2250, 7200, 2400, 250],
  ])('gives gp2 of %s its baseline, burst and time to refill', async (size, base, burst, fill, rate) => {
    const { operations, bytes } = await limitsOf(`gp2 { size = ${size} }`);
    expect(operations).toMatchObject({ perSecond: base, peakPerSecond: 3000, capacity: 5.4e6 });
    expect(Math.round(5.4e6 / (3000 - base))).toBe(burst);
    expect(Math.round(5.4e6 / base)).toBe(fill);
    expect(bytes?.perSecond).toBe(rate * mebibyte);
  });

  it('lets a gp2 volume of 1,000 GiB and more keep its baseline, without bursts', async () => {
    expect((await limitsOf('gp2 { size = 1000 GiB }')).operations)
      .toEqual({ perSecond: 3000, peakPerSecond: 3000, capacity: 0, initial: 0 });
    expect((await limitsOf('gp2 { size = 5334 GiB }')).operations?.perSecond).toBe(16_000);
    expect((await limitsOf('gp2 { size = 16 TiB }')).operations?.perSecond).toBe(16_000);
  });

  it.each([
    ['st1', '125 GiB', 40 * 125 / 1024, 250 * 125 / 1024], ['st1', '1 TiB', 40, 250],
    ['st1', '2 TiB', 80, 500], ['st1', '12 TiB', 480, 500], ['st1', '13 TiB', 500, 500],
    ['sc1', '1 TiB', 12, 80], ['sc1', '3 TiB', 36, 240], ['sc1', '16 TiB', 192, 250],
  ])('gives %s of %s its base and burst throughput', async (type, size, base, burst) => {
    const { bytes } = await limitsOf(`${type} { size = ${size} }`);
    expect((bytes?.perSecond ?? 0) / mebibyte).toBeCloseTo(base, 9);
    expect((bytes?.peakPerSecond ?? 0) / mebibyte).toBeCloseTo(burst, 9);
  });

  it('gives io1 500 MiB/s up to 32,000 operations, then 16 KiB for each', async () => {
    const table = [[2000, 500], [32_000, 500], [48_000, 750], [64_000, 1000]] as const;
    for (const [iops, rate] of table) {
      const { bytes, operations } = await limitsOf(`io1 { size = 2 TiB  iops = ${String(iops)} iops }`);
      expect([operations?.perSecond, (bytes?.perSecond ?? 0) / mebibyte]).toEqual([iops, rate]);
    }
    const elsewhere = await limitsOf('io1 { size = 2 TiB  iops = 64 Kiops }', false);
    expect(elsewhere.operations?.perSecond).toBe(32_000);
    expect((elsewhere.bytes?.perSecond ?? 0) / mebibyte).toBe(500);
  });

  it('gives gp3 its baseline at any size, and no more unasked', async () => {
    for (const size of ['1 GiB', '16 TiB']) {
      const { operations, bytes } = await limitsOf(`gp3 { size = ${size} }`);
      expect(operations?.peakPerSecond).toBe(3000);
      expect((bytes?.peakPerSecond ?? 0) / mebibyte).toBe(125);
    }
  });
});
