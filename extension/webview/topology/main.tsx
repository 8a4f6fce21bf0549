/**
 * The page of the Topology panel. Starts it; the panel itself is next door.
 */
import { render } from 'preact';
import '../common.css';
import '../icons.css';
import './topology.css';
import { connectHost } from '../host.ts';
import type { FromTopology, ToTopology, TopologyState } from '../protocol.ts';
import { makeLayoutClient } from './layout-client.ts';
import { TopologyView } from './view.tsx';

const host = connectHost<TopologyState, FromTopology, ToTopology>();
const { worker = '', engine = '' } = document.body.dataset;
const layout = makeLayoutClient({ worker, engine });
const page = document.getElementById('page');
if (page !== null) render(<TopologyView host={host} layout={layout} />, page);
