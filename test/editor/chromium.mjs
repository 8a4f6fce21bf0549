/**
 * A browser to drive: the one that CHROMIUM names, that of the system, that of Debian when this
 * user may install it, or the one among the packages, which needs no installing.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const SYSTEM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const ARGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

function installDebianChromium() {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update', '-qq'], { env, stdio: 'ignore' });
  spawnSync(
    'apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'],
    { env, stdio: 'ignore' },
  );
}

const systemChromium = () =>
  [process.env['CHROMIUM'] ?? '', ...SYSTEM].find((path) => path !== '' && existsSync(path));

/** @param {{ mayInstall?: boolean }} [wish] */
export async function launchChromium(wish = {}) {
  let executablePath = systemChromium();
  if (executablePath === undefined && wish.mayInstall === true) {
    installDebianChromium();
    executablePath = systemChromium();
  }
  if (executablePath !== undefined) return chromium.launch({ executablePath, args: ARGS });
  const packaged = (await import('@sparticuz/chromium')).default;
  return chromium.launch({
    executablePath: await packaged.executablePath(),
    args: [...packaged.args.filter((arg) => !arg.startsWith('--headless')), ...ARGS],
  });
}
