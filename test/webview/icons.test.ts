/** Icons of pages: those that are named are shipped, and no others. */
import { expect, it } from 'vitest';
import { read, repositoryFiles } from '../house/repository.ts';

it('ships the icons that pages name, and no others', () => {
  const styles = read('extension/webview/icons.css');
  const shipped = [...styles.matchAll(/^\.icon-([\w-]+) .*\/icons\/\1\.svg/gmu)]
    .map(([, name]) => name);
  const named = repositoryFiles().filter((path) => /^extension\/webview\/.*\.tsx$/u.test(path))
    .flatMap((path) => [...read(path).matchAll(/(?:icon icon-|icon="|button\(')([a-z-]+)/gu)])
    .map(([, name]) => name);
  expect([...new Set(named)].sort()).toEqual([...shipped].sort());
});
