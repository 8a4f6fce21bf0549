/**
 * Loaded before the packer of the extension, which has no option for it: what it packs is deflated
 * as small as zlib can. Keeps true: whoever names a level gets that level.
 */
'use strict';

const zlib = require('node:zlib');

const { DeflateRaw, deflateRaw } = zlib;
const hardest = { level: zlib.constants.Z_BEST_COMPRESSION, memLevel: 9 };

zlib.DeflateRaw = class extends DeflateRaw {
  constructor(options = {}) {
    super({ ...hardest, ...options });
  }
};
zlib.deflateRaw = (buffer, ...rest) => {
  const [options, callback] = rest.length > 1 ? rest : [{}, rest[0]];
  deflateRaw(buffer, { ...hardest, ...options }, callback);
};
