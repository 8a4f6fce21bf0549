/**
 * The page of the Guest panel: what a chosen instance would print. Not the text, which the server
 * makes from the model.
 */
import { render, type JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import '../common.css';
import './guest.css';
import type { GuestCommand } from '../../../language-server/protocol.ts';
import { connectHost, type Host } from '../host.ts';
import type { FromGuest, GuestModel, GuestState, GuestText, ToGuest } from '../protocol.ts';

const COMMANDS: readonly GuestCommand[] = [
  'lspci', 'nvme list', 'lsblk', 'lscpu', 'turbostat', 'lstopo', 'ethtool -i', 'ethtool -S',
  'nethogs', 'checks', 'console', 'cloudwatch',
];

/** What the service shows from outside is no command of the guest. */
const OUTSIDE: readonly GuestCommand[] = ['console', 'cloudwatch'];

function GuestView({ host }: { readonly host: Host<GuestState, FromGuest, ToGuest> }): JSX.Element {
  const [model, setModel] = useState<GuestModel | null>(null);
  const [text, setText] = useState<GuestText | null>(null);
  const [chosen, setChosen] = useState(host.kept?.instance ?? null);
  const [command, setCommand] = useState<GuestCommand>(host.kept?.command ?? 'lspci');
  useEffect(() => {
    host.onHear((message) => {
      if (message.type === 'guest') setModel(message);
      else setText(message);
    });
    host.say({ type: 'ready' });
  }, []);
  const known = model?.instances ?? [];
  const instance = known.find(({ id }) => id === chosen)?.id ?? known[0]?.id ?? null;
  useEffect(() => {
    if (instance === null) return;
    host.keep({ uri: host.uri, instance, command });
    host.say({ type: 'ask', instance, command });
  }, [instance, command, model]);
  if (model !== null && instance === null) {
    return <p class="empty quiet">{model.errors > 0
      ? 'The text has errors, so there is no instance to look into.'
      : `${model.name} has no instance.`}</p>;
  }
  const current = text?.instance === instance && text.command === command ? text : null;
  return <>
    <div class="bar">
      <select aria-label="Instance" value={instance ?? ''}
        onChange={({ currentTarget }) => setChosen(currentTarget.value)}>
        {known.map(({ id, type }) => <option key={id} value={id}>{id}  {type}</option>)}
      </select>
      {COMMANDS.map((each) => <button key={each} aria-pressed={each === command}
        onClick={() => setCommand(each)}>{each}</button>)}
    </div>
    {model !== null && model.errors > 0 ? <div class="notice" role="status">
      The text has errors. This is of the last model without.</div> : null}
    <pre tabIndex={0} aria-label={`${command} of ${instance ?? ''}`}>
      {OUTSIDE.includes(command) ? null
        : <><span class="prompt">[{instance}]$</span> {command}{'\n'}</>}
      {current === null ? '' : current.text ?? current.message}
    </pre>
  </>;
}

const page = document.getElementById('page');
if (page !== null) {
  render(<GuestView host={connectHost<GuestState, FromGuest, ToGuest>()} />, page);
}
