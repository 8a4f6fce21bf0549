/** Codes of scenarios: what happens, what varies and what must hold. */
import { a, BOX, code, either, end, expecting, listed, meant, PLAIN, scene } from '../register.ts';

export const scenario = {
  'scenario/unknown-base': code({
    severity: 'error',
    message: (f: { name: string; nearest: readonly string[] }) =>
      end(`There is no scenario '${f.name}'${meant(f.nearest)}`),
    why: 'A scenario may take over everything of another one, which must be there.',
    remedy: 'Correct the name.',
    example: `${PLAIN}instance web : c7g.large on box.s\n`
      + 'scenario tight : failovr { expect boot(web) < 40 s }',
  }),
  'scenario/cycle': code({
    severity: 'error',
    message: (f: { name: string }) => `Scenario '${f.name}' takes over from itself.`,
    why: 'In a cycle there is nothing to start from.',
    remedy: 'Remove one of the colons.',
    example: `${PLAIN}instance web : c7g.large on box.s\n`
      + 'scenario a : a { expect boot(web) < 40 s }',
  }),
  'scenario/nothing-expected': code({
    severity: 'warning',
    message: (f: { name: string }) => `Scenario '${f.name}' expects nothing, so it cannot fail.`,
    why: 'A run that judges nothing shows numbers, but no test of them.',
    remedy: 'Add a line with expect.',
    example: scene('  duration = 1 s\n', ''),
  }),
  'scenario/duration-missing': code({
    severity: 'error',
    message: (f: { name: string; workloads: readonly string[] }) =>
      `Scenario '${f.name}' has no duration, and ${listed(f.workloads)} never ${f.workloads.length === 1 ? 'ends' : 'end'}.`,
    why: 'Without an end the run would never be judged.',
    remedy: 'Set duration.',
    example: expecting('mean(scan.iops) > 1000').replace('  duration = 1 s\n', ''),
  }),
  'scenario/at-after-duration': code({
    severity: 'error',
    message: (f: { at: string; duration: string }) =>
      `This happens at ${f.at}, but the scenario ends at ${f.duration}.`,
    why: 'What comes after the end never happens.',
    remedy: 'Make it earlier, or the scenario longer.',
    example: scene('  duration = 1 s\n  at 2 s stop db\n'),
  }),
  'scenario/warmup-after-duration': code({
    severity: 'error',
    message: (f: { warmup: string; duration: string }) =>
      `The warm-up of ${f.warmup} leaves nothing of a duration of ${f.duration} to measure.`,
    why: 'No measure counts the warm-up.',
    remedy: 'Make the warm-up shorter, or the scenario longer.',
    example: scene('  duration = 1 s\n  warmup = 1 s\n'),
  }),
  'scenario/too-many-runs': code({
    severity: 'error',
    message: (f: { variants: number; runs: number; maximum: number }) =>
      `${f.variants} variants of ${f.runs} runs each are more than ${f.maximum} runs.`,
    why: 'Lines of vary multiply; beyond this nobody waits for the end.',
    remedy: 'Vary less, or ask for fewer runs.',
    example: scene('  runs = 10000\n  vary web.count in [1, 2]\n'),
  }),
  'scenario/two-at-once': code({
    severity: 'error',
    message: (f: { target: string; at: string; first: string; second: string }) =>
      `'${f.target}' is told to ${f.first} and to ${f.second}, both at ${f.at}.`,
    why: 'Which comes first would be chance.',
    remedy: 'Move one of them in time.',
    example: scene('  at 1 s stop db, db\n'),
  }),
  'scenario/unknown-action': code({
    severity: 'error',
    message: (f: { action: string; nearest: readonly string[] }) =>
      end(`There is no action '${f.action}'${meant(f.nearest)}`),
    why: 'A scenario does what the table of actions lists.',
    remedy: 'Use one of those actions.',
    example: scene('  at 1 s kill db\n'),
  }),
  'scenario/action-kind': code({
    severity: 'error',
    message: (f: { action: string; target: string; kind: string; kinds: readonly string[] }) =>
      `'${f.target}' is ${a(f.kind)}; ${f.action} works on ${listed(f.kinds.map(a))}.`,
    why: 'The thing cannot do what it is told to.',
    remedy: 'Name a thing of a kind that fits, or use another action.',
    example: scene('  at 1 s launch box\n'),
  }),
  'scenario/action-part': code({
    severity: 'error',
    message: (f: { action: string; part: string; wanted: string }) =>
      f.wanted === 'no'
        ? `${f.action} takes no '${f.part}'.`
        : `${f.action} needs '${f.part}'.`,
    why: 'Each action has its own form.',
    remedy: 'Write the action in its form; hover shows it.',
    example: scene('  at 1 s stop db for 1 s\n'),
  }),
  'scenario/action-object': code({
    severity: 'error',
    message: (f: { action: string; given: string; form: string }) =>
      `'${f.action}${f.given === '' ? '' : ` ${f.given}`}' is no action; it is '${f.form}'.`,
    why: 'Each action has its own form.',
    remedy: 'Write it in that form.',
    example: scene('  at 1 s read data of db.data\n'),
  }),
  'scenario/action-property': code({
    severity: 'error',
    message: (f: { action: string; property: string; allowed: readonly string[] }) =>
      `${f.action} cannot set '${f.property}'`
      + `${f.allowed.length === 0 ? '' : `; it sets ${either(f.allowed)}`}.`,
    why: 'Only what the action changes can be set in its block.',
    remedy: 'Use a property of the action.',
    example: scene('  at 1 s degrade box.nic { memory = 1 GiB }\n'),
  }),
  'scenario/action-empty': code({
    severity: 'warning',
    message: (f: { action: string; allowed: readonly string[] }) =>
      `${f.action} sets nothing, so nothing changes; it sets ${either(f.allowed)}.`,
    why: 'Only what stands in the block of the action is changed.',
    remedy: 'Set what shall be worse.',
    example: `${BOX}fabric net : Clos { leaves = 2  spines = 2 }\nlink box.nic -- net\n`
      + 'instance web : c7g.large on box.s\n'
      + 'scenario s {\n  at 1 s degrade net.leaf[0]\n  expect boot(web) < 40 s\n}',
  }),
  'scenario/action-idle': code({
    severity: 'warning',
    message: (f: { action: string; target: string; kind: string }) =>
      `${f.action} does nothing to ${f.target}: this ${f.kind} is at no switch.`,
    why: 'Only packets that are simulated one by one can be slowed down, lost or damaged: on networks '
      + 'that have a switch.',
    remedy: 'Put a switch between the cards, or make it fail instead.',
    example: scene('  at 1 s degrade box.nic -- box.s { rate = 1 Gbps }\n'),
  }),
  'scenario/measure-idle': code({
    severity: 'warning',
    message: (f: { measure: string; target: string }) =>
      `'${f.measure}' of ${f.target} is always 0: no switch is on its way.`,
    why: 'Packets are marked, paused, reordered or sent again on networks that have a switch only.',
    remedy: 'Put a switch between the cards, or expect something else.',
    example: expecting('fetch.retransmitted == 0'),
  }),
  'scenario/unknown-link': code({
    severity: 'error',
    message: (f: { left: string; right: string }) => `No link joins '${f.left}' and '${f.right}'.`,
    why: 'A pair of ends names the links between them.',
    remedy: 'Correct the ends, or declare the link.',
    example: scene('  at 1 s fail box.nic -- box.ebs\n'),
  }),
  'scenario/vary-target': code({
    severity: 'error',
    message: (f: { target: string }) =>
      `'${f.target}' is no property that can vary; write the path of an element and a property.`,
    why: 'Each variant is the model with that property set to another value.',
    remedy: 'Write element.property, or array.count.',
    example: scene('  vary web in [1, 2]\n'),
  }),
  'scenario/vary-empty': code({
    severity: 'error',
    message: (f: { target: string }) => `'${f.target}' varies over no value at all.`,
    why: 'Without a value there is no variant to run.',
    remedy: 'List at least one value.',
    example: scene('  vary web.count in []\n'),
  }),
  'scenario/vary-repeats': code({
    severity: 'warning',
    message: (f: { target: string; value: string }) =>
      `'${f.target}' takes the value ${f.value} more than once.`,
    why: 'Variants share seeds, so the same value twice is the same run twice.',
    remedy: 'List each value once.',
    tags: ['unnecessary'],
    example: scene('  vary web.count in [1, 1]\n'),
  }),
  'scenario/bound-beyond-clock': code({
    severity: 'warning',
    message: (f: { bound: string; longest: string }) =>
      `No time of a run reaches ${f.bound}: the clock ends after ${f.longest}.`,
    why: 'An expectation that cannot be otherwise expects nothing.',
    remedy: 'Compare with a time that a run can take.',
    example: expecting('boot(web) < 400000 d'),
  }),
  'scenario/vary-tuple': code({
    severity: 'error',
    message: (f: { wanted: number; given: number }) =>
      `${f.wanted} ${f.wanted === 1 ? 'thing varies' : 'things vary together'}, but this gives ${f.given}.`,
    why: 'What moves together needs one value for each.',
    remedy: 'Give as many values as there are targets.',
    example: scene('  vary (web.count, db.memory) in [(1, 2 GiB), (2, 4 GiB, 5)]\n'),
  }),
  'scenario/vary-step': code({
    severity: 'error',
    message: (f: { reason: string }) => `This progression ${f.reason}.`,
    why: 'A progression goes from its first value in equal steps up to its last.',
    remedy: 'Write it as [first, second .. last].',
    example: scene('  vary web.count in [2, 2 .. 8]\n'),
  }),
  'scenario/vary-twice': code({
    severity: 'error',
    message: (f: { target: string }) => `'${f.target}' varies twice in this scenario.`,
    why: 'Two lists for one property contradict each other.',
    remedy: 'Join the two lists.',
    example: scene('  vary web.count in [1]\n  vary web.count in [2]\n'),
  }),
  'scenario/unknown-measure': code({
    severity: 'error',
    message: (f: {
      name: string; element: string; kind: string; has: readonly string[];
      nearest: readonly string[];
    }) =>
      f.nearest.length > 0
        ? end(`${a(f.kind).replace(/^a/u, 'A')} has no measure '${f.name}'${meant(f.nearest)}`)
        : `'${f.element}' has no measure '${f.name}'`
          + `${f.has.length === 0 ? '; nothing is measured on it' : `; it has ${listed(f.has)}`}.`,
    why: 'Each kind has measures of its own.',
    remedy: 'Use one of them.',
    example: expecting('p99(web.iops) > 1000'),
  }),
  'scenario/statistic-missing': code({
    severity: 'error',
    message: (f: { measure: string }) =>
      `'${f.measure}' has many values: say which, such as p99(…) or mean(…).`,
    why: 'A series cannot be compared with one number.',
    remedy: 'Wrap it in a statistic.',
    example: expecting('scan.latency < 1 ms'),
  }),
  'scenario/statistic-on-total': code({
    severity: 'error',
    message: (f: { measure: string; statistic: string }) =>
      `'${f.measure}' is one number already; ${f.statistic} of it has no meaning.`,
    why: 'A total has no distribution.',
    remedy: 'Compare it as it stands.',
    example: expecting('p99(fetch.lost) == 0'),
  }),
  'scenario/unknown-function': code({
    severity: 'error',
    message: (f: { name: string; nearest: readonly string[]; measure: string | null }) =>
      f.measure === null
        ? end(`There is no function '${f.name}' for an expectation${meant(f.nearest)}`)
        : `'${f.name}' is a measure and stands behind a name, as in '${f.measure}'.`,
    why: 'Expectations know statistics, boot, reached, state and deadlock.',
    remedy: 'Use one of them.',
    example: expecting('p98(scan.latency) < 1 ms'),
  }),
  'scenario/function-kind': code({
    severity: 'error',
    message: (f: { name: string; target: string; kind: string; kinds: readonly string[] }) =>
      `${f.name} works on ${listed(f.kinds.map(a))}; '${f.target}' is ${a(f.kind)}.`,
    why: 'Only these have what the function looks at.',
    remedy: 'Name a thing of a kind that fits.',
    example: expecting('boot(box) < 1 s'),
  }),
  'scenario/unknown-step': code({
    severity: 'error',
    message: (f: { step: string; nearest: readonly string[]; steps: readonly string[] }) =>
      f.nearest.length > 0
        ? end(`'${f.step}' is no step of a launch${meant(f.nearest)}`)
        : `'${f.step}' is no step of a launch; the steps are ${listed(f.steps)}.`,
    why: 'A launch passes the steps of the table, in order.',
    remedy: 'Use one of the steps.',
    example: expecting('reached(web, kernal) < 20 s'),
  }),
  'scenario/unknown-state': code({
    severity: 'error',
    message: (f: { state: string; nearest: readonly string[]; states: readonly string[] }) =>
      f.nearest.length > 0
        ? end(`'${f.state}' is no state of an instance${meant(f.nearest)}`)
        : `'${f.state}' is no state of an instance; the states are ${listed(f.states)}.`,
    why: 'An instance is in one of the states of the table.',
    remedy: 'Use one of the states.',
    example: expecting('state(web) == runing'),
  }),
  'scenario/dimensions': code({
    severity: 'error',
    message: (f: { left: string; right: string }) => `${f.left} is compared with ${f.right}.`,
    why: 'Only values of one dimension can be compared.',
    remedy: 'Give the right side a unit of the same dimension.',
    example: expecting('boot(web) < 40 GiB'),
  }),
  'scenario/equality': code({
    severity: 'error',
    message: (f: { operator: string; dimension: string }) =>
      `${f.operator} cannot compare ${f.dimension}; only counts and states can be equal.`,
    why: 'Two measured values are never exactly equal; a tolerance says how near is near enough.',
    remedy: 'Use within, such as within 1 % of.',
    example: expecting('boot(web) == 20 s'),
  }),
  'scenario/no-comparison': code({
    severity: 'error',
    message: () => 'This expectation compares with nothing.',
    why: 'An expectation is a comparison that holds or fails.',
    remedy: 'Add an operator and a value, such as < 2 ms.',
    example: expecting('boot(web)'),
  }),
  'scenario/not-a-measure': code({
    severity: 'error',
    message: (f: { value: string }) => `'${f.value}' can stand in no comparison.`,
    why: 'An expectation compares measures, states, numbers and quantities.',
    remedy: 'Compare a measure with a quantity.',
    example: expecting('boot(web) < "soon"'),
  }),
  'scenario/nothing-measured': code({
    severity: 'error',
    message: () => 'This expectation measures nothing: both sides are fixed.',
    why: 'It would hold or fail whatever the model does.',
    remedy: 'Put a measure on one side.',
    example: expecting('1 s < 2 s'),
  }),
  'scenario/guard-never': code({
    severity: 'warning',
    message: (f: { text: string }) => `No variant meets the condition of '${f.text}'.`,
    why: 'An expectation that is never judged cannot fail.',
    remedy: 'Correct the condition, or vary the property.',
    example: scene('  vary web.count in [1, 4]\n', '  expect boot(web) < 40 s when web.count == 2\n'),
  }),
  'scenario/guard': code({
    severity: 'error',
    message: (f: { target: string }) => `'${f.target}' is no property that a condition can ask for.`,
    why: 'A condition picks variants by the value of a property.',
    remedy: 'Write the path of an element and a property.',
    example: expecting('boot(web) < 40 s when web == 2'),
  }),
  'scenario/guard-order': code({
    severity: 'error',
    message: (f: { target: string; operator: string }) =>
      `'${f.target}' has no order, so ${f.operator} means nothing.`,
    why: 'Words and types are equal or not.',
    remedy: 'Use == or !=.',
    example: expecting('boot(web) < 40 s when fetch.transport < Srd'),
  }),
  'scenario/tolerance': code({
    severity: 'error',
    message: (f: { given: string; expected: string }) =>
      `A tolerance here is a ratio or ${f.expected}, not ${f.given}.`,
    why: 'What is within t of x is x plus or minus t, or that share of x.',
    remedy: 'Give a ratio such as 5 %, or a value of the dimension of x.',
    example: expecting('boot(web) within 5 GiB of 20 s'),
  }),
};
