/** Properties of everything that has a name. */
import { text } from './types.ts';

export const common = {
  label: text({ doc: 'Text for people, shown instead of the name.' }),
  source: text({ doc: 'Where the figures come from; hover shows it.' }),
} as const;
