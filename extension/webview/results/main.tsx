/**
 * The page of the Results panel. Starts it; the panel itself is next door.
 */
import { render } from 'preact';
import '../common.css';
import '../icons.css';
import './results.css';
import { connectHost } from '../host.ts';
import type { FromResults, ResultsPageState, ToResults } from '../protocol.ts';
import { ResultsView } from './view.tsx';

const host = connectHost<ResultsPageState, FromResults, ToResults>();
const page = document.getElementById('page');
if (page !== null) render(<ResultsView host={host} />, page);
