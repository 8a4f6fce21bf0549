/**
 * Draws extension/media/icon.png from icon.svg, because the market of extensions takes no SVG.
 * Run by hand when the sign changes; the picture is kept in the repository.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { inRoot } from './lib/house.mjs';
import { tightened } from './lib/png.mjs';

const SIZE_PIXELS = 256;
const debian = '/usr/bin/chromium';
const browser = await chromium.launch({
  ...(existsSync(debian) ? { executablePath: debian } : {}),
  args: ['--no-sandbox'],
});
try {
  const viewport = { width: SIZE_PIXELS, height: SIZE_PIXELS };
  const page = await browser.newPage({ viewport });
  const svg = readFileSync(inRoot('extension', 'media', 'icon.svg'), 'utf8');
  await page.setContent(`<body style="margin:0;background:transparent">${svg}</body>`);
  const picture = await page.screenshot({ omitBackground: true });
  writeFileSync(inRoot('extension', 'media', 'icon.png'), tightened(picture));
} finally {
  await browser.close();
}
