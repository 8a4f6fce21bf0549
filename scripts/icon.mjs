/**
 * Draws extension/media/icon.png from icon.svg, because the market of extensions takes no SVG.
 * Run by hand when the sign changes; the picture is kept in the repository.
 */
import { readFileSync } from 'node:fs';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { inRoot } from './lib/house.mjs';

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
  const path = inRoot('extension', 'media', 'icon.png');
  await page.screenshot({ path, omitBackground: true });
} finally {
  await browser.close();
}
