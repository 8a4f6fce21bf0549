/** Codes of networks: shapes of fabrics, packets, pauses, and what transports need. */
import { BOX, code, counted, stored } from '../register.ts';

const TWO = 'use aws\nhost box[2] : Graviton3Host\n';

export const network = {
  'network/odd-k': code({
    severity: 'error',
    message: (f: { fabric: string; k: number }) =>
      `Fat tree '${f.fabric}' has k = ${f.k}, but k must be even.`,
    why: 'Half of the ports of each switch go up and half of them down.',
    remedy: 'Choose an even k.',
    example: 'use aws\nfabric net : FatTree { k = 5 }',
  }),
  'network/count-not-asked': code({
    severity: 'error',
    message: (f: { fabric: string; property: string; from: string; value: number }) =>
      `'${f.property}' of '${f.fabric}' follows from ${f.from}: it is ${f.value}.`,
    why: 'Two numbers for one thing can contradict each other.',
    remedy: 'Remove it, or change what it follows from.',
    example: 'use aws\nfabric net : FatTree { k = 4  leaves = 12 }',
  }),
  'network/unequal-uplinks': code({
    severity: 'warning',
    message: (f: { what: string; one: string; other: string }) =>
      `${f.what} are unequal: ${f.one}, ${f.other}.`,
    why: 'Switches give flows to equal ways alike, so that the weakest way is full before the others.',
    remedy: 'Give every leaf as many uplinks of one rate to each spine, and equally short ways cables '
      + 'of one rate.',
    example: 'use aws\nfabric net : Clos { leaves = 4  spines = 4  uplinks = 6 }',
  }),
  'network/no-effect': code({
    severity: 'warning',
    message: (f: { what: string; because: string }) =>
      `${f.what} changes nothing: ${f.because}.`,
    why: 'On networks that have a switch packets wait, are lost and sent again. Between cards that '
      + 'cables alone join they go one by one, as the window of their flow lets them.',
    remedy: 'Put a switch between the cards, remove it, or choose another transport.',
    tags: ['unnecessary'],
    example: `${TWO}link box[0].nic[0] -- box[1].nic[0] : Ethernet25 { loss = 1 % }`,
  }),
  'network/rate-above-card': code({
    severity: 'warning',
    message: (f: { what: string; asked: string; card: string; has: string }) =>
      `${f.what} is to run at ${f.asked}, but '${f.card}' has ${f.has}: it runs at ${f.has}.`,
    why: 'A card sends no faster than its line rate.',
    remedy: 'Give it the rate that the card has, or take a faster card.',
    example: `${BOX}switch tor { }\nbox.nic.rate = 30 Gbps\nlink box.nic -- tor : Ethernet400`,
  }),
  'network/needs-packets': code({
    severity: 'error',
    message: (f: { what: string; fabric: string }) =>
      `${f.what} needs packets, but fabric '${f.fabric}' is computed as flows.`,
    why: 'Max-min fair shares tell rates and times; no packet waits, is lost, marked or paused there.',
    remedy: 'Set model = packets on the fabric, or take this away.',
    example: 'use aws\nfabric net : Clos { model = flows  pfc = yes }',
  }),
  'network/mixed-models': code({
    severity: 'error',
    message: (f: { flows: string; packets: string }) =>
      `Fabrics '${f.flows}' and '${f.packets}' are joined, but one has model = flows and the other `
      + 'packets.',
    why: 'What is joined is computed as one: a flow cannot turn into packets on its way.',
    remedy: 'Give both one model.',
    example: 'use aws\nhost box : Graviton3Host\nfabric one : Clos { model = flows }\n'
      + 'fabric two : Clos\nlink box.nic[0] -- one\nlink one.leaf[0] -- two.leaf[0]',
  }),
  'network/mtu-mismatch': code({
    severity: 'warning',
    message: (f: {
      link: string; smaller: string; smallerMtu: string; larger: string; largerMtu: string;
    }) => `The ends of ${f.link} do not agree: '${f.larger}' sends packets of up to ${f.largerMtu}, `
      + `but '${f.smaller}' takes ${f.smallerMtu}.`,
    why: 'A packet that is larger than the next port takes is lost, and nobody is told.',
    remedy: 'Give both ends one MTU.',
    example: 'switch tor { mtu = 1500 B }\nswitch top { }\nlink tor -- top',
  }),
  'network/packet-too-large': code({
    severity: 'error',
    message: (f: { flow: string; size: string; link: string; mtu: string }) =>
      `Packets of '${f.flow}' have ${f.size} with their headers of IP, but ${f.link} takes ${f.mtu}.`,
    why: 'Packets are not cut up on their way: what is too large is lost.',
    remedy: 'Set a smaller packet, or a larger mtu all along the way.',
    example: `${TWO}switch tor { mtu = 1500 B }\nlink box.nic[0] -- tor\n`
      + 'instance web[2] : c7g.large on box.soc[0]\n'
      + 'flow f from web[0] to web[1] { size = 1 MiB }',
  }),
  'network/pfc-thresholds': code({
    severity: 'error',
    message: (f: {
      element: string; low: string; lowValue: string; high: string; highValue: string;
    }) => `'${f.element}' has ${f.low} = ${f.lowValue}, which must be below ${f.high} = ${f.highValue}.`,
    why: 'Queues are marked first, then all of them, and only then senders are paused.',
    remedy: 'Keep ecnMinimum < ecnMaximum < pfcXoff, and pfcXon below pfcXoff.',
    example: 'switch tor { ecn = yes  ecnMinimum = 300 kB }',
  }),
  'network/pfc-headroom': code({
    severity: 'error',
    message: (f: { element: string; what: string; has: string; needs: string; link: string }) =>
      `'${f.element}' has ${f.what} of ${f.has}, but needs ${f.needs} for ${f.link}.`,
    why: 'Until a pause is heeded, packets go on arriving for rate × (2 × delay + reaction), and one '
      + 'more that had begun.',
    remedy: 'Give it more, or shorten the cable.',
    example: 'switch tor { pfc = yes  pfcHeadroom = 10 kB }\nswitch top { }\nlink tor -- top',
  }),
  'network/pfc-loop': code({
    severity: 'warning',
    message: (f: { switches: readonly string[] }) =>
      `Pauses can go round in a circle: ${f.switches.join(' > ')}, and again.`,
    why: 'Where each buffer of a circle waits for the next, all of them can stand still for good. A '
      + 'circle is needed for that, and does not by itself bring it about.',
    remedy: 'Route up and then down only, as a leaf and spine fabric does, or set pfcWatchdog.',
    example: 'use aws\nhost box[4] : Graviton3Host\nswitch s[4] { pfc = yes }\n'
      + 'link box.nic[0] -- s\nlink s[0..2] -- s[1..3]\nlink s[3] -- s[0]',
  }),
  'network/roce-without-pfc': code({
    severity: 'warning',
    message: (f: { flow: string; element: string }) =>
      `'${f.flow}' is RoCE and passes '${f.element}', which has no pfc.`,
    why: 'RoCE wants a network that never drops: one lost packet makes it send many again.',
    remedy: 'Set pfc = yes on the switches, or take a transport that bears losses.',
    example: `${TWO}switch tor { }\nlink box.nic[0] -- tor\n`
      + 'instance web[2] : c7g.large on box.soc[0]\n'
      + 'flow f from web[0] to web[1] { transport = Roce  size = 1 MiB }',
  }),
  'network/srd-unsupported': code({
    severity: 'error',
    message: (f: { what: string; name: string; because: string }) =>
      `${f.what} needs SRD, which '${f.name}' does not have: ${f.because}.`,
    why: 'SRD is spoken by the card, and offered by some instance types only, as ENA Express or EFA.',
    remedy: 'Take an instance type with ENA Express or EFA, or another transport.',
    example: `${BOX}instance web[2] : c7g.large on box.s\n`
      + 'flow f from web[0] to web[1] { transport = Srd  size = 1 MiB }',
  }),
  'network/volume-setting': code({
    severity: 'warning',
    message: (f: { volume: string; property: string; because: string }) =>
      `'${f.property}' of '${f.volume}' has no effect: ${f.because}.`,
    why: 'A volume on hosts is reached over a fabric by a transport; any other by a plain delay.',
    remedy: "Remove it, or add or remove 'on' with the hosts that keep the volume.",
    example: stored(
      'host store : Graviton3Host\nlink store.nic[0] -- tor\n',
      'size = 8 GiB  replicas = 1  networkDelay = 50 us',
    ),
  }),
  'network/efa-unsupported': code({
    severity: 'error',
    message: (f: { instance: string; type: string; asked: number; has: number }) =>
      `'${f.instance}' has ${counted(f.asked, 'interface')} with adapter = efa, but ${f.type} has room `
      + `for ${f.has}.`,
    why: 'The API of each type says how many Elastic Fabric Adapters it takes.',
    remedy: 'Use an instance type with EFA, or adapter = ena.',
    example: `${BOX}instance web : c7g.large on box.s {\n  interface fast { adapter = efa }\n}`,
  }),
} as const;
