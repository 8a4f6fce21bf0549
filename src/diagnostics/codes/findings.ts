/**
 * Codes of what a run, a plan of runs or a merge of parts says. The simulator words its findings
 * itself, for it imports no registry; here stands what they mean. Not problems of a text.
 * Keeps true: a test holds every such code in the simulator equal to these rows.
 */
import { code } from '../register.ts';

type Said = { readonly said: string };

const said = (f: Said): string => f.said;

const SLED = 'use aws\nhost sled : Graviton3Host\n';
const WEB = 'instance web : c7g.large on sled.soc[0]';
const BOOT = `${SLED}${WEB} { volume root : gp3 { size = 8 GiB } }\n`;
const SPARE = `${SLED}${WEB} {\n  volume root : gp3 { size = 8 GiB }\n`
  + '  volume data : gp3 { size = 8 GiB  attached = no }\n}\n';
const PLAIN = 'use aws\nhost plain {\n  socket cpu : Graviton3\n'
  + '  hypervisor system on cpu { virtualization = none }\n}\n'
  + 'instance web : c7g.large on plain.cpu\n';
const TRACED = `${SLED}${WEB} { volume root : gp3 { size = 8 GiB } }\n`
  + 'io replayed on web.root { trace = "requests.csv" }\n'
  + 'scenario s {\n  duration = 1 s\n  expect mean(replayed.latency) < 1 s\n}';
const BOARD = 'use aws\nhost board : I3MetalHost\ninstance store : i3.metal on board {\n'
  + '  volume root : gp3 { size = 8 GiB }\n}\n';

const BOXES = 'use aws\nhost type Box {\n  socket cpu : Graviton3\n'
  + '  hypervisor hv : Nitro on cpu\n  card nic : NitroVpc { rate = 10 Gbps }\n'
  + '  link nic -- cpu : Pcie4\n}\n';
const FLASH = 'use aws\nnand type Chip : MlcFlash { pagesPerBlock = 16  eraseLimit = 10000 }\n'
  + 'host box : I3Host\nbox.local.nvme.nand = Chip\nbox.local.nvme.channels = 1\n'
  + 'box.local.nvme.packages = 1\nbox.local.nvme.dies = 1\n'
  + 'instance db : i3.large on box\nio load on db { depth = 16  read = 0 % }\n';

export const findings = {
  'run/action-ignored': code<Said>({
    severity: 'warning', message: said,
    why: 'What an action asks for can make no sense in the state it meets: a stop of what is off.',
    remedy: 'Move the action in time, or remove it.',
    example: `${BOOT}scenario s {\n  duration = 1 min\n  at 0 s stop web\n  at 10 s stop web\n}`,
  }),
  'run/launch-failed': code<Said>({
    severity: 'error', message: said,
    why: 'A step of the launch was tried as often as the controller may and never answered, or the '
      + 'root of trust found firmware that it does not know.',
    remedy: 'Restore what failed in time, raise retries of the controller, or keep the host from '
      + 'writing firmware.',
    example: `${BOOT}scenario s {\n  duration = 5 min\n  at 0 s fail sled.hv[0]\n  at 1 s launch web\n}`,
  }),
  'run/command-failed': code<Said>({
    severity: 'error', message: said,
    why: 'A stop, attach or detach was tried as often as the controller may, and never answered.',
    remedy: 'Restore what failed in time, or raise retries of the controller.',
    example: `${BOOT}scenario s {\n  duration = 5 min\n  at 1 min fail sled.hv[0]\n  at 2 min stop web\n}`,
  }),
  'run/killed': code<Said>({
    severity: 'warning', message: said,
    why: 'When a socket or machine fails, what runs on it fails with it, and nothing else.',
    remedy: 'Place it elsewhere, or expect it.',
    example: `${BOOT}scenario s {\n  duration = 1 min\n  at 30 s fail sled.soc[0]\n}`,
  }),
  'run/attached': code<Said>({
    severity: 'information', message: said,
    why: 'An attachment takes its time at the controller and the card.',
    remedy: 'Nothing is wrong.',
    example: `${SPARE}scenario s {\n  duration = 1 min\n  at 30 s attach web.data to web\n}`,
  }),
  'run/detached': code<Said>({
    severity: 'information', message: said,
    why: 'A detachment takes its time at the controller and the card.',
    remedy: 'Nothing is wrong.',
    example: `${BOOT}scenario s {\n  duration = 1 min\n  at 30 s detach web.root\n}`,
  }),
  'run/rebooted': code<Said>({
    severity: 'information', message: said,
    why: 'A reboot stays on its machine: the guest starts anew, and nothing is attached again.',
    remedy: 'Nothing is wrong.',
    example: `${BOOT}scenario s {\n  duration = 5 min\n  at 1 min reboot web\n}`,
  }),
  'run/no-boot-volume': code<Said>({
    severity: 'information', message: said,
    why: 'Boot code is read from a volume; without one the guest is taken to start at once.',
    remedy: 'Give the instance a volume.',
    example: `${SLED}${WEB}\nscenario s {\n  at 0 s launch web\n}`,
  }),
  'run/launch-unfinished': code<Said>({
    severity: 'information', message: said,
    why: 'The scenario ended while a launch was under way, so its boot time was not measured.',
    remedy: 'Lengthen duration.',
    example: `${BOOT}scenario s {\n  duration = 1 s\n  at 0 s launch web\n}`,
  }),
  'run/credits-spent': code<Said>({
    severity: 'warning', message: said,
    why: 'A volume or instance may do more than it keeps up only as long as what it saved up lasts; '
      + 'then it does what flows in.',
    remedy: 'Make the volume larger, take a type that holds its rate (gp3, io2) or a larger '
      + 'instance type, or ask for less.',
    example: `${SLED}${WEB} { volume data : gp2 { size = 8 GiB  initialCredits = 0 % } }\n`
      + 'io scan on web.data { depth = 8 }\nscenario s {\n  duration = 1 s\n}',
  }),
  'run/process-crashed': code<Said>({
    severity: 'error', message: said,
    why: 'A process may not change the machine: its processor faults on a sensitive instruction, and '
      + 'without a hypervisor the kernel answers the fault by ending the process.',
    remedy: 'Run it as a guest: give the hypervisor another virtualization than none.',
    example: `${PLAIN}compute kernel on web { sensitive = 0.0001 % }\n`
      + 'scenario s {\n  duration = 1 s\n}',
  }),
  'run/deadlock': code<Said>({
    severity: 'error', message: said,
    why: 'Priority flow control pauses whoever sends to a full buffer. Where full buffers wait for '
      + 'each other in a circle, none of them ever empties, though nothing has failed.',
    remedy: 'Route up and then down only, so that there is no circle, or set pfcWatchdog.',
    example: `${BOXES}host box[5] : Box\n`
      + 'switch ring[5] { pfc = yes  ports = 4  rate = 10 Gbps  buffer = 2 MiB }\n'
      + 'link box.nic -- ring\nlink ring[0..3] -- ring[1..4]\nlink ring[4] -- ring[0]\n'
      + 'instance end[5] : c7g.large on box.cpu\n'
      + 'flow round from end[0..4] to end[2..4], end[0..1] {\n'
      + '  transport = Roce  pattern = oneToOne  size = 1 MB  depth = 2\n}\n'
      + 'scenario s {\n  duration = 20 ms\n}',
  }),
  'run/link-freed': code<Said>({
    severity: 'warning', message: said,
    why: 'A watchdog ends a pause that lasts too long by throwing away what waits, and heeds no '
      + 'pause for a while. So others go on, and whoever sent it sends it again.',
    remedy: 'Find out who takes so slowly what is sent to him, or give the watchdog more time.',
    example: `${BOXES}host box[2] : Box\n`
      + 'switch near { pfc = yes  rate = 10 Gbps  pfcWatchdog = 200 us }\n'
      + 'switch far { pfc = yes  rate = 10 Gbps }\n'
      + 'link box[0].nic -- near\nlink near -- far\nlink far -- box[1].nic { rate = 10 Mbps }\n'
      + 'instance end[2] : c7g.large on box.cpu\n'
      + 'flow push from end[0] to end[1] { transport = Roce  size = 1 MB  messages = 1 }\n'
      + 'scenario s {\n  duration = 20 ms\n}',
  }),
  'run/flow-refused': code<Said>({
    severity: 'information', message: said,
    why: 'Security groups are carried out by the card, close to where packets come from and out of '
      + 'reach of the guests.',
    remedy: 'Nothing is wrong; to let the flow pass, change inboundFrom or outboundTo.',
    example: `${SLED}instance web : c7g.large on sled.soc[0]\n`
      + 'instance db : c7g.large on sled.soc[0] {\n  inboundFrom = "front"\n}\n'
      + 'instance front : c7g.large on sled.soc[0] { securityGroup = "front" }\n'
      + 'flow ask from web to db { size = 1 KiB  messages = 1 }\nscenario s {\n  duration = 1 s\n}',
  }),
  'run/flow-broken': code<Said>({
    severity: 'error', message: said,
    why: 'A card or kernel does not try for ever: SRD and RoCE end what was begun when nothing was '
      + 'heard for half a second, TCP opens a new connection after fifteen time-outs.',
    remedy: 'Bring the peer or a way to it back sooner, or take out what makes it fail.',
    example: `${BOXES}host box[2] : Box\n`
      + 'fabric net : Clos { leaves = 2  spines = 2  rate = 10 Gbps }\nlink box.nic -- net\n'
      + 'instance end[2] : c7g.large on box.cpu\n'
      + 'flow push from end[0] to end[1] { transport = Roce  size = 1 MB  messages = 1 }\n'
      + 'scenario s {\n  at 100 us fail box[1].nic\n}',
  }),
  'run/trace-unreadable': code<Said>({
    severity: 'error', message: said,
    why: 'What a trace holds comes from its file, which must be at hand when the model is run and be '
      + 'the one that it was made of.',
    remedy: 'Put the file where the spec says, and compile anew.',
    example: TRACED,
  }),
  'run/trace-line': code<Said>({
    severity: 'error', message: said,
    why: 'A line that cannot be read is left out, and what is left is another load than was recorded.',
    remedy: 'Correct the line, or give the file a header that names its columns, and elements of the model.',
    example: TRACED,
  }),
  'run/trace-order': code<Said>({
    severity: 'information', message: said,
    why: 'Some tracers write a request down when it ends; time does not go back for it.',
    remedy: 'Sort the file by time, if the order matters.',
    example: TRACED,
  }),
  'run/trace-wrapped': code<Said>({
    severity: 'information', message: said,
    why: 'The recorded device was larger than the one that the trace is replayed on.',
    remedy: 'Replay it on a larger device, or take it as it is.',
    example: TRACED,
  }),
  'run/drive-worn-out': code<Said>({
    severity: 'error', message: said,
    why: 'A block lasts so many erases. When as many are worn out as were spare, nothing can be '
      + 'collected, and a drive refuses to write.',
    remedy: 'Write less, raise overProvisioning, or expect it.',
    example: `${FLASH.replace('10000', '3')}scenario s {\n  duration = 1 s\n}`,
  }),
  'run/drive-not-steady': code<Said>({
    severity: 'warning', message: said,
    why: 'A drive that has free space collects little and writes fast. What is measured then says '
      + 'nothing of later, when every write costs its share of collection.',
    remedy: 'Set precondition = steady, or give it a longer warm-up.',
    example: `${FLASH}scenario s {\n  duration = 200 ms\n}`,
  }),
  'run/blocks-read': code<Said>({
    severity: 'information', message: said,
    why: 'The instance that has a volume or drive reads it through its card, which has the key.',
    remedy: 'Nothing is wrong.',
    example: `${BOOT}scenario s {\n  duration = 1 s\n  at 500 ms read blocks of web.root to web\n}`,
  }),
  'run/blocks-exposed': code<Said>({
    severity: 'error', message: said,
    why: 'Somebody who has no right to them read blocks as they were written: they were not '
      + 'encrypted, or the key was within reach.',
    remedy: 'Let a card encrypt that exposes functions to guests directly.',
    example: `${SLED}${WEB} { volume root : gp3 { size = 8 GiB  encrypted = no } }\n`
      + 'scenario s {\n  duration = 1 s\n  at 500 ms read blocks of web.root\n}',
  }),
  'run/blocks-unreadable': code<Said>({
    severity: 'information', message: said,
    why: 'Without the key, which is on the card alone and only while the device is attached, blocks '
      + 'are noise.',
    remedy: 'Nothing is wrong.',
    example: `${BOOT}scenario s {\n  duration = 1 s\n  at 500 ms read blocks of web.root\n}`,
  }),
  'run/firmware-refused': code<Said>({
    severity: 'information', message: said,
    why: 'The security chip stands between the host and its firmware, and a card between a guest '
      + 'and the drives.',
    remedy: 'Nothing is wrong.',
    example: `${BOARD}scenario s {\n  duration = 1 s\n  at 500 ms write firmware of board.soc[0]\n}`,
  }),
  'run/firmware-written': code<Said>({
    severity: 'error', message: said,
    why: 'Firmware that somebody on the host can change outlives him, and serves the next one.',
    remedy: 'Put a chip in front of a board, and a card that blocks firmware commands in front of '
      + 'drives.',
    example: `${BOARD}board.guard.firmwareWrites = allowed\n`
      + 'scenario s {\n  duration = 1 s\n  at 500 ms write firmware of board.soc[0]\n}',
  }),
  'run/unknown-scenario': code<Said>({
    severity: 'error', message: said,
    why: 'Only scenarios of the file itself can be run, by their names.',
    remedy: 'Use one of the names listed.',
    example: 'scenario boot { }\n// nitrospec run FILE -s bot',
  }),
  'run/unknown-stream': code<Said>({
    severity: 'error', message: said,
    why: 'Packets are written down of one stream of a flow, which the scenario must have.',
    remedy: 'Use one of the names listed.',
    example: 'scenario boot { }\n// nitrospec run FILE --packets fetch[0]',
  }),
  'run/too-many-runs': code<Said>({
    severity: 'error', message: said,
    why: 'Runs times variants would take longer than anyone waits.',
    remedy: 'Lower --runs, or vary less.',
    example: 'scenario s { }\n// nitrospec run FILE --runs 1000000',
  }),
  'run/wrong-shard': code<Said>({
    severity: 'error', message: said,
    why: 'A shard is one part of a number of parts.',
    remedy: 'Write --shard i/n with i from 1 to n.',
    example: 'scenario s { }\n// nitrospec run FILE --shard 5/4',
  }),
  'merge/nothing': code<Said>({
    severity: 'error', message: said,
    why: 'A merge puts parts together.', remedy: 'Name the parts.',
    example: '// nitrospec merge',
  }),
  'merge/different-version': code<Said>({
    severity: 'error', message: said,
    why: 'Results of different versions are counted differently.',
    remedy: 'Make all parts with one version.',
    example: '// nitrospec merge old.json new.json',
  }),
  'merge/different-model': code<Said>({
    severity: 'error', message: said,
    why: 'Only runs of one model can be judged together.',
    remedy: 'Make all parts from one spec.',
    example: '// nitrospec merge one.json another.json',
  }),
  'merge/different-options': code<Said>({
    severity: 'error', message: said,
    why: 'Parts of one study differ in their shard only.',
    remedy: 'Make all parts with the same seed, runs and scenarios.',
    example: '// nitrospec merge seed-1.json seed-2.json',
  }),
  'merge/overlap': code<Said>({
    severity: 'error', message: said,
    why: 'A run that is counted twice would make the result look surer than it is.',
    remedy: 'Name each part once.',
    example: '// nitrospec merge part-1.json part-1.json',
  }),
  'merge/gap': code<Said>({
    severity: 'error', message: said,
    why: 'A verdict over missing runs would not be that of the study.',
    remedy: 'Add the missing parts.',
    example: '// nitrospec merge part-1.json part-3.json',
  }),
};
