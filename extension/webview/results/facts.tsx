/** What came of one thing, as names and words, one below the other. Not what they say. */
import type { JSX } from 'preact';
import type { Fact } from '#views';

export function Facts({ of, facts }: {
  readonly of: string; readonly facts: readonly Fact[];
}): JSX.Element {
  return <table class="facts" aria-label={of}>
    <caption>{of}</caption>
    <tbody>{facts.map(({ name, words }) => <tr key={name}>
      <th scope="row">{name}</th><td>{words}</td>
    </tr>)}</tbody>
  </table>;
}
