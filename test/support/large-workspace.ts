/**
 * Specs to be large with: a sled type of its own, racks of hosts with instances and flows, and one
 * site that uses all racks. Not an example. Keeps true: the same counts give the same text.
 */
export const SLED_TYPE = `host type Sled {
  socket soc[3] : Graviton3
  hypervisor hv[3] : Nitro on soc
  card nic[3] : NitroVpc { rate = 30 Gbps }
  card ebs[3] : NitroEbs { rate = 20 Gbps }
  controller ctl : NitroController
  chip guard : NitroSecurity
  link nic -- soc : Pcie { generation = 5  lanes = 16 }
  link ebs -- soc : Pcie { generation = 5  lanes = 8 }
  link ctl -- soc : Management
  link guard -- ctl : FirmwareBus
}
`;

const RACKS = 19;

/** A tenth hosts, four tenths instances with a volume each, a tenth flows. */
const rackText = (rack: number, elements: number): string => {
  const lines = ['use "types.nitro"'];
  const hosts = Math.max(1, Math.round(elements / 10));
  for (let host = 0; host < hosts; host++) {
    const name = `r${String(rack)}h${String(host)}`;
    lines.push('', `host ${name} : Sled`);
    for (let i = 0; i < 4; i++) {
      lines.push(
        `instance ${name}i${String(i)} : c7g.4xlarge on ${name}.soc[${String(i % 3)}] {`,
        `  volume root : gp3 { size = ${String(20 + i)} GiB  iops = 3 Kiops }`,
        '}',
      );
    }
    lines.push(`flow ${name}f from ${name}i0 to ${name}i3 { size = 64 KiB  every = 2 ms }`);
  }
  return `${lines.join('\n')}\n`;
};

const siteText = (): string => {
  const lines = Array.from({ length: RACKS }, (_, rack) => `use "rack${String(rack)}.nitro"`);
  lines.push(
    'instance one : c7g.large on r0h0.soc[0] {', '  volume root : gp3 { size = 9 GiB }', '}',
    'scenario boot {', '  duration = 5 min', '  at 0 s launch r0h0i0, r1h0i0',
    '  expect boot(r0h0i0) < 1 min', '}',
  );
  return `${lines.join('\n')}\n`;
};

/** By name: types that all use, 19 racks, and `site.nitro`, which uses every rack. */
export function largeWorkspace(elements: number): ReadonlyMap<string, string> {
  const racks = Array.from({ length: RACKS }, (_, rack) =>
    [`rack${String(rack)}.nitro`, rackText(rack, elements / RACKS)] as const);
  return new Map([
    ['types.nitro', `use aws\n${SLED_TYPE}`], ['site.nitro', siteText()], ...racks,
  ]);
}
